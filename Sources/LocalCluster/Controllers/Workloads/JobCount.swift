import ControllerRuntime
import KubernetesModel

/// How many Pods of a Job have ended, each counted once whatever is cut off: first its uid is noted in the status, then its finalizer goes, and only
/// then the number rises.
struct JobCount {
    /// Numbers of ended Pods, and the uids of those that are not in the numbers yet.
    private(set) var status: JobStatus
    let active: [Pod]
    /// Pods that are being deleted and have not ended.
    let terminating: Int
    /// Ended Pods whose finalizer can go once the status is written.
    private(set) var ended: [Pod] = []
    /// What the failure policy makes of a Pod that has failed: the message with which the Job is to fail.
    private(set) var failure: String?

    private var succeededUIDs: [String] = []
    private var failedUIDs: [String] = []

    init(job: Job, pods: [Pod]) {
        status = job.status ?? JobStatus()
        active = pods.filter(\.isActive)
        terminating = pods.count { $0.isTerminating && !$0.isFinished }
        let tracked = Set(pods.filter(\.isTracked).compactMap(\.metadata.uid))
        let noted = status.uncountedTerminatedPods
        for uid in noted?.succeeded ?? [] {
            if tracked.contains(uid) { succeededUIDs.append(uid) } else { status.succeeded = (status.succeeded ?? 0) + 1 }
        }
        for uid in noted?.failed ?? [] { if tracked.contains(uid) { failedUIDs.append(uid) } else { status.failed = (status.failed ?? 0) + 1 } }
        let policy = JobFailurePolicy(job.spec?.podFailurePolicy)
        for pod in pods where pod.isTracked && Self.hasEnded(pod) {
            let uid = pod.metadata.uid ?? ""
            ended.append(pod)
            if succeededUIDs.contains(uid) || failedUIDs.contains(uid) { continue }
            if pod.status?.phase == "Succeeded" {
                succeededUIDs.append(uid)
                continue
            }
            switch policy.verdict(on: pod) {
            case .count: failedUIDs.append(uid)
            case .ignore: break
            case .failJob(let message):
                failedUIDs.append(uid)
                failure = failure ?? message
            }
        }
        var uncounted = UncountedTerminatedPods()
        if !succeededUIDs.isEmpty { uncounted.succeeded = succeededUIDs }
        if !failedUIDs.isEmpty { uncounted.failed = failedUIDs }
        status.uncountedTerminatedPods = uncounted
        status.terminating = terminating
    }

    /// Pods that were deleted before a node had them never reach an end of their own.
    private static func hasEnded(_ pod: Pod) -> Bool { pod.isFinished || (pod.isTerminating && pod.spec?.nodeName == nil) }

    var succeeded: Int { (status.succeeded ?? 0) + succeededUIDs.count }
    var failed: Int { (status.failed ?? 0) + failedUIDs.count }
    /// Whether the numbers say it all.
    var isSettled: Bool { succeededUIDs.isEmpty && failedUIDs.isEmpty }
}
