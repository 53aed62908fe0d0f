import KubernetesModel

extension BackupResource {
    /// What a backup tells about itself besides its state.
    enum ConditionType: String {
        /// Whether it is this backup's turn; only while it is not over.
        case leaseAcquired = "BackupLeaseAcquired"
        /// Whether the backup has gone from the repository, as its finalizer asks.
        case expired = "Expired"
    }

    func condition(_ type: ConditionType) -> JSONValue? {
        status["conditions"]?.array?.first { $0["type"]?.string == type.rawValue }
    }

    /// Since when a condition has its status.
    func transition(of type: ConditionType) -> Timestamp? {
        condition(type)?["lastTransitionTime"]?.string.flatMap(Timestamp.init(parsing:))
    }

    /// The list with one condition set, or taken out for nil; the time of its transition is kept where its status does not change.
    func conditions(setting type: ConditionType, to value: ConditionValue?, at now: Timestamp) -> JSONValue {
        let present = status["conditions"]?.array ?? []
        let others = present.filter { $0["type"]?.string != type.rawValue }
        guard let value else { return .array(others) }
        let before = condition(type)
        let since = before?["status"]?.string == value.status.rawValue ? before?["lastTransitionTime"]?.string : nil
        let new: JSONValue = [
            "type": .string(type.rawValue), "status": .string(value.status.rawValue), "reason": .string(value.reason),
            "message": .string(value.message), "lastTransitionTime": .string(since ?? now.description),
        ]
        return .array(others + [new])
    }
}
