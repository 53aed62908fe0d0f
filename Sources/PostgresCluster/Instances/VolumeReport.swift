import KubernetesModel

/// What the init container `postgres-startup` found on the volumes of an instance: its termination message.
///
/// - Source: `docs/images.md`, "What the init step reports".
public struct VolumeReport: Sendable, Hashable {
    public let content: Content
    /// Why the instance cannot start with these volumes; nil where it can.
    public let error: String?

    /// What is in the data directory.
    public enum Content: Sendable, Hashable {
        /// Nothing.
        case empty
        /// A cluster's data.
        case cluster(DataState)
        /// Restored data that Patroni will move into place.
        case bootstrap(DataState)
        case unknown
    }

    /// The state of data at rest, as `pg_controldata` tells it.
    public struct DataState: Sendable, Hashable {
        public let majorVersion: Int?
        public let systemIdentifier: String?
        /// Timeline of the latest checkpoint.
        public let timeline: Int?
        public let checkpoint: WALPosition?
        /// How far a standby had replayed at least.
        public let minimumRecoveryEnd: WALPosition?
        public let minimumRecoveryEndTimeline: Int?
        /// For example `in production`, which means that it was not shut down properly, or `shut down in recovery`.
        public let clusterState: String?

        init(_ json: JSONValue) {
            majorVersion = json["majorVersion"]?.integer.map(Int.init)
            systemIdentifier = json["systemIdentifier"]?.plainText
            timeline = json["timeline"]?.integer.map(Int.init)
            checkpoint = json["checkpoint"]?.walPosition
            minimumRecoveryEnd = json["minimumRecoveryEnd"]?.walPosition
            minimumRecoveryEndTimeline = json["minimumRecoveryEndTimeline"]?.integer.map(Int.init)
            clusterState = json["clusterState"]?.string
        }

        /// How far the data is known to be consistent at least, and on which timeline: compare timelines first.
        public var reached: (timeline: Int, position: WALPosition) {
            let atCheckpoint = (timeline ?? 0, checkpoint ?? WALPosition(bytes: 0))
            let replayed = (minimumRecoveryEndTimeline ?? 0, minimumRecoveryEnd ?? WALPosition(bytes: 0))
            return replayed > atCheckpoint ? replayed : atCheckpoint
        }
    }

    /// Reads a termination message; nil for one of something else.
    public init?(parsing message: String) {
        guard let json = try? JSONValue(parsing: message), let program = json["program"]?.string,
            ["postgres-startup", "volume-report"].contains(program)
        else { return nil }
        error = json["error"]?.string
        content =
            switch json["volume"]?.string {
            case "empty": .empty
            case "cluster": .cluster(DataState(json))
            case "bootstrap": .bootstrap(DataState(json))
            default: .unknown
            }
    }
}
