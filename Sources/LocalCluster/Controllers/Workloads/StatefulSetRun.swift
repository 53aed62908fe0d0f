import ControllerRuntime
import KubernetesModel

/// One look at a StatefulSet: which Pods to make and to delete, and its status.
struct StatefulSetRun {
    let set: StatefulSet
    private var pods: [Int: Pod]
    /// Pods whose ordinal is not wanted any more, the highest first.
    private let surplus: [Pod]
    private let update: RevisionHistory.Revision
    private let current: RevisionHistory.Revision
    private let now: Timestamp

    init(set: StatefulSet, pods: [Pod], update: RevisionHistory.Revision, current: RevisionHistory.Revision, now: Timestamp) {
        self.set = set
        self.now = now
        self.update = update
        self.current = current
        let start = set.spec?.ordinals?.start ?? 0
        let wanted = start..<start + (set.spec?.replicas ?? 1)
        var byOrdinal: [Int: Pod] = [:]
        var rest: [(Int, Pod)] = []
        for pod in pods {
            guard let ordinal = set.ordinal(of: pod) else { continue }
            if wanted.contains(ordinal) { byOrdinal[ordinal] = pod } else { rest.append((ordinal, pod)) }
        }
        self.pods = byOrdinal
        surplus = rest.sorted { $0.0 > $1.0 }.map(\.1)
    }

    private var wanted: Range<Int> {
        let start = set.spec?.ordinals?.start ?? 0
        return start..<start + (set.spec?.replicas ?? 1)
    }
    private var isParallel: Bool { self.set.spec?.podManagementPolicy == "Parallel" }
    private var isOnDelete: Bool { self.set.spec?.updateStrategy?.type == "OnDelete" }
    /// Pods from this ordinal on are updated.
    private var partition: Int { wanted.lowerBound + (self.set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0) }

    mutating func carryOut(with writer: ObjectWriter) async throws {
        for ordinal in wanted {
            guard let pod = pods[ordinal] else {
                pods[ordinal] = try await make(ordinal, with: writer)
                if isParallel { continue }
                return
            }
            if pod.isFinished, !pod.isTerminating { try await writer.delete(pod, of: set) }
            // In order: the next one is made when this one is ready.
            if !isParallel, !isAvailable(pod) || pod.isTerminating { return }
        }
        for pod in surplus {
            if !pod.isTerminating { try await writer.delete(pod, of: set) }
            if !isParallel { return }
        }
        try await replaceOutdated(with: writer)
    }

    /// Rolling update: the highest ordinal first, one at a time, each only when the others are healthy.
    private func replaceOutdated(with writer: ObjectWriter) async throws {
        guard !isOnDelete, surplus.isEmpty else { return }
        for ordinal in wanted.reversed() where ordinal >= partition {
            guard let pod = pods[ordinal] else { return }
            if pod.revision != update.name, !pod.isTerminating {
                try await writer.delete(pod, of: set)
                return
            }
            if !isAvailable(pod) || pod.isTerminating { return }
        }
    }

    private func isAvailable(_ pod: Pod) -> Bool { timeUntilAvailable(pod) == .zero }
    private func timeUntilAvailable(_ pod: Pod) -> Duration? {
        pod.timeUntilAvailable(minReadySeconds: set.spec?.minReadySeconds ?? 0, now: now)
    }

    /// When the next Pod becomes available by mere time.
    var wait: Duration? { pods.values.compactMap(timeUntilAvailable).filter { $0 > .zero }.min() }

    private func make(_ ordinal: Int, with writer: ObjectWriter) async throws -> Pod? {
        let revision = !isOnDelete && ordinal < partition ? current : update
        let name = "\(set.metadata.name ?? "")-\(ordinal)"
        var pod = revision.template.pod(
            name: name, owner: set,
            labels: [
                "controller-revision-hash": revision.name, "statefulset.kubernetes.io/pod-name": name,
                "apps.kubernetes.io/pod-index": String(ordinal),
            ])
        pod.spec?.hostname = name
        pod.spec?.subdomain = set.spec?.serviceName
        var volumes = pod.spec?.volumes ?? []
        for template in set.spec?.volumeClaimTemplates ?? [] {
            let claim = try await makeClaim(template, for: name, with: writer)
            volumes.removeAll { $0.name == template.metadata.name }
            volumes.append(
                Volume(name: template.metadata.name, persistentVolumeClaim: PersistentVolumeClaimVolumeSource(claimName: claim)))
        }
        if !volumes.isEmpty { pod.spec?.volumes = volumes }
        return try await writer.create(pod, of: set)
    }

    private func makeClaim(_ template: PersistentVolumeClaim, for pod: String, with writer: ObjectWriter) async throws -> String {
        let name = "\(template.metadata.name ?? "")-\(pod)"
        var claim = template
        claim.json["status"] = nil
        claim.metadata.name = name
        claim.metadata.namespace = set.metadata.namespace
        claim.metadata.labels = (claim.metadata.labels ?? [:]).merging(set.spec?.selector?.matchLabels ?? [:]) { $1 }
        if set.spec?.persistentVolumeClaimRetentionPolicy?.whenDeleted == "Delete" {
            claim.metadata.ownerReferences = [OwnerReference(controlling: set)]
        }
        try await writer.create(claim)
        return name
    }

    var status: StatefulSetStatus {
        let all = Array(pods.values) + surplus
        let ready = all.filter { $0.isReady && !$0.isTerminating }.count
        let updated = all.filter { $0.revision == update.name && !$0.isTerminating }.count
        let isDone = updated == wanted.count && all.count == wanted.count && ready == wanted.count
        var status = StatefulSetStatus(
            availableReplicas: all.filter { isAvailable($0) && !$0.isTerminating }.count, collisionCount: set.status?.collisionCount ?? 0,
            currentRevision: isDone && !isOnDelete ? update.name : set.status?.currentRevision ?? update.name,
            observedGeneration: set.metadata.generation, replicas: all.count, updateRevision: update.name)
        let currentCount = all.filter { $0.revision == status.currentRevision && !$0.isTerminating }.count
        if currentCount > 0 { status.currentReplicas = currentCount }
        if ready > 0 { status.readyReplicas = ready }
        if updated > 0 { status.updatedReplicas = updated }
        return status
    }
}
