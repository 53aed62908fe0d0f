public import KubernetesModel

/// A PerconaPGRestore as it was seen.
public struct RestoreResource: RequestResource {
    public var metadata: ObjectMeta
    public var spec: JSONValue
    public var status: JSONValue

    /// The kind.
    public static let type = ResourceType(
        group: "pgv2.percona.com", version: "v2", kind: "PerconaPGRestore", plural: "perconapgrestores", isNamespaced: true)

    public init(metadata: ObjectMeta, spec: JSONValue, status: JSONValue = .emptyObject) {
        self.metadata = metadata
        self.spec = spec
        self.status = status
    }

    /// How far a restore is. While it has a phase the cluster is not its own master.
    public enum Phase: String, Sendable, Hashable, CaseIterable {
        /// The instances stop: replicas first, the leader last.
        case stopping = "Stopping"
        /// No instance runs: Patroni's record of the old database goes.
        case clearing = "Clearing"
        /// The Job restores and recovers.
        case restoring = "Restoring"
        /// The restored instance starts alone.
        case starting = "Starting"
        /// The others are made anew from it.
        case rejoining = "Rejoining"
        /// The restore failed and the data before it is back in its place: the cluster starts from that.
        case returning = "Returning"
    }

    /// Nil before anything was touched, and when it is over.
    public var phase: Phase? { isOver ? nil : status["phase"]?.string.flatMap(Phase.init) }
    /// The instance whose volume is restored.
    public var instance: String? { status["instance"]?.string }
    /// When the cluster began to stop; part of the name of the directory that keeps the previous data.
    public var started: Timestamp? { status["started"].flatMap(Timestamp.init(json:)) }
    /// What pgBackRest is called with, as it was worked out before anything was touched.
    public var workedOutOptions: [String] { status["options"]?.array?.compactMap(\.string) ?? [] }
    /// Whether it makes a new cluster from its data source, instead of replacing data.
    public var isBootstrap: Bool { metadata.annotations?[Annotation.bootstrapRestore] == "true" }

    /// Ends with the oldest asked first.
    var turn: (Int64, String) { (metadata.creationTimestamp?.microseconds ?? 0, name) }
}

extension ClusterSnapshot {
    /// The restore that has hold of the cluster; nil while none has touched anything.
    public var activeRestore: RestoreResource? {
        restores.values.filter { $0.phase != nil && !isForeign($0) }.min { $0.turn < $1.turn }
    }

    /// Whether the instances are stopped, or about to be, for a restore.
    public var isHeldByRestore: Bool {
        switch activeRestore?.phase {
        case .stopping, .clearing, .restoring: true
        default: false
        }
    }

    /// Whether an instance is to run, as far as a restore has a say.
    func mayRun(_ instance: String) -> Bool {
        guard let restore = activeRestore, let phase = restore.phase else {
            // A cluster that could not be made from its data source must not come up empty.
            return bootstrapRestore?.state != .failed || isBootstrapped
        }
        let isChosen = instance == restore.instance
        switch phase {
        case .stopping: return isChosen && members.contains { $0.instance != instance }
        case .clearing, .restoring: return false
        case .starting, .returning: return isChosen || writable?.instance == restore.instance && phase == .returning
        case .rejoining: return isChosen || restore.isBootstrap || hasCleared(instance, for: restore)
        }
    }
}

extension Annotation {
    /// On a Job: uid of the PerconaPGRestore that it works for.
    public static let restoreUID = "egret.dev/restore-uid"
    /// On a cluster: name of the PerconaPGRestore that may overwrite the present data where there is no room to keep it.
    public static let discardPreviousData = "egret.dev/discard-previous-data"
    /// On a PerconaPGRestore: lets the data go that it kept.
    public static let releasePreviousData = "egret.dev/release-previous-data"
}

extension Finalizer {
    /// On a PerconaPGRestore, set by the operator: a restore that has touched data runs to its end.
    public static let deleteRestore = "internal.percona.com/delete-restore"
}
