import KubernetesModel

extension Job {
    /// The condition with which it has ended: `Complete` or `Failed`.
    func end(_ type: String) -> JobCondition? { status?.conditions?.first { $0.type == type && $0.status == "True" } }

    var isComplete: Bool { end("Complete") != nil }
    var hasFailed: Bool { end("Failed") != nil }
    var hasEnded: Bool { isComplete || hasFailed }
}
