/// Which of several volumes that were kept holds the cluster: decided before any member starts.
///
/// Patroni would let the first member that starts become the leader, whatever its data; the others would then be rewound to it. So the most
/// advanced volume starts alone, and the others join it.
public enum KeptVolumes {
    public enum Decision: Sendable, Hashable {
        /// No volume holds data: a new cluster is made.
        case nothingKept
        /// This instance starts alone.
        case start(instance: String)
        /// A person has to choose.
        case conflict(String)
    }

    /// Decides which instance starts.
    ///
    /// - Parameters:
    ///   - reports: what is on the volume of each instance; all of them.
    ///   - choice: the instance that a person named in the annotation `egret.dev/start-from`.
    public static func decide(_ reports: [String: VolumeReport], choice: String?) -> Decision {
        let kept = reports.filter { $0.value.content != .empty }.sorted { $0.key < $1.key }
        guard let first = kept.first else { return .nothingKept }
        if let choice {
            guard reports[choice]?.content ?? .empty != .empty else {
                return .conflict(
                    "egret.dev/start-from names \(choice), whose volume holds no data: name one of \(kept.map(\.key).joined(separator: ", "))")
            }
            return .start(instance: choice)
        }
        if let broken = kept.first(where: { $0.value.error != nil }) {
            return .conflict("the volume of \(broken.key) cannot be used: \(broken.value.error ?? ""). \(remedy)")
        }
        if let foreign = kept.first(where: { $0.value.systemIdentifier != first.value.systemIdentifier }) {
            return .conflict(
                "the volumes of \(first.key) and \(foreign.key) hold different databases (system identifiers "
                    + "\(first.value.systemIdentifier ?? "?") and \(foreign.value.systemIdentifier ?? "?")). \(remedy)")
        }
        let timeline = kept.map(\.value.timeline).max() ?? 0
        let newest = kept.filter { $0.value.timeline == timeline }
        let primaries = newest.filter(\.value.wasPrimary)
        if primaries.count > 1, Set(primaries.map(\.value.position)).count > 1 {
            return .conflict(
                "\(primaries.map(\.key).joined(separator: " and ")) were both primary on timeline \(timeline): their data has diverged. \(remedy)")
        }
        // On one timeline its primary is never behind a standby, though the control file of a crashed one may say less.
        let best = primaries.first ?? newest.max { ($0.value.position, $1.key) < ($1.value.position, $0.key) } ?? first
        return .start(instance: best.key)
    }

    static let remedy = "Choose by the annotation egret.dev/start-from=INSTANCE on the cluster; the others then take its data"
}
