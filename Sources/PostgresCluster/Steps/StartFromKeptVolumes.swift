import KubernetesModel

/// Reads the volumes that an earlier cluster of this name left, and decides which instance starts first.
///
/// As long as no database system is known, and claims exist that this cluster does not yet use, no member starts: one Job for each claim
/// reports what is on it. The most advanced instance then starts alone; the others join when it leads.
struct StartFromKeptVolumes {
    private let cluster: ClusterSnapshot
    /// Instances whose data claim was kept and is not used yet.
    private let kept: [String]
    private let decision: KeptVolumes.Decision?

    init(_ cluster: ClusterSnapshot) {
        self.cluster = cluster
        let sets = Set(cluster.definition.instanceSets.map(\.name))
        let found = cluster.instances.filter { instance in
            guard let claim = instance.dataClaim, claim.isThere, instance.statefulSet == nil, sets.contains(instance.set) else { return false }
            return claim.metadata.annotations?[Annotation.usedBy] != cluster.definition.uid
        }.map(\.name)
        kept = found
        guard !cluster.isBootstrapped, !found.isEmpty, !cluster.instances.contains(where: { $0.statefulSet != nil }) else {
            decision = nil
            return
        }
        let reports = found.reduce(into: [String: VolumeReport]()) { $0[$1] = cluster.volumeReport(of: $1) }
        guard reports.count == found.count else {
            decision = nil
            return
        }
        let choice = KeptVolumes.decide(reports, choice: cluster.resource.metadata.annotations?[Annotation.startFrom])
        if case .start(let instance) = choice, reports[instance]?.wasPrimary == true, let standby = cluster.definition.standby,
            !cluster.resource.allows(Annotation.giveUpWrites)
        {
            decision = .conflict(
                "the volume of \(instance) is that of a primary; what \(standby.source) does not have of its writes would be lost by following: set "
                    + "spec.standby.enabled to false, or allow it by the annotation \(Annotation.giveUpWrites)=true")
        } else {
            decision = choice
        }
    }

    /// Whether volumes were kept and the database system is not yet up.
    private var isStarting: Bool { !kept.isEmpty && !cluster.isBootstrapped }

    /// Whether instances beyond the first may be made.
    var mayAddInstances: Bool {
        if !isStarting { return true }
        return decision == .nothingKept
    }

    /// The instance that starts alone; nil while that is not known.
    var startingInstance: String? {
        if isStarting, case .start(let instance) = decision { instance } else { nil }
    }

    /// Orphaned instances in the order in which they are used again.
    func ordered(_ orphans: [String]) -> [String] {
        guard let first = startingInstance, orphans.contains(first) else { return orphans }
        return [first] + orphans.filter { $0 != first }
    }

    func plan(into plan: inout Plan) {
        guard isStarting else { return }
        switch decision {
        case .conflict(let text):
            plan.wait(because: Because(.volumesConflict, text))
            plan.events.append(PlannedEvent(.warning, Because(.volumesConflict, text)))
        case .start(let instance):
            plan.wait(because: Because(.startingFromVolume, "\(instance) starts alone from its kept volume; the others join it"))
            plan.events.append(
                PlannedEvent(.normal, Because(.startingFromVolume, "the cluster starts from the volume of \(instance), the most advanced one")))
        case .nothingKept: break
        case nil:
            if cluster.instances.contains(where: { $0.statefulSet != nil }) {
                plan.wait(because: Because(.startingFromVolume, "the other instances join when the first one leads"))
                return
            }
            plan.wait(
                because: Because(.volumesBeingRead, "what is on the volumes of \(kept.joined(separator: ", ")) is read before any member starts"))
            for name in kept where cluster.volumeReport(of: name) == nil {
                guard let set = cluster.instances.first(where: { $0.name == name })?.set,
                    let definition = cluster.definition.instanceSets.first(where: { $0.name == set })
                else { continue }
                plan.objects.append(DesiredObject(Job.volumeReport(of: Instance(name: name, set: definition), in: cluster.definition)))
            }
        }
    }
}

extension ClusterSnapshot {
    /// What the Job of an instance reported about its volume; nil before it ended.
    func volumeReport(of instance: String) -> VolumeReport? {
        for pod in pods where pod.metadata.labels?[Label.volumeReport] == instance {
            for status in (pod.status?.containerStatuses ?? []) where status.name == Job.volumeReportContainer {
                if let message = status.state?.terminated?.message, let report = VolumeReport(message: message) { return report }
            }
        }
        return nil
    }
}

extension Label {
    /// On the Pod that reads a kept volume: name of the instance.
    public static let volumeReport = "egret.dev/volume-report"
}

extension Job {
    static let volumeReportContainer = "volume-report"

    /// A Job that reads what is on the data volume of an instance, and changes nothing there.
    static func volumeReport(of instance: Instance, in cluster: ClusterDefinition) -> Job {
        let labels = [Label.cluster: cluster.name, Label.volumeReport: instance.name]
        let reader = Container(
            volumeReportContainer, image: cluster.images.postgres, in: cluster,
            command: ["/opt/crunchy/bin/volume-report", String(cluster.postgresVersion)], resources: instance.set.resources,
            mounts: [VolumeMount("postgres-data", "/pgdata"), .tmp, .programs])
        let pod = PodSpec(
            automountServiceAccountToken: false,
            containers: [reader],
            enableServiceLinks: false,
            imagePullSecrets: cluster.imagePullSecrets.unlessEmpty,
            initContainers: [
                .installer(
                    "database-init", in: cluster, instance.set.initContainer, mainResources: instance.set.resources,
                    mounts: [.programsToInstall, .tmp])
            ],
            restartPolicy: "Never",
            securityContext: instance.set.securityContext ?? .volumes(ownedBy: cluster.isOpenShift ? nil : PodSecurityContext.postgresGroup),
            tolerations: instance.set.scheduling.tolerations.unlessEmpty,
            volumes: [.claim("postgres-data", cluster.claim(for: instance.dataClaim)), .programs, .tmp()])
        return Job(
            metadata: .of(cluster, "\(instance.name)-volume-report", labels: labels),
            spec: JobSpec(
                backoffLimit: 6, template: PodTemplateSpec(metadata: .template(labels: labels, custom: cluster.metadata), spec: pod)))
    }
}
