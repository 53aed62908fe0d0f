import KubernetesModel

extension ClusterSnapshot {
    /// The Pods of a Job. Those of an earlier Job of the same name do not count.
    func pods(of job: Job) -> [Pod] {
        pods.filter { pod in pod.metadata.ownerReferences?.contains { $0.uid == job.metadata.uid } ?? false }
    }

    /// What the Pods of a Job left as termination messages, the last first.
    func messages(of job: Job) -> [String] {
        let ends = pods(of: job).flatMap { $0.status?.containerStatuses ?? [] }.compactMap { $0.state?.terminated ?? $0.lastState?.terminated }
        return ends.sorted { ($0.finishedAt?.microseconds ?? 0) > ($1.finishedAt?.microseconds ?? 0) }.compactMap(\.message)
    }

    /// The last of these messages in words: a report's `error`, or the text as it is.
    func words(of job: Job) -> String? {
        guard let message = messages(of: job).first?.trimmed, !message.isEmpty else { return nil }
        return (try? JSONValue(parsing: message))?["error"]?.string ?? message
    }

    /// Whether a Pod of a Job is at work.
    func runs(_ job: Job) -> Bool { pods(of: job).contains { $0.status?.phase == "Running" } }

    /// Why a Job that is not complete gets nowhere, by the word of its Pods; nil while one runs, or is about to.
    func trouble(of job: Job) -> String? {
        if job.isComplete || runs(job) { return nil }
        let pending = pods(of: job).filter { !["Succeeded", "Failed"].contains($0.status?.phase ?? "") }
        return pending.lazy.compactMap(\.trouble).first ?? words(of: job) ?? job.end("Failed").map { $0.message ?? $0.reason ?? "its Job failed" }
    }
}
