import KubernetesModel

/// Has a new cluster start with the volumes of `spec.dataSource.volumes`: takes over their claims, and moves directories to where they belong.
///
/// - Reads: the claims that are named, the Jobs that move directories and their reports, the other clusters.
/// - Plans: labels on each claim, then one Job for each directory; instances and repository host wait for them.
/// - Never: deletes a claim, takes one that belongs to a cluster that exists, or does anything once there is a database.
struct TakeOverVolumes: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard let sources = cluster.volumesToTakeOver else { return }
        for (part, source) in sources.all { take(part, source, cluster, into: &plan) }
    }

    private func take(
        _ part: VolumeSourcesDefinition.Part, _ source: VolumeSourcesDefinition.Source, _ cluster: ClusterSnapshot, into plan: inout Plan
    ) {
        if let problem = cluster.problem(withTaking: source) {
            plan.wait(because: Because(.dataSourceUnusable, "spec.dataSource.volumes.\(part.field).pvcName: \(problem)"))
            plan.lookAgain(after: Self.interval, because: "claim \(source.claim) is looked for again")
            return
        }
        guard let usual = cluster.definition.usualClaim(part) else { return }
        let because = Because(.startingFromVolume, "the cluster takes over volume \(source.claim) in the place of \(usual)")
        guard cluster.hasTaken(source) else {
            plan.wait(because: because)
            guard let claim = cluster.sourceClaims[source.claim] else { return }
            let labels = cluster.definition.claimLabels(part)
            let annotations = [Annotation.usedBy: cluster.definition.uid, Annotation.standsFor: usual]
            return plan.act(
                .editMetadata(
                    type: PersistentVolumeClaim.resourceType, key: claim.key, MetadataEdit(labels: labels, annotations: annotations),
                    resourceVersion: claim.metadata.resourceVersion), because: because)
        }
        guard part.needsJob(source) else { return }
        let wanted = Job.takeOver(part, source, in: cluster.definition)
        guard let job = cluster.jobs[wanted.key.name] else {
            plan.wait(because: Because(.volumesBeingMoved, "what is on volume \(source.claim) is brought to its place"))
            plan.objects.append(DesiredObject(wanted, updates: false))
            return
        }
        if job.metadata.annotations?[Annotation.moveHash] != wanted.metadata.annotations?[Annotation.moveHash] {
            let because = Because(.changed, "Job \(wanted.key.name) goes: spec.dataSource.volumes.\(part.field) has changed")
            plan.wait(because: because)
            if job.isThere, let deletion = Deletion(job, holdsData: false, because: because) { plan.deletions.append(deletion) }
            return
        }
        guard !job.isComplete else { return }
        // Said as soon as one try has failed: the next ones will not find anything else unless a person does something.
        if let words = cluster.messages(of: job).lazy.compactMap({ try? JSONValue(parsing: $0) }).compactMap({ $0["error"]?.string }).first {
            plan.wait(because: Because(.dataSourceUnusable, "spec.dataSource.volumes.\(part.field): \(words)"))
        } else if job.hasFailed {
            plan.wait(because: Because(.dataSourceUnusable, "Job \(wanted.key.name) failed: see its log, and delete it to have it tried again"))
        } else {
            plan.wait(because: Because(.volumesBeingMoved, "what is on volume \(source.claim) is brought to its place"))
        }
    }

    /// A claim that is not the cluster's yet is not watched.
    private static let interval = Duration.seconds(10)
}

extension VolumeSourcesDefinition.Part {
    /// Data is always looked at before anything starts from it.
    func needsJob(_ source: VolumeSourcesDefinition.Source) -> Bool { self == .data || !source.directory.isEmpty }
}

