import KubernetesModel

/// Ends a cluster that is being deleted: replicas first, the leader last, so that nothing that was committed is lost; then what the user's
/// finalizers ask for.
///
/// - Reads: deletion time, finalizers, which instances still run.
/// - Plans: with `percona.com/delete-backups` the stanza and the backups' records go while an instance still runs; StatefulSets to 0, replicas
///   before the leader; Patroni's Endpoints; with `percona.com/delete-pvc` the claims and users' Secrets; with `percona.com/delete-ssl` the
///   certificates; removal of the finalizers.
/// - Never: deletes a claim without that finalizer, or without the uid and resourceVersion that were seen; an archive of another database system.
///
/// Where the whole namespace is being deleted, all of this goes anyway, in no order, and the operator with it if it runs there: the finalizers are
/// removed at once, while there still is an operator.
struct TearDown: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        for restore in cluster.restores.values.sorted(by: { $0.name < $1.name }) { RunRestores.release(restore, into: &plan) }
        let finalizers = cluster.resource.metadata.finalizers ?? []
        guard cluster.resource.isDeleting, let version = cluster.resource.metadata.resourceVersion else { return }
        endBackups(cluster, into: &plan)
        if cluster.isNamespaceEnding { return leave(finalizers, version, because: farewell(cluster), into: &plan) }
        if finalizers.contains(Finalizer.deleteBackups), !deleteBackups(cluster, into: &plan) { return }
        guard stopInstances(cluster, into: &plan) else { return }
        deleteEndpoints(cluster, into: &plan)
        if finalizers.contains(Finalizer.deletePVC) { deleteVolumes(cluster, into: &plan) }
        if finalizers.contains(Finalizer.deleteSSL) { deleteCertificates(cluster, into: &plan) }
        guard plan.deletions.isEmpty else {
            plan.wait(because: Because(.deleting, "\(plan.deletions.count) objects are being deleted"))
            return
        }
        noteKeptVolumes(cluster, finalizers, into: &plan)
        leave(finalizers, version, because: "everything that had to end before the cluster has ended", into: &plan)
    }

    /// Removes the finalizers that the operator answers for.
    private func leave(_ finalizers: [String], _ version: String, because text: String, into plan: inout Plan) {
        let rest = finalizers.filter { !Finalizer.ofCluster.contains($0) }
        if rest != finalizers { plan.act(.setFinalizers(rest, resourceVersion: version), because: Because(.deleting, text)) }
    }

    /// What is said when the namespace goes: backups outside of it stay, since nothing runs any more that could delete them.
    private func farewell(_ cluster: ClusterSnapshot) -> String {
        let outside = cluster.definition.backups.repos.filter {
            $0.volumeClaim == nil && cluster.knowledge.revisions[Knowledge.stanza(in: $0.name)] != nil
        }.map(\.name)
        guard cluster.resource.hasFinalizer(Finalizer.deleteBackups), !outside.isEmpty else {
            return "the whole namespace is being deleted"
        }
        return "the whole namespace is being deleted; the backups in \(outside.joined(separator: ", ")) are outside of it and stay"
    }

    /// Tells which volumes outlive the cluster.
    private func noteKeptVolumes(_ cluster: ClusterSnapshot, _ finalizers: [String], into plan: inout Plan) {
        let kept = cluster.claims.values.filter(\.isThere).map(\.key.name).sorted()
        guard !kept.isEmpty, !finalizers.contains(Finalizer.deletePVC), finalizers.contains(Finalizer.stopWatchers) else { return }
        let text = "volumes stay, since the cluster had no finalizer \(Finalizer.deletePVC): \(kept.joined(separator: ", "))"
        plan.events.append(PlannedEvent(.normal, Because(.volumeKept, text)))
    }

    /// A backup under way does not keep a cluster from going: it has failed.
    private func endBackups(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let ends = BackupsWithoutCluster.plan(
            Array(cluster.backups.values), Array(cluster.jobs.values), cluster: cluster.definition.name, isDeleted: true)
        plan.actions += ends.actions
        // Jobs are no reason to wait.
        plan.endings += ends.deletions
    }

    /// Whether the repositories and the records of backups are empty. pgBackRest runs in an instance, so this comes before they stop.
    private func deleteBackups(_ cluster: ClusterSnapshot, into plan: inout Plan) -> Bool {
        let because = Because(.deleting, "backups go: the cluster had the finalizer \(Finalizer.deleteBackups)")
        let made = cluster.definition.backups.repos.filter { cluster.knowledge.revisions[Knowledge.stanza(in: $0.name)] != nil }
        // What a cluster follows belongs to its source, and so does an archive that another cluster goes on with.
        let repos = made.filter { $0.name != cluster.definition.standby?.repoName && cluster.clustersSharing($0).isEmpty }.map(\.name)
        for repo in made where !cluster.clustersSharing(repo).isEmpty {
            let others = cluster.clustersSharing(repo).joined(separator: ", ")
            plan.events.append(PlannedEvent(.normal, Because(.backupKept, "what is in \(repo.name) stays: \(others) archives there, too")))
        }
        if !repos.isEmpty, cluster.definition.backups.isEnabled, cluster.knowledge.revisions[Knowledge.deletedStanza] == nil,
            let identifier = cluster.patroni?.systemIdentifier ?? cluster.resource.status[path: "patroni", "status", "systemIdentifier"]?.string
        {
            guard let member = cluster.leader ?? cluster.members.first(where: \.isRunning) else {
                let stuck = Because(
                    .deleting,
                    "backups are to go, and no instance runs that could delete them: nothing is deleted. Take the finalizer "
                        + "\(Finalizer.deleteBackups) away to let the cluster go and keep its backups")
                plan.wait(because: stuck)
                plan.events.append(PlannedEvent(.warning, stuck))
                return false
            }
            plan.wait(because: Because(.deleting, cluster.knowledge.failures[Knowledge.deletedStanza]?.message ?? because.message))
            if cluster.mayRetry(
                Knowledge.deletedStanza, after: KeepRepository.retryInterval, growingTo: KeepRepository.longestRetryInterval, into: &plan)
            {
                plan.act(
                    .deleteStanza(
                        StanzaDeletion(pod: member.pod.key, podUID: member.uid, repos: repos, systemIdentifier: identifier, revision: identifier)),
                    because: because)
            }
            return false
        }
        let deletions = cluster.backups.values.sorted { $0.name < $1.name }.compactMap { backup in
            backup.metadata.deletionTimestamp == nil ? Deletion(backup, because: because) : nil
        }
        plan.deletions += deletions
        if !deletions.isEmpty { plan.wait(because: because) }
        return deletions.isEmpty
    }

    /// Whether no instance runs any more.
    private func stopInstances(_ cluster: ClusterSnapshot, into plan: inout Plan) -> Bool {
        let running = cluster.instances.filter { $0.member != nil || ($0.statefulSet?.spec?.replicas ?? 0) > 0 }
        guard !running.isEmpty else { return true }
        let leading = cluster.leaderRecord?.leader
        let replicas = running.filter { $0.member?.name != leading }
        let next = replicas.isEmpty ? running : replicas
        for instance in next {
            let because = Because(.clusterStopping, "\(instance.name) stops: the cluster is being deleted")
            plan.wait(because: Because(.deleting, because.message))
            guard let set = instance.statefulSet, set.isThere, set.spec?.replicas != 0 else { continue }
            plan.act(.scale(type: StatefulSet.resourceType, key: set.key, replicas: 0), because: because)
        }
        return false
    }

    private func deleteEndpoints(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        for endpoints in cluster.endpoints.values.sorted(by: { $0.key < $1.key })
        where endpoints.metadata.labels?[Label.patroni] == cluster.definition.names.ha && endpoints.isThere {
            let because = Because(.deleting, "Patroni's state goes with the cluster")
            if let deletion = Deletion(endpoints, holdsData: false, because: because) { plan.deletions.append(deletion) }
        }
    }

    private func deleteVolumes(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        for claim in cluster.claims.values.sorted(by: { $0.key < $1.key }) where claim.isThere {
            let because = Because(.volumeDeleted, "volume \(claim.key.name) goes: the cluster had the finalizer \(Finalizer.deletePVC)")
            if let deletion = Deletion(claim, holdsData: true, because: because) { plan.deletions.append(deletion) }
        }
        for secret in cluster.secrets.values where secret.metadata.labels?[Label.role] == "pguser" {
            delete(secret, because: "the cluster had the finalizer \(Finalizer.deletePVC)", into: &plan)
        }
    }

    private func deleteCertificates(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let names = cluster.definition.names
        let tls = cluster.definition.tls
        var own: Set = [names.pgBackRest, names.pgBouncer]
        if tls.customRootSecret == nil { own.insert(names.authorityCertificate) }
        if tls.customSecret == nil { own.insert(names.certificate) }
        if tls.customReplicationSecret == nil { own.insert(names.replicationCertificate) }
        let sets = Set(cluster.definition.instanceSets.map(\.name))
        for (name, secret) in cluster.secrets.sorted(by: { $0.key < $1.key })
        where own.contains(name) || secret.metadata.labels?[Label.instanceSet].map(sets.contains) == true {
            delete(secret, because: "the cluster had the finalizer \(Finalizer.deleteSSL)", into: &plan)
        }
    }

    private func delete(_ secret: SecretDigest, because text: String, into plan: inout Plan) {
        guard secret.metadata.deletionTimestamp == nil else { return }
        let because = Because(.secretDeleted, "Secret \(secret.metadata.name ?? "") goes: \(text)")
        if let deletion = Deletion(Secret(metadata: secret.metadata), holdsData: true, because: because) { plan.deletions.append(deletion) }
    }
}
