import KubernetesModel

/// How well the resources of a pod are assured.
enum QualityOfService: String, Sendable { case guaranteed = "Guaranteed", burstable = "Burstable", bestEffort = "BestEffort" }

extension Pod {
    /// From the requests and limits of its containers.
    ///
    /// - Source: Kubernetes documentation, "Pod Quality of Service Classes".
    var qualityOfService: QualityOfService {
        let containers = allContainers.filter { $0.role != .ephemeral }.map(\.container)
        let names = ["cpu", "memory"]
        let resources = containers.map { (requests: $0.resources?.requests ?? [:], limits: $0.resources?.limits ?? [:]) }
        let isSet = resources.contains { resource in
            names.contains { (resource.requests[$0]?.milli ?? 0) > 0 || (resource.limits[$0]?.milli ?? 0) > 0 }
        }
        guard isSet else { return .bestEffort }
        let isGuaranteed = resources.allSatisfy { resource in
            names.allSatisfy { name in
                guard let limit = resource.limits[name], limit.milli > 0 else { return false }
                return resource.requests[name].map { $0.isSameAmount(as: limit) } ?? true
            }
        }
        return isGuaranteed ? .guaranteed : .burstable
    }
}
