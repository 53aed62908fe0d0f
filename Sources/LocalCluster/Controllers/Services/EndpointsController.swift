import ControllerRuntime
import KubernetesModel

/// Keeps the Endpoints and EndpointSlices of the Services of a namespace that have a selector.
///
/// It looks at a namespace as a whole: which Services a Pod belongs to is known only by their selectors.
///
/// - Source: Kubernetes documentation, "Service" and "EndpointSlices", and recorded answers of Kubernetes 1.36.
struct EndpointsController: Reconciler {
    static let name = "endpoints"
    static let watches = Watches(Namespace.self) {
        Mapped(KubernetesModel.Service.self, to: inNamespace)
        Mapped(Pod.self, to: inNamespace)
        Mapped(Endpoints.self, to: inNamespace)
        Mapped(EndpointSlice.self, to: inNamespace)
    }
    let cache: Cache
    let writer: ObjectWriter
    var concurrency: Int { 2 }
    private let triggers = TriggerTimes()

    private static let inNamespace: @Sendable (any KubernetesObject) -> [ObjectKey] = { object in
        object.metadata.namespace.map { [ObjectKey(name: $0)] } ?? []
    }

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let namespace = cache.get(Namespace.self, key), !namespace.isTerminating else { return .never }
        let pods = cache.list(Pod.self, in: key.name)
        let services = cache.list(KubernetesModel.Service.self, in: key.name)
        triggers.keep(Set(services.map(\.key)), in: key.name)
        for service in services where !service.isTerminating {
            guard let selector = service.spec?.selector, !selector.isEmpty, service.spec?.type != "ExternalName" else { continue }
            let own = pods.filter { pod in selector.allSatisfy { pod.metadata.labels?[$0.key] == $0.value } }
            try await keep(service, ServiceEndpoints(service: service, pods: own, zones: zones), triggers.next(service, own))
        }
        try await removeAbandoned(in: key.name)
        return .never
    }

    private var zones: [String: String] {
        cache.list(Node.self).reduce(into: [:]) { $0[$1.metadata.name ?? ""] = $1.metadata.labels?["topology.kubernetes.io/zone"] }
    }

    /// - Parameter trigger: when the change began that may have to be written.
    private func keep(_ service: KubernetesModel.Service, _ wanted: ServiceEndpoints, _ trigger: Timestamp?) async throws {
        let key = service.key
        var metadata = ObjectMeta(name: key.name, namespace: key.namespace)
        metadata.noteTrigger(trigger)
        if var endpoints = cache.get(Endpoints.self, key) {
            let labels = wanted.labels("endpoints.kubernetes.io/managed-by", "endpoint-controller")
            if endpoints.json["subsets"] ?? [] != wanted.subsets.json || endpoints.metadata.labels != labels {
                endpoints.subsets = wanted.subsets.isEmpty ? nil : wanted.subsets
                endpoints.metadata.labels = labels
                endpoints.metadata.noteTrigger(trigger)
                try await writer.replace(endpoints)
            }
        } else {
            metadata.labels = wanted.labels("endpoints.kubernetes.io/managed-by", "endpoint-controller")
            try await writer.create(Endpoints(metadata: metadata, subsets: wanted.subsets.isEmpty ? nil : wanted.subsets))
        }
        let slices = cache.list(EndpointSlice.self, ownedBy: service.metadata.uid ?? "").filter { !$0.isTerminating }
        if var slice = slices.first {
            if slice.json["endpoints"] ?? [] != wanted.endpoints.json || slice.json["ports"] ?? [] != wanted.slicePorts.json
                || slice.metadata.labels != wanted.sliceLabels
            {
                slice.endpoints = wanted.endpoints
                slice.ports = wanted.slicePorts
                slice.metadata.labels = wanted.sliceLabels
                slice.metadata.noteTrigger(trigger)
                try await writer.replace(slice)
            }
        } else {
            metadata.name = nil
            metadata.generateName = "\(key.name)-"
            metadata.labels = wanted.sliceLabels
            metadata.ownerReferences = [OwnerReference(controlling: service)]
            try await writer.create(
                EndpointSlice(metadata: metadata, addressType: "IPv4", endpoints: wanted.endpoints, ports: wanted.slicePorts))
        }
    }

    /// Endpoints whose Service is gone; those that others keep, such as Patroni, have no such label.
    private func removeAbandoned(in namespace: String) async throws {
        for endpoints in cache.list(Endpoints.self, in: namespace)
        where endpoints.metadata.labels?["endpoints.kubernetes.io/managed-by"] == "endpoint-controller"
            && cache.get(KubernetesModel.Service.self, endpoints.key) == nil && !endpoints.isTerminating
        {
            try await writer.delete(endpoints)
        }
    }
}
