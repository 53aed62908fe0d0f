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

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let endpoints = cache.get(Endpoints.self, key), !endpoints.isTerminating, let uid = endpoints.metadata.uid else { return .never }
        var slices = cache.list(EndpointSlice.self, ownedBy: uid).filter { !$0.isTerminating }
        var unmatched: [MirroredSlice] = []
        for wanted in isMirrored(endpoints) ? MirroredSlice.all(of: endpoints) : [] {
            if let index = slices.firstIndex(where: { $0.addressType == wanted.addressType && $0.ports ?? [] == wanted.ports }) {
                try await update(slices.remove(at: index), wanted, endpoints)
            } else {
                unmatched.append(wanted)
            }
        }
        // A slice whose ports are not wanted any more is used for others.
        for wanted in unmatched {
            if let index = slices.firstIndex(where: { $0.addressType == wanted.addressType }) {
                try await update(slices.remove(at: index), wanted, endpoints)
            } else {
                try await create(wanted, endpoints)
            }
        }
        for slice in slices { try await writer.delete(slice) }
        return .never
    }

    private func isMirrored(_ endpoints: Endpoints) -> Bool {
        guard let service = cache.get(KubernetesModel.Service.self, endpoints.key), (service.spec?.selector ?? [:]).isEmpty else { return false }
        return endpoints.metadata.labels?["endpointslice.kubernetes.io/skip-mirror"] != "true"
            && endpoints.metadata.annotations?["control-plane.alpha.kubernetes.io/leader"] == nil
    }

    private func create(_ wanted: MirroredSlice, _ endpoints: Endpoints) async throws {
        try await writer.create(
            EndpointSlice(
                metadata: ObjectMeta(
                    annotations: MirroredSlice.annotations(of: endpoints), generateName: "\(endpoints.metadata.name ?? "")-",
                    labels: MirroredSlice.labels(of: endpoints), namespace: endpoints.metadata.namespace,
                    ownerReferences: [OwnerReference(controlling: endpoints)]),
                addressType: wanted.addressType, endpoints: wanted.endpoints, ports: wanted.ports))
    }

    private func update(_ slice: EndpointSlice, _ wanted: MirroredSlice, _ endpoints: Endpoints) async throws {
        let labels = MirroredSlice.labels(of: endpoints)
        let annotations = MirroredSlice.annotations(of: endpoints)
        let isSame =
            slice.json["endpoints"] ?? [] == wanted.endpoints.json && slice.json["ports"] ?? [] == wanted.ports.json
            && slice.metadata.labels == labels && !MirroredSlice.differ(slice.metadata.annotations, annotations)
        guard !isSame else { return }
        var changed = slice
        changed.addressType = wanted.addressType
        changed.endpoints = wanted.endpoints
        changed.ports = wanted.ports
        // It is written anew under its name, which is not a generated one any more.
        changed.metadata.generateName = nil
        changed.metadata.labels = labels
        changed.metadata.annotations = annotations
        try await writer.replace(changed)
    }
}
