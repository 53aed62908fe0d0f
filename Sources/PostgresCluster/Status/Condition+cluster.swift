public import KubernetesModel

/// The conditions of a cluster, in their fixed order: those of the Percona operator 3.1.0 first, ours after them.
enum ConditionType: String, CaseIterable {
    case readyForBackup = "ReadyForBackup"
    case repoHostReady = "PGBackRestRepoHostReady"
    case replicaRepoReady = "PGBackRestReplicaRepoReady"
    case replicaCreate = "PGBackRestReplicaCreate"
    case proxyAvailable = "ProxyAvailable"
    case apiGroupMigration = "APIGroupMigration"
    case tlsSecretsReady = "TLSSecretsReady"
    case tdeEnabled = "PGTDEEnabled"
    case volumeResizing = "PersistentVolumeResizing"
    case progressing = "Progressing"
    case manualBackupSuccessful = "PGBackRestManualBackupSuccessful"
    /// Spelled as by the Percona operator.
    case restoreProgressing = "PGBackRestoreProgressing"
    case dataInitialized = "PostgresDataInitialized"
    case standbyLagging = "StandbyLagging"
    case ready = "Ready"
    case accepted = "Accepted"
    case archiving = "WALArchiving"
    case recoveryProven = "RecoveryProven"
    case unsupportedFields = "UnsupportedFields"
}

/// What a condition says.
struct ConditionValue: Hashable {
    enum Status: String { case yes = "True", no = "False", unknown = "Unknown" }
    var status: Status
    var reason: String
    var message: String

    init(_ status: Status, _ reason: String, _ message: String = "") {
        self.status = status
        self.reason = reason
        self.message = message
    }
}

extension ClusterResource {
    /// The list `status.conditions`: times of transition are kept where the status did not change.
    func conditions(_ values: [ConditionType: ConditionValue], at now: Timestamp) -> JSONValue {
        let present = status["conditions"]?.array ?? []
        let list = ConditionType.allCases.compactMap { type -> JSONValue? in
            guard let value = values[type] else { return nil }
            let before = present.first { $0["type"]?.string == type.rawValue }
            let hasSameStatus = before?["status"]?.string == value.status.rawValue
            let changed = hasSameStatus ? before?["lastTransitionTime"]?.string : nil
            return [
                "type": .string(type.rawValue), "status": .string(value.status.rawValue), "reason": .string(value.reason),
                "message": .string(value.message), "lastTransitionTime": .string(changed ?? now.description),
                "observedGeneration": .integer(Int64(generation)),
            ]
        }
        return .array(list)
    }
}

extension ClusterResource {
    /// The status of a cluster whose spec was never accepted: nothing is made.
    public func refusedStatus(at now: Timestamp) -> JSONValue {
        var status = self.status.isNull ? .emptyObject : self.status
        let text = refusals.joined(separator: "; ")
        status["state"] = "initializing"
        status["observedGeneration"] = .integer(Int64(generation))
        status["conditions"] = conditions(
            [
                .accepted: ConditionValue(.no, Reason.invalidSpec.rawValue, text),
                .ready: ConditionValue(.no, Reason.specRefused.rawValue, "nothing is made until the spec is right. \(Reason.specRefused.remedy)"),
            ], at: now)
        return status
    }
}
