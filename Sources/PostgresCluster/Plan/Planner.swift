public import KubernetesModel

/// Works out what to do for a cluster. Pure: the same snapshot gives the same plan.
public struct Planner: Sendable {
    public init() {}

    /// The steps, in the one order in which they are asked.
    static let steps: [any PlanStep] = [
        ReleaseDeadLeader(),
        KeepFinalizers(),
        RunRestores(),
        KeepSecrets(),
        KeepFoundation(),
        KeepSidecarClaims(),
        TakeOverVolumes(),
        KeepInstances(),
        KeepRepository(),
        RemoveBackups(),
        KeepPooler(),
        ConfigurePatroni(),
        RestartPending(),
        RollOut(),
        RunSQL(),
        RunSchedules(),
        RecordStoredBackups(),
        NoticeBackups(),
        RunBackups(),
        EndBackups(),
        TrackRestorableTime(),
        WatchArchiving(),
        WatchStandby(),
        RunDrills(),
        KeepAcceptedSpec(),
        RemoveObsolete(),
        ProbeWrite(),
    ]

    /// The plan for a cluster as it was observed.
    public func plan(_ observed: ClusterSnapshot) -> Plan {
        var plan = Plan()
        let cluster = StandbySettlement.settle(observed, into: &plan)
        if cluster.resource.isDeleting {
            TearDown().plan(cluster, into: &plan)
        } else if !cluster.resource.isUnmanaged {
            for step in Self.steps { step.plan(cluster, into: &plan) }
        } else {
            // Nothing is begun, but what people delete goes.
            EndBackups().plan(cluster, into: &plan)
        }
        reportUnsupported(cluster, into: &plan)
        reportRefusals(cluster, into: &plan)
        if let postponed = cluster.resource.postponed, !cluster.resource.hadPostponedChanges {
            plan.events.append(PlannedEvent(.normal, Because(.backupRunning, postponed.inWords)))
        }
        // Nobody reads the status of a resource that is gone.
        if !plan.endsResource(cluster.resource) { report(ClusterStatus(cluster: cluster, plan: plan).json, cluster, into: &plan) }
        return plan
    }

    private func report(_ status: JSONValue, _ cluster: ClusterSnapshot, into plan: inout Plan) {
        plan.status = status
        guard let delay = StatusPace(cluster: cluster, plan: plan).delay(of: status) else { return }
        plan.statusWaits = delay
        plan.lookAgain(after: delay, because: "details of the status are written together")
    }

    /// The status while a plan cannot be carried out: `Ready` says why, before anything else.
    public func status(of cluster: ClusterSnapshot, _ plan: Plan, failing because: Because) -> JSONValue {
        var plan = plan
        plan.waits.insert(because, at: 0)
        var ignored = Plan()
        let cluster = StandbySettlement.settle(cluster, into: &ignored)
        return ClusterStatus(cluster: cluster, plan: plan).json
    }

    /// One event for each problem, when it is new: afterwards the condition `Accepted` has it.
    private func reportRefusals(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let accepted = cluster.resource.status["conditions"]?.array?.first { $0["type"]?.string == ConditionType.accepted.rawValue }
        let told = accepted?["status"] == "False" ? accepted?["message"]?.string ?? "" : ""
        for problem in cluster.resource.refusals + plan.refusals where !told.contains(problem) {
            plan.events.append(PlannedEvent(.warning, Because(.invalidSpec, problem)))
        }
    }

    /// One event when it is news: afterwards the condition `UnsupportedFields` has it.
    private func reportUnsupported(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let fields = cluster.resource.unsupportedFields
        guard !fields.isEmpty else { return }
        let because = Because(.unsupportedFields, "set, but not acted on: \(fields.joined(separator: ", "))")
        let told = cluster.resource.status["conditions"]?.array?.first { $0["type"]?.string == ConditionType.unsupportedFields.rawValue }
        if told?["message"]?.string != because.message { plan.events.append(PlannedEvent(.warning, because)) }
    }
}
