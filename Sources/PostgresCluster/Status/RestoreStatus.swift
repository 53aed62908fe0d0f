import KubernetesModel

extension ClusterSnapshot {
    /// `status.operations`: what is being done to the cluster as a whole.
    var operations: JSONValue? {
        guard let restore = activeRestore, let phase = restore.phase else { return nil }
        var operation: JSONValue = ["kind": .string(RestoreResource.type.kind), "name": .string(restore.name), "phase": .string(phase.rawValue)]
        operation["started"] = restore.started.map(\.json)
        operation["message"] = restore.status["message"]
        return [operation]
    }

    /// `status.pgbackrest.restore`: the Job of the restore that was asked for last; nil while there is none to tell of.
    ///
    /// - Source: Percona operator 3.1.0, where the Job is over before the cluster is ready again.
    var lastRestore: JSONValue? {
        let begun = restores.values.filter { $0.started != nil }
        guard let restore = begun.max(by: { ($0.started?.microseconds ?? 0, $0.name) < ($1.started?.microseconds ?? 0, $1.name) }) else { return nil }
        let hasSucceeded = restore.state == .succeeded || restore.phase == .starting || restore.phase == .rejoining
        let hasFailed = restore.state == .failed || restore.phase == .returning
        var value: JSONValue = [
            "id": .string(restore.isBootstrap ? "~pgo-bootstrap-\(definition.name)" : restore.name), "finished": .bool(hasSucceeded || hasFailed),
        ]
        value["startTime"] = restore.started.map(\.json)
        if hasSucceeded { value["succeeded"] = 1 }
        if hasFailed { value["failed"] = 1 }
        if restore.phase == .restoring { value["active"] = 1 }
        value["completionTime"] = restore.status["completed"].flatMap { $0.isNull ? nil : $0 }
        let before = resource.status[path: "pgbackrest", "restore"]
        for key in ["succeeded", "failed", "active", "completionTime"] where value[key] == nil && before?[key]?.isNull == false { value[key] = .null }
        return value
    }

    /// Conditions that a restore changes.
    var restoreConditions: [ConditionType: ConditionValue] {
        var all: [ConditionType: ConditionValue] = [:]
        let before = resource.status["conditions"]?.array?.first { $0["type"]?.string == ConditionType.dataInitialized.rawValue }
        if let before {
            all[.dataInitialized] =
                before["status"] == "True"
                ? ConditionValue(.yes, before["reason"]?.string ?? "", before["message"]?.string ?? "")
                : ConditionValue(.yes, "ClusterAlreadyBootstrapped", "the cluster runs from the data before the restore that failed")
        }
        guard let restore = activeRestore, let phase = restore.phase else { return all }
        switch phase {
        case .stopping, .clearing:
            all[.restoreProgressing] = ConditionValue(.yes, "RestoreInPlaceRequested", "the instances stop for restore \(restore.name)")
        case .restoring where restore.isBootstrap: break
        case .restoring: all[.restoreProgressing] = ConditionValue(.yes, "ReadyForRestore", "restore \(restore.name) runs")
        case .starting, .rejoining:
            all[.dataInitialized] = ConditionValue(.yes, "PGBackRestRestoreComplete", "the data is that of restore \(restore.name)")
        case .returning:
            all[.dataInitialized] = ConditionValue(.no, "PGBackRestRestoreFailed", restore.status["error"]?.string ?? "the restore failed")
        }
        return all
    }
}

extension JSONValue {
    /// Sets a member of a status, which is written as a merge patch: only null takes away what was there.
    ///
    /// - Parameter present: the status that is written over; nil: this one.
    mutating func replace(_ key: String, by value: JSONValue?, over present: JSONValue? = nil) {
        let isThere = (present ?? self)[key]?.isNull == false
        self[key] = value ?? (isThere ? .some(.null) : nil)
    }
}
