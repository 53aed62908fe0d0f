import KubernetesModel

/// One look at a Job that is not over: what its status is, and how many Pods are to be made or deleted.
struct JobRun {
    private(set) var status: JobStatus
    private(set) var missing = 0
    private(set) var surplus: [Pod] = []
    /// Whether Pods that are deleted now have failed; not those of a Job that is suspended or asks for fewer.
    private(set) var countsSurplus = false
    /// How long the next Pod has to wait after a failure.
    private(set) var wait: Duration?

    private let count: JobCount

    init(job: Job, count: JobCount, pods: [Pod], now: Timestamp) {
        self.count = count
        status = count.status
        let spec = job.spec ?? JobSpec()
        if status.startTime == nil, spec.suspend != true { status.startTime = now }
        status.ready = count.active.filter(\.isReady).count
        if let ending = status.conditions?.first(where: { ($0.type == "FailureTarget" || $0.type == "SuccessCriteriaMet") && $0.status == "True" }) {
            // It was decided before, and waits for its Pods.
            end(ending.type == "FailureTarget" ? "Failed" : "Complete", ending.reason ?? "", ending.message ?? "", now)
        } else if spec.completionMode == "Indexed" || spec.successPolicy != nil {
            end("Failed", "NotSupported", "Job asks for indexed completion or a success policy, which a local cluster does not do", now)
        } else if let failure = count.failure {
            end("Failed", "PodFailurePolicy", failure, now)
        } else if count.failed > spec.backoffLimit ?? 6 || restartsTooOften(spec) {
            end("Failed", "BackoffLimitExceeded", "Job has reached the specified backoff limit", now)
        } else if let limit = spec.activeDeadlineSeconds, spec.suspend != true, let start = status.startTime, start.adding(.seconds(limit)) <= now {
            end("Failed", "DeadlineExceeded", "Job was active longer than specified deadline", now)
        } else if isComplete(spec) {
            end("Complete", "CompletionsReached", "Reached expected number of succeeded pods", now)
        } else if spec.suspend == true {
            suspend(now)
        } else {
            keepRunning(spec, pods, now)
        }
    }

    /// Without a number of completions one success is enough, once the other Pods have ended too.
    private func isComplete(_ spec: JobSpec) -> Bool {
        guard let completions = spec.completions else { return count.succeeded > 0 && count.active.isEmpty }
        return count.succeeded >= completions
    }

    /// Restarts within a Pod count as failures, too, where its containers are restarted.
    private func restartsTooOften(_ spec: JobSpec) -> Bool {
        guard spec.template?.spec?.restartPolicy == "OnFailure" else { return false }
        let restarts = count.active.reduce(0) { sum, pod in
            sum + ((pod.status?.containerStatuses ?? []) + (pod.status?.initContainerStatuses ?? [])).reduce(0) { $0 + ($1.restartCount ?? 0) }
        }
        let limit = spec.backoffLimit ?? 6
        return limit == 0 ? restarts > 0 : restarts >= limit
    }

    private func wanted(_ spec: JobSpec) -> Int {
        let parallelism = spec.parallelism ?? 1
        guard let completions = spec.completions else { return count.succeeded > 0 ? min(parallelism, count.active.count) : parallelism }
        return min(parallelism, completions - count.succeeded)
    }

    private mutating func keepRunning(_ spec: JobSpec, _ pods: [Pod], _ now: Timestamp) {
        if let index = status.conditions?.firstIndex(where: { $0.type == "Suspended" && $0.status == "True" }) {
            status.conditions?[index] = Self.condition("Suspended", "False", "JobResumed", "Job resumed", now)
            status.startTime = now
        }
        let wanted = wanted(spec)
        let active = count.active
        surplus = Array(active.dropFirst(wanted))
        // With this policy a Pod that is ending keeps its place.
        let occupied = active.count + (spec.podReplacementPolicy == "Failed" ? count.terminating : 0)
        missing = max(0, wanted - occupied)
        status.active = active.isEmpty ? nil : active.count - surplus.count
        if let limit = spec.activeDeadlineSeconds, let start = status.startTime { wait = start.adding(.seconds(limit)).since(now) }
        guard missing > 0, count.failed > 0 else { return }
        let ends = pods.filter { $0.status?.phase == "Failed" }.flatMap { $0.status?.containerStatuses ?? [] }
        guard let last = ends.compactMap({ $0.state?.terminated?.finishedAt }).max() else { return }
        let next = last.adding(Self.pause(after: count.failed))
        guard next > now else { return }
        missing = 0
        wait = min(wait ?? next.since(now), next.since(now))
    }

    /// 10 s after the first failure, doubled with each further one, at most 10 minutes.
    static func pause(after failures: Int) -> Duration { .seconds(min(600, 10 << min(failures - 1, 6))) }

    private mutating func suspend(_ now: Timestamp) {
        surplus = count.active
        status.active = nil
        status.startTime = nil
        if !(status.conditions ?? []).contains(where: { $0.type == "Suspended" && $0.status == "True" }) {
            status.conditions =
                (status.conditions ?? []).filter { $0.type != "Suspended" }
                + [Self.condition("Suspended", "True", "JobSuspended", "Job suspended", now)]
        }
    }

    /// First the criteria are said to be met, then, when no Pod runs any more and all have been counted, the Job is over.
    private mutating func end(_ type: String, _ reason: String, _ message: String, _ now: Timestamp) {
        surplus = count.active
        countsSurplus = true
        status.active = nil
        status.ready = 0
        let early = type == "Failed" ? "FailureTarget" : "SuccessCriteriaMet"
        var conditions = status.conditions ?? []
        if !conditions.contains(where: { $0.type == early }) { conditions.append(Self.condition(early, "True", reason, message, now)) }
        if count.active.isEmpty, count.terminating == 0, count.isSettled {
            conditions.append(Self.condition(type, "True", reason, message, now))
            if type == "Complete" { status.completionTime = now }
        }
        status.conditions = conditions
    }

    private static func condition(_ type: String, _ value: String, _ reason: String, _ message: String, _ now: Timestamp) -> JobCondition {
        JobCondition(lastProbeTime: now, lastTransitionTime: now, message: message, reason: reason, status: value, type: type)
    }
}
