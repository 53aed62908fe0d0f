import ControllerRuntime
import KubernetesClient
import KubernetesModel

/// Keeps the Pods of a StatefulSet: stable names, in order or in parallel, replaced by revision.
///
/// - Source: Kubernetes documentation, "StatefulSets"; recorded answers of Kubernetes 1.36.
struct StatefulSetController: Reconciler {
    static let watches = Watches(StatefulSet.self) {
        Owned(Pod.self, ControllerRevision.self)
    }
    let cache: Cache
    let writer: ObjectWriter
    var concurrency: Int { 4 }

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let set = cache.get(StatefulSet.self, key), !set.isTerminating, let uid = set.metadata.uid else { return .never }
        let revisions = try await revisions(of: set)
        let pods = cache.list(Pod.self, ownedBy: uid).filter { $0.isControlled(by: set) }
        var run = StatefulSetRun(set: set, pods: pods, update: revisions.update, current: revisions.current)
        try await run.carryOut(with: writer)
        try await writer.updateStatus(set, run.status.json)
        try await forgetRevisions(of: set, keeping: [revisions.update.name, revisions.current.name] + pods.compactMap(\.revision))
        return .never
    }

    /// One recorded template.
    struct Revision: Hashable {
        var name: String
        var template: PodTemplateSpec
    }

    /// The revision of the present template, made if it is new, and the one that Pods had before.
    private func revisions(of set: StatefulSet) async throws -> (update: Revision, current: Revision) {
        let template = set.spec?.template ?? PodTemplateSpec()
        let data: JSONValue = ["spec": ["template": template.json]]
        let name = "\(set.metadata.name ?? "")-\(ShortHash.of(data))"
        let known = cache.list(ControllerRevision.self, ownedBy: set.metadata.uid ?? "")
        if !known.contains(where: { $0.metadata.name == name }) {
            let newest = known.compactMap(\.revision).max() ?? 0
            try await writer.create(
                ControllerRevision(
                    metadata: ObjectMeta(
                        labels: (set.spec?.selector?.matchLabels ?? [:]).merging(["controller.kubernetes.io/hash": String(name.suffix(10))]) { $1 },
                        name: name, namespace: set.metadata.namespace, ownerReferences: [OwnerReference(controlling: set)]),
                    data: data, revision: newest + 1))
        }
        let update = Revision(name: name, template: template)
        guard let before = set.status?.currentRevision, before != name, let old = known.first(where: { $0.metadata.name == before }) else {
            return (update, update)
        }
        return (update, Revision(name: before, template: PodTemplateSpec(json: old.data?[path: "spec", "template"] ?? .emptyObject)))
    }

    private func forgetRevisions(of set: StatefulSet, keeping names: [String]) async throws {
        let unused = cache.list(ControllerRevision.self, ownedBy: set.metadata.uid ?? "").filter { !names.contains($0.metadata.name ?? "") }
            .sorted { ($0.revision ?? 0) < ($1.revision ?? 0) }
        for revision in unused.dropLast(set.spec?.revisionHistoryLimit ?? 10) { try await writer.delete(revision) }
    }
}

extension Pod {
    /// Revision of the template that it was made from.
    var revision: String? { metadata.labels?["controller-revision-hash"] }
}
