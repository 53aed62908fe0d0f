public import KubernetesModel

/// How one drill ended, as the statuses of cluster and backup have it.
public struct DrillOutcome: Sendable, Hashable {
    /// Name of the Job.
    public var name: String
    public var finding: DrillFinding
    /// What was found, in words.
    public var message: String
    public var repo: String
    /// Value of the annotation that asked for it; nil for one by schedule.
    public var request: String?
    public var started: Timestamp
    public var completed: Timestamp
    /// What the Job itself measured.
    public var report = DrillReport()

    public init(name: String, finding: DrillFinding, message: String, repo: String, request: String?, started: Timestamp, completed: Timestamp) {
        self.name = name
        self.finding = finding
        self.message = message
        self.repo = repo
        self.request = request
        self.started = started
        self.completed = completed
    }

    /// Nil for what is no outcome.
    public init?(_ json: JSONValue?) {
        guard let json, let name = json["name"]?.string, let finding = json["reason"]?.string.flatMap(DrillFinding.init),
            let started = json["started"].flatMap(Timestamp.init(json:)), let completed = json["completed"].flatMap(Timestamp.init(json:))
        else { return nil }
        self.init(
            name: name, finding: finding, message: json["message"]?.string ?? "", repo: json["repo"]?.string ?? "",
            request: json["request"]?.string, started: started, completed: completed)
        report = DrillReport(json)
    }

    public var json: JSONValue {
        var json = report.json
        json["name"] = .string(name)
        json["state"] = .string(finding.state.rawValue)
        json["reason"] = .string(finding.rawValue)
        json["message"] = .string(message)
        json["repo"] = .string(repo)
        json["request"] = request.map { .string($0) }
        json["started"] = started.json
        json["completed"] = completed.json
        json["seconds"] = .integer(max(0, completed.since(started).components.seconds))
        return json
    }

    /// Whether it is of this run: names may be used again.
    func isOf(_ other: DrillOutcome?) -> Bool { other?.name == name && other?.started == started }
}

/// What the Job of a drill measured, in the words of its termination message.
public struct DrillReport: Sendable, Hashable {
    /// Label of the backup that was restored.
    public var backup: String?
    public var marker: String?
    public var position: String?
    public var recoveredTo: String?
    public var bytes: Int64?
    public var restoreSeconds: Int64?
    public var recoverySeconds: Int64?
    public var checks: [String] = []

    init() {}

    init(_ json: JSONValue) {
        backup = json["backup"]?.string
        marker = json["marker"]?.string
        position = json["position"]?.string
        recoveredTo = json["recoveredTo"]?.string
        bytes = json["bytes"]?.integer
        restoreSeconds = json["restoreSeconds"]?.integer
        recoverySeconds = json["recoverySeconds"]?.integer
        checks = (json["checks"]?.array ?? []).compactMap(\.string)
    }

    var json: JSONValue {
        var json = JSONValue.emptyObject
        json["backup"] = backup.map { .string($0) }
        json["marker"] = marker.map { .string($0) }
        json["position"] = position.map { .string($0) }
        json["recoveredTo"] = recoveredTo.map { .string($0) }
        json["bytes"] = bytes.map { .integer($0) }
        json["restoreSeconds"] = restoreSeconds.map { .integer($0) }
        json["recoverySeconds"] = recoverySeconds.map { .integer($0) }
        if !checks.isEmpty { json["checks"] = checks.json }
        return json
    }

    /// Reads a termination message: what was found, in words, and what was measured. Nil for a text that is none.
    static func read(message: String) -> (finding: DrillFinding, words: String, report: DrillReport)? {
        guard let json = try? JSONValue(parsing: message), let finding = json["finding"]?.string.flatMap(DrillFinding.init) else { return nil }
        return (finding, json["message"]?.string ?? "", DrillReport(json))
    }
}
