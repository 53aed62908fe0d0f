import KubernetesModel

/// One look at a Job that is not over: what its status is, and how many Pods are to be made or deleted.
struct JobRun {
    private(set) var status: JobStatus
    private(set) var missing = 0
    private(set) var surplus: [Pod] = []
    /// How long the next Pod has to wait after a failure.
    private(set) var wait: Duration?

    init(job: Job, status: JobStatus, active: [Pod], pods: [Pod], now: Timestamp) {
        self.status = status
        let spec = job.spec ?? JobSpec()
        let completions = spec.completions ?? (spec.parallelism ?? 1)
        let succeeded = status.succeeded ?? 0
        let ready = active.filter(\.isReady).count
        self.status.ready = ready
        // Restarts within a Pod count as failures, too.
        let restarts = active.reduce(0) { $0 + ($1.status?.containerStatuses ?? []).reduce(0) { $0 + ($1.restartCount ?? 0) } }
        if spec.completionMode == "Indexed" || spec.successPolicy != nil {
            end("Failed", "NotSupported", "Job asks for indexed completion or a success policy, which a local cluster does not do", active, now)
        } else if (status.failed ?? 0) > (spec.backoffLimit ?? 6) || (restarts > 0 && restarts > (spec.backoffLimit ?? 6)) {
            end("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit", active, now)
        } else if let limit = spec.activeDeadlineSeconds, let start = status.startTime, start.adding(.seconds(limit)) <= now {
            end("Failed", "DeadlineExceeded", "Job was active longer than specified deadline", active, now)
        } else if succeeded >= completions, succeeded > 0 || completions == 0 {
            end("Complete", "CompletionsReached", "Reached expected number of succeeded pods", active, now)
        } else if spec.suspend == true {
            suspend(active, now)
        } else {
            keepRunning(spec, completions - succeeded, active, pods, now)
        }
    }

    private mutating func keepRunning(_ spec: JobSpec, _ left: Int, _ active: [Pod], _ pods: [Pod], _ now: Timestamp) {
        if let index = status.conditions?.firstIndex(where: { $0.type == "Suspended" && $0.status == "True" }) {
            status.conditions?[index] = Self.condition("Suspended", "False", "JobResumed", "Job resumed", now)
            status.startTime = now
        }
        let wanted = min(spec.parallelism ?? 1, left)
        surplus = Array(active.dropFirst(wanted))
        missing = max(0, wanted - active.count)
        status.active = active.isEmpty ? nil : active.count - surplus.count
        if let limit = spec.activeDeadlineSeconds, let start = status.startTime { wait = start.adding(.seconds(limit)).since(now) }
        guard missing > 0, let failed = status.failed, failed > 0 else { return }
        let ends = pods.filter { $0.status?.phase == "Failed" }.flatMap { $0.status?.containerStatuses ?? [] }
        guard let last = ends.compactMap({ $0.state?.terminated?.finishedAt }).max() else { return }
        let next = last.adding(Self.pause(after: failed))
        guard next > now else { return }
        missing = 0
        wait = next.since(now)
    }

    /// 10 s after the first failure, doubled with each further one, at most 10 minutes.
    static func pause(after failures: Int) -> Duration { .seconds(min(600, 10 << min(failures - 1, 6))) }

    private mutating func suspend(_ active: [Pod], _ now: Timestamp) {
        surplus = active
        status.active = nil
        status.startTime = nil
        if !(status.conditions ?? []).contains(where: { $0.type == "Suspended" && $0.status == "True" }) {
            status.conditions =
                (status.conditions ?? []).filter { $0.type != "Suspended" }
                + [Self.condition("Suspended", "True", "JobSuspended", "Job suspended", now)]
        }
    }

    /// First the criteria are said to be met, then, when no Pod runs any more, the Job is over.
    private mutating func end(_ type: String, _ reason: String, _ message: String, _ active: [Pod], _ now: Timestamp) {
        surplus = active
        status.active = nil
        status.ready = 0
        let early = type == "Failed" ? "FailureTarget" : "SuccessCriteriaMet"
        let present = status.conditions ?? []
        var conditions = present
        if !present.contains(where: { $0.type == early }) { conditions.append(Self.condition(early, "True", reason, message, now)) }
        if active.isEmpty {
            conditions.append(Self.condition(type, "True", reason, message, now))
            if type == "Complete" { status.completionTime = now }
        }
        status.conditions = conditions
    }

    private static func condition(_ type: String, _ value: String, _ reason: String, _ message: String, _ now: Timestamp) -> JobCondition {
        JobCondition(lastProbeTime: now, lastTransitionTime: now, message: message, reason: reason, status: value, type: type)
    }
}
