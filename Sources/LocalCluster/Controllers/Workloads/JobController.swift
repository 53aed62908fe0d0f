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
            for pod in cache.list(Pod.self, in: key.namespace) where pod.isTracked(for: key) { try await release(pod) }
            return .never
        }
        let pods = cache.list(Pod.self, ownedBy: uid).filter { $0.isControlled(by: job) }
        if job.isTerminating || job.isFinished {
            for pod in pods {
                try await release(pod)
                if job.isFinished, pod.isActive { try await writer.delete(pod, of: job) }
            }
            return try await cleanUp(job)
        }
        let count = JobCount(job: job, pods: pods)
        let run = JobRun(job: job, count: count, pods: pods, now: writer.now)
        var status = run.status
        let made = try await carryOut(run, job)
        if made > 0 { status.active = count.active.count + made }
        // What has not been noted must not be let go: it would never be counted.
        guard try await writer.updateStatus(job, status.json) else { return .never }
        for pod in count.ended { try await release(pod) }
        tell(of: job, status)
        return run.wait.map { .after($0, because: "a failed Pod is not replaced at once, or a deadline is set") } ?? .never
    }

    /// - Returns: how many Pods were made.
    private func carryOut(_ run: JobRun, _ job: Job) async throws -> Int {
        for pod in run.surplus {
            if !run.countsSurplus { try await release(pod) }
            try await writer.delete(pod, of: job)
        }
        var made = 0
        for _ in 0..<run.missing {
            let template = job.spec?.template ?? PodTemplateSpec()
            var pod = template.pod(generateName: "\(job.metadata.name ?? "")-", owner: job)
            pod.metadata.finalizers = [Self.tracking]
            if try await writer.create(pod, of: job) != nil { made += 1 }
        }
        return made
    }

    private func release(_ pod: Pod) async throws {
        guard let finalizers = pod.metadata.finalizers, finalizers.contains(Self.tracking) else { return }
        var released = pod
        let others = finalizers.filter { $0 != Self.tracking }
        released.metadata.finalizers = others.isEmpty ? nil : others
        try await writer.replace(released)
    }

    /// Says in an event what a Job has come to.
    private func tell(of job: Job, _ status: JobStatus) {
        let before = Set((job.status?.conditions ?? []).filter { $0.status == "True" }.compactMap(\.type))
        for condition in status.conditions ?? [] where condition.status == "True" && !before.contains(condition.type ?? "") {
            switch condition.type {
            case "Complete": writer.events.normal(job, reason: "Completed", message: "Job completed")
            case "Failed": writer.events.warning(job, reason: condition.reason ?? "Failed", message: condition.message ?? "")
            case "Suspended": writer.events.normal(job, reason: "Suspended", message: "Job suspended")
            default: break
            }
        }
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

extension Pod {
    /// Whether its end has not been counted yet.
    var isTracked: Bool { metadata.finalizers?.contains(JobController.tracking) ?? false }

    fileprivate func isTracked(for job: ObjectKey) -> Bool {
        isTracked && (metadata.ownerReferences ?? []).contains { $0.controller == true && $0.kind == "Job" && $0.name == job.name }
    }
}
