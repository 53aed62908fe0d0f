import ControllerRuntime
import KubernetesModel

/// Mirrors Endpoints that somebody keeps by hand, as Patroni does, into EndpointSlices, which is what routes are made from.
///
/// - Source: Kubernetes documentation, "EndpointSlices", section mirroring, and recorded answers of Kubernetes 1.36.
struct MirroringController: Reconciler {
    static let name = "endpointslicemirroring"
    static let watches = Watches(Endpoints.self) {
        Owned(EndpointSlice.self)
        Mapped(KubernetesModel.Service.self) { [$0.key] }
    }
    let cache: Cache
    let writer: ObjectWriter
    var concurrency: Int { 4 }

    private static let manager = "endpointslicemirroring-controller.k8s.io"

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let endpoints = cache.get(Endpoints.self, key), !endpoints.isTerminating, let uid = endpoints.metadata.uid else { return .never }
        let slices = cache.list(EndpointSlice.self, ownedBy: uid).filter { !$0.isTerminating }
        guard isMirrored(endpoints) else {
            for slice in slices { try await writer.delete(slice) }
            return .never
        }
        let subsets = endpoints.subsets ?? []
        // One slice for each set of ports; ours never have several.
        for (index, subset) in subsets.enumerated() { try await keep(index < slices.count ? slices[index] : nil, subset, endpoints) }
        for slice in slices.dropFirst(subsets.count) { try await writer.delete(slice) }
        return .never
    }

    private func isMirrored(_ endpoints: Endpoints) -> Bool {
        guard let service = cache.get(KubernetesModel.Service.self, endpoints.key), (service.spec?.selector ?? [:]).isEmpty else { return false }
        return endpoints.metadata.labels?["endpointslice.kubernetes.io/skip-mirror"] != "true"
            && endpoints.metadata.annotations?["control-plane.alpha.kubernetes.io/leader"] == nil
    }

    private func keep(_ slice: EndpointSlice?, _ subset: EndpointSubset, _ endpoints: Endpoints) async throws {
        let wanted =
            (subset.addresses ?? []).map { endpoint($0, isReady: true) } + (subset.notReadyAddresses ?? []).map { endpoint($0, isReady: false) }
        let ports = (subset.ports ?? []).map {
            EndpointSlicePort(appProtocol: $0.appProtocol, name: $0.name ?? "", port: $0.port, protocol: $0.protocol ?? "TCP")
        }
        var labels = endpoints.metadata.labels ?? [:]
        labels["endpointslice.kubernetes.io/managed-by"] = Self.manager
        labels["kubernetes.io/service-name"] = endpoints.metadata.name
        guard var slice else {
            try await writer.create(
                EndpointSlice(
                    metadata: ObjectMeta(
                        generateName: "\(endpoints.metadata.name ?? "")-", labels: labels, namespace: endpoints.metadata.namespace,
                        ownerReferences: [OwnerReference(controlling: endpoints)]),
                    addressType: "IPv4", endpoints: wanted, ports: ports))
            return
        }
        guard slice.json["endpoints"] ?? [] != wanted.json || slice.json["ports"] ?? [] != ports.json || slice.metadata.labels != labels else {
            return
        }
        slice.endpoints = wanted
        slice.ports = ports
        slice.metadata.labels = labels
        try await writer.replace(slice)
    }

    private func endpoint(_ address: EndpointAddress, isReady: Bool) -> KubernetesModel.Endpoint {
        KubernetesModel.Endpoint(
            addresses: [address.ip ?? ""], conditions: EndpointConditions(ready: isReady), hostname: address.hostname, nodeName: address.nodeName,
            targetRef: address.targetRef)
    }
}
