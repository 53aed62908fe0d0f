import PostgresCluster
import Synchronization

/// What actions found out, per cluster, beside the cache.
///
/// What must survive a restart is written into the cluster's status (`revisions`); the rest is found out again when it is needed.
final class KnowledgeStore: Sendable {
    private let clusters = Mutex<[String: Knowledge]>([:])

    /// What is known of a cluster, with the revisions that its status remembers.
    func knowledge(of uid: String, remembered: [String: String]) -> Knowledge {
        clusters.withLock { clusters in
            var knowledge = clusters[uid] ?? Knowledge()
            knowledge.revisions = remembered.merging(knowledge.revisions) { _, new in new }
            return knowledge
        }
    }

    func update(_ uid: String, _ change: (inout Knowledge) -> Void) {
        clusters.withLock { change(&$0[uid, default: Knowledge()]) }
    }

    func forget(_ uid: String) { clusters.withLock { _ = $0.removeValue(forKey: uid) } }
}
