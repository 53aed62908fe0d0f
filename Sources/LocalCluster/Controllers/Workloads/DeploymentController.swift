import ControllerRuntime
import KubernetesModel

/// Rolls a Deployment's template out through ReplicaSets, one for each revision.
///
/// - Source: Kubernetes documentation, "Deployments", and recorded answers of Kubernetes 1.36.
struct DeploymentController: Reconciler {
    static let watches = Watches(Deployment.self) {
        Owned(ReplicaSet.self)
        // A ReplicaSet counts a Pod that is ending as gone; who recreates Pods waits until it is.
        Mapped(Pod.self) { pod in deployment(of: pod) }
    }
    let cache: Cache
    let writer: ObjectWriter
    var concurrency: Int { 4 }

    static let revision = "deployment.kubernetes.io/revision"
    static let hash = "pod-template-hash"

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let deployment = cache.get(Deployment.self, key), !deployment.isTerminating, let uid = deployment.metadata.uid else { return .never }
        let sets = cache.list(ReplicaSet.self, ownedBy: uid).filter { $0.isControlled(by: deployment) && !$0.isTerminating }
        let isPaused = deployment.spec?.paused ?? false
        let template = deployment.spec?.template ?? PodTemplateSpec()
        var newest = sets.first { $0.template(without: Self.hash) == template }
        let old = sets.filter { $0.metadata.uid != newest?.metadata.uid }
        if newest == nil, !isPaused { newest = try await makeSet(deployment, template, old) }
        if let newest {
            try await note(newest, old, on: deployment)
            if !isPaused { try await scale(deployment, newest, old) }
        }
        if isPaused { try await scalePaused(deployment, sets, newest) }
        let present = cache.list(ReplicaSet.self, ownedBy: uid).filter { !$0.isTerminating }
        let progress = DeploymentProgress(deployment: deployment, newest: newest?.metadata.name, sets: present, now: writer.now)
        try await writer.updateStatus(cache.get(Deployment.self, key) ?? deployment, progress.status.json)
        try await forget(old, of: deployment)
        return progress.timeLeft.map { .after($0, because: "its progress deadline is not over yet") } ?? .never
    }

    /// A paused Deployment rolls nothing out, but keeps its size where that is one ReplicaSet's.
    private func scalePaused(_ deployment: Deployment, _ sets: [ReplicaSet], _ newest: ReplicaSet?) async throws {
        let active = sets.filter { ($0.spec?.replicas ?? 0) > 0 }
        guard active.count <= 1, let only = active.first ?? newest ?? sets.max(by: { ($0.revisionNumber ?? 0) < ($1.revisionNumber ?? 0) }) else {
            return
        }
        try await scale(only, to: deployment.spec?.replicas ?? 1)
    }

    /// The Deployment that a Pod may belong to: its ReplicaSet is called by that and the hash of the template.
    static func deployment(of pod: Pod) -> [ObjectKey] {
        guard let hash = pod.metadata.labels?[hash], let owner = pod.metadata.ownerReferences?.first(where: { $0.controller == true }),
            owner.kind == "ReplicaSet", let set = owner.name, set.hasSuffix("-\(hash)")
        else { return [] }
        return [ObjectKey(namespace: pod.metadata.namespace, name: String(set.dropLast(hash.utf8.count + 1)))]
    }

    private func makeSet(_ deployment: Deployment, _ template: PodTemplateSpec, _ old: [ReplicaSet]) async throws -> ReplicaSet? {
        let hash = ShortHash.of(template.json)
        var labelled = template
        var metadata = template.metadata ?? ObjectMeta()
        metadata.labels = (metadata.labels ?? [:]).merging([Self.hash: hash]) { $1 }
        labelled.metadata = metadata
        var selector = deployment.spec?.selector ?? LabelSelector()
        selector.matchLabels = (selector.matchLabels ?? [:]).merging([Self.hash: hash]) { $1 }
        let revision = (old.compactMap(\.revisionNumber).max() ?? 0) + 1
        let total = old.reduce(0) { $0 + ($1.spec?.replicas ?? 0) }
        let wanted = deployment.spec?.replicas ?? 1
        let first = deployment.isRecreated ? (total == 0 ? wanted : 0) : min(wanted, max(0, wanted + deployment.maxSurge - total))
        return try await writer.create(
            ReplicaSet(
                metadata: ObjectMeta(
                    annotations: [
                        Self.revision: String(revision), "deployment.kubernetes.io/desired-replicas": String(wanted),
                        "deployment.kubernetes.io/max-replicas": String(wanted + deployment.maxSurge),
                    ],
                    labels: metadata.labels, name: "\(deployment.metadata.name ?? "")-\(hash)", namespace: deployment.metadata.namespace,
                    ownerReferences: [OwnerReference(controlling: deployment)]),
                spec: ReplicaSetSpec(
                    minReadySeconds: deployment.spec?.minReadySeconds, replicas: first, selector: selector, template: labelled)))
    }

    /// The revision numbers: a template that comes back gets the highest one.
    private func note(_ newest: ReplicaSet, _ old: [ReplicaSet], on deployment: Deployment) async throws {
        let highest = old.compactMap(\.revisionNumber).max() ?? 0
        var number = newest.revisionNumber ?? 1
        if number <= highest {
            number = highest + 1
            try await writer.patch(newest, ["metadata": ["annotations": [Self.revision: .string(String(number))]]])
        }
        if deployment.metadata.annotations?[Self.revision] != String(number) {
            try await writer.patch(deployment, ["metadata": ["annotations": [Self.revision: .string(String(number))]]])
        }
    }

    private func scale(_ deployment: Deployment, _ newest: ReplicaSet, _ old: [ReplicaSet]) async throws {
        let wanted = deployment.spec?.replicas ?? 1
        let running = old.filter { ($0.spec?.replicas ?? 0) > 0 }
        if deployment.isRecreated {
            for set in running { try await scale(set, to: 0) }
            let isClear = old.allSatisfy { ($0.status?.replicas ?? 0) == 0 && hasNoPods($0) }
            if isClear { try await scale(newest, to: wanted) }
            return
        }
        let total = (newest.spec?.replicas ?? 0) + old.reduce(0) { $0 + ($1.spec?.replicas ?? 0) }
        let room = wanted + deployment.maxSurge - total
        let size = newest.spec?.replicas ?? 0
        if size > wanted {
            try await scale(newest, to: wanted)
        } else if room > 0 {
            try await scale(newest, to: min(wanted, size + room))
        }
        var available = (newest.status?.availableReplicas ?? 0) + old.reduce(0) { $0 + ($1.status?.availableReplicas ?? 0) }
        let minimum = wanted - deployment.maxUnavailable
        for set in running.sorted(by: { ($0.revisionNumber ?? 0) < ($1.revisionNumber ?? 0) }) {
            let count = set.spec?.replicas ?? 0
            let unavailable = max(0, count - (set.status?.availableReplicas ?? 0))
            let spare = max(0, available - minimum)
            let fewer = min(count, unavailable + spare)
            if fewer > 0 { try await scale(set, to: count - fewer) }
            available -= max(0, fewer - unavailable)
        }
    }

    private func hasNoPods(_ set: ReplicaSet) -> Bool { cache.list(Pod.self, ownedBy: set.metadata.uid ?? "").allSatisfy(\.isFinished) }

    private func scale(_ set: ReplicaSet, to replicas: Int) async throws {
        guard set.spec?.replicas != replicas else { return }
        try await writer.patch(set, ["spec": ["replicas": replicas.json]])
    }

    private func forget(_ old: [ReplicaSet], of deployment: Deployment) async throws {
        let done = old.filter { ($0.spec?.replicas ?? 0) == 0 && ($0.status?.replicas ?? 0) == 0 }
            .sorted { ($0.revisionNumber ?? 0) < ($1.revisionNumber ?? 0) }
        for set in done.dropLast(deployment.spec?.revisionHistoryLimit ?? 10) { try await writer.delete(set) }
    }
}

extension ReplicaSet {
    var revisionNumber: Int? { metadata.annotations?[DeploymentController.revision].flatMap { Int($0) } }

    /// The template as the Deployment has it.
    fileprivate func template(without label: String) -> PodTemplateSpec {
        var template = spec?.template ?? PodTemplateSpec()
        var metadata = template.metadata ?? ObjectMeta()
        metadata.labels?[label] = nil
        template.metadata = metadata
        return template
    }
}

extension Deployment {
    var isRecreated: Bool { spec?.strategy?.type == "Recreate" }
    var maxSurge: Int {
        guard !isRecreated else { return 0 }
        return (spec?.strategy?.rollingUpdate?.maxSurge ?? "25%").scaled(of: spec?.replicas ?? 1, roundingUp: true) ?? 0
    }
    var maxUnavailable: Int {
        guard !isRecreated else { return spec?.replicas ?? 1 }
        let value = (spec?.strategy?.rollingUpdate?.maxUnavailable ?? "25%").scaled(of: spec?.replicas ?? 1, roundingUp: false) ?? 0
        // Both at 0 would never move.
        return value == 0 && maxSurge == 0 ? 1 : value
    }
}
