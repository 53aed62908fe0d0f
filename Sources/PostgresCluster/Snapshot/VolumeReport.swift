import KubernetesModel

/// What is on a data volume, as the programs `postgres-startup` and `volume-report` say in their termination message.
public struct VolumeReport: Sendable, Hashable {
    public enum Content: String, Sendable, Hashable {
        case empty
        case cluster
        /// Restored data that Patroni will move into place.
        case bootstrap
    }
    public var content: Content
    public var majorVersion: Int?
    public var systemIdentifier: String?
    /// Of the latest checkpoint, or of the end of recovery where that is further on.
    public var timeline: Int
    /// The furthest position in the WAL that the control file proves.
    public var position: UInt64
    /// In the words of pg_controldata: `in production`, `shut down`, `shut down in recovery`, `in archive recovery`, …
    public var state: String
    /// Why the volume could not be read, or must not be used.
    public var error: String?

    /// Whether this was the primary of its timeline, not a standby.
    public var wasPrimary: Bool { state == "in production" || state == "shut down" || state == "in crash recovery" || state == "shutting down" }

    public init(
        _ content: Content, majorVersion: Int? = nil, systemIdentifier: String? = nil, timeline: Int = 0, position: UInt64 = 0, state: String = "",
        error: String? = nil
    ) {
        self.content = content
        self.majorVersion = majorVersion
        self.systemIdentifier = systemIdentifier
        self.timeline = timeline
        self.position = position
        self.state = state
        self.error = error
    }

    /// Reads a termination message; nil for a text that is no report.
    public init?(message: String) {
        guard let json = try? JSONValue(parsing: message) else { return nil }
        let error = json["error"]?.string
        guard let content = json["volume"]?.string.flatMap(Content.init) ?? (error == nil ? nil : .cluster) else { return nil }
        let recoveryTimeline = json["minimumRecoveryEndTimeline"]?.integer.map(Int.init) ?? 0
        self.init(
            content, majorVersion: json["majorVersion"]?.integer.map(Int.init), systemIdentifier: json["systemIdentifier"]?.string,
            timeline: max(json["timeline"]?.integer.map(Int.init) ?? 0, recoveryTimeline),
            position: max(Self.position("checkpoint", in: json), Self.position("minimumRecoveryEnd", in: json)),
            state: json["clusterState"]?.string ?? "", error: error)
    }

    /// Bytes since the start of the WAL; 0 where it is missing.
    private static func position(_ key: String, in json: JSONValue) -> UInt64 {
        WALPosition(parsing: json[key]?.string ?? "")?.bytes ?? 0
    }
}
