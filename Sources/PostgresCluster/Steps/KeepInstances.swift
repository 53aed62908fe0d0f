import KubernetesModel

/// Keeps each set at its number of instances: makes missing ones, takes surplus ones away, gives each its objects.
///
/// A cluster that is re-created over volumes that were kept starts from the most advanced one (see ``KeptVolumes``).
///
/// - Reads: StatefulSets, data claims, reports on kept volumes, who leads.
/// - Plans: claim, configuration, certificates and StatefulSet of each instance; deletion of the StatefulSets of surplus ones.
/// - Never: deletes a claim, or removes the leader, or removes anything while nobody leads.
struct KeepInstances: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard !cluster.waitsForDataSource, !cluster.waitsForVolumes else { return }
        let kept = StartFromKeptVolumes(cluster)
        kept.plan(into: &plan)
        for set in cluster.definition.instanceSets {
            keep(set, kept, cluster, into: &plan)
            if let budget = PodDisruptionBudget.instances(of: set, in: cluster.definition) { plan.objects.append(DesiredObject(budget)) }
        }
        removeForeignSets(cluster, into: &plan)
    }

    private func keep(_ set: InstanceSetDefinition, _ kept: StartFromKeptVolumes, _ cluster: ClusterSnapshot, into plan: inout Plan) {
        let all = cluster.instances.filter { $0.set == set.name }
        let running = all.filter { $0.statefulSet?.isThere == true }
        let leaving = removals(running, from: set, in: cluster, into: &plan)
        let orphans = all.filter { $0.statefulSet == nil && $0.dataClaim?.isThere == true }.map(\.name)
        let added =
            cluster.instanceOverTakenVolume.map { first in orphans.contains(first) ? [first] : [] }
            ?? (kept.mayAddInstances
                ? InstanceNames.additions(
                    cluster: cluster.definition.name, uid: cluster.definition.uid, set: set.name,
                    present: Set(cluster.instances.compactMap { $0.statefulSet?.metadata.name }),
                    orphans: kept.ordered(orphans), missing: set.replicas - running.count)
                : kept.startingInstance.map { first in orphans.contains(first) ? [first] : [] } ?? [])
        announce(added, over: Set(orphans), into: &plan)
        for name in running.map(\.name) + added where !leaving.contains(name) {
            let instance = Instance(name: name, set: set)
            KeepSecrets.certificates(of: name, in: cluster, into: &plan)
            plan.objects += PersistentVolumeClaim.volumes(of: instance, in: cluster.definition).map {
                // A claim that was taken over is as it is, whatever the spec says of new ones.
                let isTaken = cluster.definition.claimNames.values.contains($0.key.name)
                return DesiredObject($0.adopted(by: cluster.definition).fitting(isTaken ? cluster.claims[$0.key.name] : nil))
            }
            plan.objects += cluster.objects(of: instance)
        }
    }

    /// - Parameter orphans: instances of which only the volume is left.
    private func announce(_ added: [String], over orphans: Set<String>, into plan: inout Plan) {
        for name in added { plan.wait(because: Because(.instancesStarting, "instance \(name) is being made")) }
        for name in added where orphans.contains(name) {
            plan.events.append(PlannedEvent(.normal, Because(.instanceReplaced, "instance \(name) is made again over its volume")))
        }
        let new = added.filter { !orphans.contains($0) }
        guard !new.isEmpty else { return }
        let subject = new.count == 1 ? "instance \(new[0]) is" : "instances \(new.joined(separator: ", ")) are"
        plan.events.append(PlannedEvent(.normal, Because(.instanceAdded, "\(subject) made")))
    }

    /// Plans the end of surplus instances, and gives their names.
    private func removals(
        _ running: [ObservedInstance], from set: InstanceSetDefinition, in cluster: ClusterSnapshot, into plan: inout Plan
    ) -> Set<String> {
        let surplus = running.count - set.replicas
        guard surplus > 0 else { return [] }
        guard let leader = cluster.leader else {
            plan.wait(because: Because(.scaling, "\(surplus) surplus instances of set \(set.name) stay until a leader is known"))
            return []
        }
        let names = InstanceNames.removals(
            running.map { (name: $0.name, leads: $0.name == leader.instance, isReady: $0.member?.isReady ?? false) }, surplus: surplus)
        for instance in running where names.contains(instance.name) {
            remove(instance, because: "set \(set.name) has \(set.replicas) instances now", into: &plan)
        }
        return Set(names)
    }

    private func remove(_ instance: ObservedInstance, because text: String, into plan: inout Plan) {
        let because = Because(.instanceRemoved, "instance \(instance.name) goes: \(text); its volume stays")
        plan.wait(because: Because(.scaling, because.message))
        if let set = instance.statefulSet, set.isThere, let deletion = Deletion(set, holdsData: false, propagation: .foreground, because: because) {
            plan.deletions.append(deletion)
        }
    }

    /// Instances of sets that the spec has no more. The one that leads goes last, once another one leads.
    private func removeForeignSets(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let sets = Set(cluster.definition.instanceSets.map(\.name))
        for instance in cluster.instances where !sets.contains(instance.set) && instance.statefulSet?.isThere == true {
            guard let leader = cluster.leader else {
                plan.wait(because: Because(.scaling, "instance \(instance.name) of a removed set stays until a leader is known"))
                continue
            }
            if leader.instance == instance.name {
                handOver(leader, cluster, into: &plan)
            } else {
                remove(instance, because: "its set \(instance.set) is no longer in the spec", into: &plan)
            }
        }
    }

    private func handOver(_ leader: Member, _ cluster: ClusterSnapshot, into plan: inout Plan) {
        let because = Because(.scaling, "the leader \(leader.name) belongs to a removed set: another instance must lead before it goes")
        plan.wait(because: because)
        let sets = Set(cluster.definition.instanceSets.map(\.name))
        guard let heir = cluster.members.first(where: { sets.contains($0.set) && $0.isStreaming && $0.isReady }),
            let address = cluster.address(of: leader)
        else { return }
        plan.act(.switchover(from: address, to: heir.name), because: because)
    }
}

extension KubernetesObject {
    /// Whether it exists and is not about to go.
    var isThere: Bool { metadata.deletionTimestamp == nil }
}

extension PersistentVolumeClaim {
    /// With a note which cluster uses it: a claim without that note was kept from an earlier one.
    func adopted(by cluster: ClusterDefinition) -> PersistentVolumeClaim {
        var claim = self
        claim.metadata.annotations = (claim.metadata.annotations ?? [:]).merging([Annotation.usedBy: cluster.uid]) { $1 }
        return claim
    }
}

extension Annotation {
    /// On a claim: uid of the cluster that uses it.
    public static let usedBy = "egret.dev/used-by"
    /// On a cluster: the instance whose kept volume it starts from.
    public static let startFrom = "egret.dev/start-from"
}
