import ControllerRuntime
import KubernetesClient
import KubernetesModel

/// Runs a Job's Pods until enough have succeeded, or too many have failed.
///
/// Indexed completion and success policies are not done: a Job that asks for them gets the condition `Failed` with the reason.
///
/// - Source: Kubernetes documentation, "Jobs", and recorded answers of Kubernetes 1.36.
struct JobController: Reconciler {
    static let watches = Watches(Job.self) { Owned(Pod.self) }
    let cache: Cache
    let writer: ObjectWriter
    var concurrency: Int { 4 }

    /// Keeps a Pod until its end has been counted.
    static let tracking = "batch.kubernetes.io/job-tracking"

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        guard let job = cache.get(Job.self, key), let uid = job.metadata.uid else {
            // Nobody is left who would count the Pods of a Job that is gone; its namespace may be waiting for them.
            for pod in cache.list(Pod.self, in: key.namespace) where Self.isTracked(pod, for: key) { try await release(pod) }
            return .never
        }
        let pods = cache.list(Pod.self, ownedBy: uid).filter { $0.isControlled(by: job) }
        if job.isTerminating || job.isFinished {
            for pod in pods {
                try await release(pod)
                if job.isFinished, pod.isActive { try await writer.delete(pod) }
            }
            return try await cleanUp(job)
        }
        var status = job.status ?? JobStatus()
        status.uncountedTerminatedPods = UncountedTerminatedPods()
        status.terminating = pods.count { $0.isTerminating && !$0.isFinished }
        if status.startTime == nil, job.spec?.suspend != true { status.startTime = writer.now }
        for pod in pods where pod.isFinished && (pod.metadata.finalizers ?? []).contains(Self.tracking) {
            if pod.status?.phase == "Succeeded" { status.succeeded = (status.succeeded ?? 0) + 1 } else { status.failed = (status.failed ?? 0) + 1 }
        }
        // Pods that were deleted before they ended count as failed.
        for pod in pods
        where !pod.isFinished && pod.isTerminating && (pod.metadata.finalizers ?? []).contains(Self.tracking) && pod.spec?.nodeName == nil {
            status.failed = (status.failed ?? 0) + 1
        }
        let active = pods.filter(\.isActive)
        let run = JobRun(job: job, status: status, active: active, pods: pods, now: writer.now)
        var finished = run.status
        let made = try await carryOut(run, job, pods)
        if made > 0 { finished.active = active.count + made }
        try await writer.updateStatus(job, finished.json)
        for pod in pods where pod.isFinished || (pod.isTerminating && pod.spec?.nodeName == nil) { try await release(pod) }
        return run.wait.map { .after($0, because: "a failed Pod is not replaced at once") } ?? .never
    }

    private static func isTracked(_ pod: Pod, for job: ObjectKey) -> Bool {
        (pod.metadata.finalizers ?? []).contains(tracking)
            && (pod.metadata.ownerReferences ?? []).contains { $0.controller == true && $0.kind == "Job" && $0.name == job.name }
    }

    /// - Returns: how many Pods were made.
    private func carryOut(_ run: JobRun, _ job: Job, _ pods: [Pod]) async throws -> Int {
        for pod in run.surplus { try await writer.delete(pod) }
        var made = 0
        for _ in 0..<run.missing {
            let template = job.spec?.template ?? PodTemplateSpec()
            var pod = template.pod(generateName: "\(job.metadata.name ?? "")-", owner: job)
            pod.metadata.finalizers = [Self.tracking]
            if try await writer.create(pod) != nil { made += 1 }
        }
        return made
    }

    private func release(_ pod: Pod) async throws {
        guard let finalizers = pod.metadata.finalizers, finalizers.contains(Self.tracking) else { return }
        try await writer.patch(pod, ["metadata": ["finalizers": finalizers.filter { $0 != Self.tracking }.json]])
    }

    /// Deletes a finished Job when its time to live is over.
    private func cleanUp(_ job: Job) async throws -> Requeue {
        guard !job.isTerminating, let seconds = job.spec?.ttlSecondsAfterFinished,
            let finished = job.status?.conditions?.first(where: { ($0.type == "Complete" || $0.type == "Failed") && $0.status == "True" })?
                .lastTransitionTime
        else { return .never }
        let end = finished.adding(.seconds(seconds))
        guard end <= writer.now else { return .after(end.since(writer.now), because: "its time to live is not over yet") }
        try await writer.delete(job, propagation: .foreground)
        return .never
    }
}

extension Job {
    /// Whether it is complete or has failed.
    var isFinished: Bool {
        status?.conditions?.contains { ($0.type == "Complete" || $0.type == "Failed") && $0.status == "True" } ?? false
    }
}
