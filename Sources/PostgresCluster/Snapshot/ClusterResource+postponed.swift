public import KubernetesModel

extension ClusterResource {
    /// Whether changes of the spec waited for a backup when the status was written last.
    public var hadPostponedChanges: Bool {
        status["conditions"]?.array?.first { $0["type"]?.string == ConditionType.accepted.rawValue }?["reason"]?.string
            == Reason.backupRunning.rawValue
    }

    /// Whether the status was written for another spec than this one.
    public var hasChanged: Bool { status["observedGeneration"]?.integer != Int64(generation) }
}

extension Job {
    /// Whether this is a backup's Job at whose end a Pod of it works, or is about to.
    ///
    /// Between two tries nothing runs: what makes them fail can be mended then.
    public var isBackupAtWork: Bool {
        guard metadata.labels?[Label.pgBackRestBackup] != nil, metadata.deletionTimestamp == nil, !hasEnded else { return false }
        return status?.startTime == nil || (status?.active ?? 0) > 0
    }
}