extension ClusterSnapshot {
    /// The volumes that the cluster is to start with; nil where there are none, and once there is a database, or volumes of an earlier cluster of its name.
    var volumesToTakeOver: VolumeSourcesDefinition? {
        guard let sources = definition.volumeSources, !isBootstrapped, !resource.isDeleting,
            resource.status[path: "patroni", "status", "systemIdentifier"]?.string == nil
        else { return nil }
        let isKept = instances.contains { instance in
            instance.dataClaim.map { $0.metadata.annotations?[Annotation.usedBy] != definition.uid } ?? false
        }
        return isKept ? nil : sources
    }

    /// Whether the data, or WAL, that the first instance is to start with is not in its place yet.
    var waitsForVolumes: Bool { !isReady(.data) || !isReady(.wal) }

    /// Whether the repository that the cluster is to start with is not in its place yet.
    var waitsForRepository: Bool { !isReady(.repository) }

    /// The instance that starts alone, from a volume that was taken over; nil if there is none, and once there is a database.
    var instanceOverTakenVolume: String? { volumesToTakeOver?.data == nil ? nil : definition.firstInstance }

    private func isReady(_ part: VolumeSourcesDefinition.Part) -> Bool {
        guard let source = volumesToTakeOver?[part] else { return true }
        guard hasTaken(source) else { return false }
        return !part.needsJob(source) || jobs[part.jobName(in: definition)]?.isComplete == true
    }

    fileprivate func hasTaken(_ source: VolumeSourcesDefinition.Source) -> Bool {
        claims[source.claim]?.metadata.annotations?[Annotation.usedBy] == definition.uid
    }

    /// Why a claim cannot be taken over; nil if it can.
    fileprivate func problem(withTaking source: VolumeSourcesDefinition.Source) -> String? {
        guard let claim = sourceClaims[source.claim] ?? claims[source.claim] else {
            return "there is no claim \(source.claim) in namespace \(definition.namespace)"
        }
        if !claim.isThere { return "claim \(source.claim) is being deleted" }
        if claim.status?.phase == "Lost" { return "claim \(source.claim) has lost its volume" }
        guard let owner = claim.metadata.labels?[Label.cluster], owner != definition.name,
            neighbours.contains(where: { $0.key == ObjectKey(namespace: definition.namespace, name: owner) })
        else { return nil }
        return "claim \(source.claim) is that of cluster \(owner), which exists: delete that one first, its volumes stay without the finalizer "
            + "\(Finalizer.deletePVC)"
    }
}

extension ClusterDefinition {
    /// The first instance that the cluster makes; nil without instance sets.
    var firstInstance: String? {
        instanceSets.first.map { InstanceNames.additions(cluster: name, uid: uid, set: $0.name, present: [], orphans: [], missing: 1)[0] }
    }

    /// The name that a claim of the cluster's own would have in the place of one that is taken over.
    fileprivate func usualClaim(_ part: VolumeSourcesDefinition.Part) -> String? {
        guard let set = instanceSets.first, let first = firstInstance else { return nil }
        let instance = Instance(name: first, set: set)
        switch part {
        case .data: return instance.dataClaim
        case .wal: return instance.walClaim
        case .repository: return names.repoClaim(VolumeSourcesDefinition.Part.repo)
        }
    }

    /// The labels of that claim.
    fileprivate func claimLabels(_ part: VolumeSourcesDefinition.Part) -> [String: String] {
        guard let set = instanceSets.first, let first = firstInstance else { return [:] }
        switch part {
        case .data, .wal:
            let role = part == .data ? "pgdata" : "pgwal"
            return selector(of: Instance(name: first, set: set)).merging([Label.role: role, Label.data: "postgres"]) { $1 }.merging(appLabels()) {
                $1
            }
        case .repository:
            return [
                Label.cluster: name, Label.pgBackRest: "", Label.pgBackRestRepo: VolumeSourcesDefinition.Part.repo, Label.pgBackRestVolume: "",
                Label.data: "pgbackrest",
            ].merging(appLabels()) { $1 }
        }
    }

    /// The claim that is used in the place of one: itself, or one that was taken over.
    public func claim(for usual: String) -> String { claimNames[usual] ?? usual }
}
