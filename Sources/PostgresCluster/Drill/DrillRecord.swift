public import KubernetesModel

/// What is remembered of a cluster's drills: `status.pgbackrest.drills`.
public struct DrillRecord: Sendable, Hashable {
    /// The schedule that the times follow from; another one begins anew.
    public var schedule: String?
    /// The last time of it that is settled.
    public var lastTime: Timestamp?
    public var nextTime: Timestamp?
    /// Value of the annotation whose drill was made last.
    public var request: String?
    /// Name of the Job that was seen, and whose result was not.
    public var running: String?
    /// What a drill that is to begin waits for.
    public var message: String?
    public var last: DrillOutcome?
    public var lastVerified: Timestamp?

    /// Reads that of a cluster's status.
    public init(_ status: JSONValue) {
        let json = status[path: "pgbackrest", "drills"] ?? .null
        schedule = json["schedule"]?.string
        lastTime = json["lastScheduleTime"].flatMap(Timestamp.init(json:))
        nextTime = json["nextScheduleTime"].flatMap(Timestamp.init(json:))
        request = json["request"]?.string
        running = json["running"]?.string
        message = json["message"]?.string
        last = DrillOutcome(json["last"])
        lastVerified = json["lastVerifiedTime"].flatMap(Timestamp.init(json:))
    }

    var json: JSONValue {
        var json = JSONValue.emptyObject
        json["schedule"] = schedule.map { .string($0) }
        json["lastScheduleTime"] = lastTime.map(\.json)
        json["nextScheduleTime"] = nextTime.map(\.json)
        json["request"] = request.map { .string($0) }
        json["running"] = running.map { .string($0) }
        json["message"] = message.map { .string($0) }
        json["last"] = last.map(\.json)
        json["lastVerifiedTime"] = lastVerified.map(\.json)
        return json
    }

    /// Takes an outcome for the last one.
    mutating func conclude(_ outcome: DrillOutcome) {
        last = outcome
        running = nil
        if outcome.finding == .verified { lastVerified = outcome.completed }
    }
}

extension JSONValue {
    /// This value with a null for every member, at any depth, that only the one before has: a status is written as a merge patch.
    func clearing(_ before: JSONValue?) -> JSONValue {
        guard case .object(var members) = self, case .object(let old) = before ?? .null else { return self }
        for (key, value) in old where !value.isNull { members[key] = members[key]?.clearing(value) ?? .null }
        return .object(members)
    }
}
