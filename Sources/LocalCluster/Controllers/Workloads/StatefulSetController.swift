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
        guard var set = cache.get(StatefulSet.self, key), !set.isTerminating, let uid = set.metadata.uid else { return .never }
        let history = RevisionHistory(set: set, known: cache.list(ControllerRevision.self, ownedBy: uid).filter { $0.isControlled(by: set) })
        guard let update = try await settle(history.update, of: history, in: &set) else { return .immediately }
        let current = history.current(besides: update)
        let pods = try await adopt(into: set) + cache.list(Pod.self, ownedBy: uid).filter { $0.isControlled(by: set) }
        var run = StatefulSetRun(set: set, pods: pods, update: update, current: current, now: writer.now)
        try await run.carryOut(with: writer)
        try await writer.updateStatus(set, run.status.json)
        for revision in history.superfluous(keeping: Set([update.name, current.name] + pods.compactMap(\.revision))) {
            try await writer.delete(revision)
        }
        return run.wait.map { .after($0, because: "a Pod is not ready for long enough to be available") } ?? .never
    }

    /// Sees to it that a revision records the present template.
    ///
    /// - Returns: nil if what is known of the revisions is out of date.
    private func settle(_ update: RevisionHistory.Update, of history: RevisionHistory, in set: inout StatefulSet) async throws
        -> RevisionHistory.Revision?
    {
        switch update {
        case .present(let revision): return revision
        case .returning(let revision, let number):
            guard var object = history.known.first(where: { $0.metadata.name == revision.name }) else { return nil }
            object.revision = number
            return try await writer.replace(object) ? revision : nil
        case .missing(var revision):
            var collisions = set.status?.collisionCount ?? 0
            while try await writer.create(revision) == nil {
                let taken = try await writer.api.find(ControllerRevision.self, revision.key)
                if taken?.template == revision.template, taken?.isControlled(by: set) == true { break }
                // Another template, or another set's: the next name.
                collisions += 1
                revision = history.new(collisions: collisions)
            }
            if collisions != set.status?.collisionCount ?? 0 {
                var status = set.status ?? StatefulSetStatus()
                status.collisionCount = collisions
                set.status = status
            }
            return RevisionHistory.Revision(name: revision.metadata.name ?? "", template: revision.template)
        }
    }

    /// Takes Pods that have the name of one of its own, match the selector, and have no controller.
    private func adopt(into set: StatefulSet) async throws -> [Pod] {
        guard let selector = set.spec?.selector else { return [] }
        var adopted: [Pod] = []
        for pod in cache.list(Pod.self, in: set.metadata.namespace)
        where pod.controllerUID == nil && pod.isActive && selector.matches(pod.metadata.labels ?? [:]) && set.ordinal(of: pod) != nil {
            var owned = pod
            owned.metadata.ownerReferences = (pod.metadata.ownerReferences ?? []) + [OwnerReference(controlling: set)]
            if try await writer.replace(owned) { adopted.append(owned) }
        }
        // Those that the cache lists as owned by now are not to be counted twice.
        let uid = set.metadata.uid ?? ""
        let known = Set(cache.list(Pod.self, ownedBy: uid).map(\.key))
        return adopted.filter { !known.contains($0.key) }
    }
}

extension StatefulSet {
    /// The number at the end of a Pod's name; nil if it is not a name of this set's.
    func ordinal(of pod: Pod) -> Int? {
        let prefix = "\(metadata.name ?? "")-"
        guard let name = pod.metadata.name, name.hasPrefix(prefix), let ordinal = Int(name.dropFirst(prefix.count)), ordinal >= 0 else { return nil }
        return ordinal
    }
}

extension Pod {
    /// Revision of the template that it was made from.
    var revision: String? { metadata.labels?["controller-revision-hash"] }

    /// How long it has to stay ready until it counts as available: zero if it does, nil if it is not ready.
    func timeUntilAvailable(minReadySeconds: Int, now: Timestamp) -> Duration? {
        guard isReady else { return nil }
        guard minReadySeconds > 0, let since = condition("Ready")?.lastTransitionTime else { return .zero }
        return max(.zero, since.adding(.seconds(minReadySeconds)).since(now))
    }
}
