import ControllerRuntime
import Crypto
import KubernetesModel
import PostgresCluster

/// How objects are cached: what the snapshot reads, and no secret value.
enum PostgresCache {
    static func make(scope: WatchScope) -> Cache {
        Cache(
            scope: scope, indexedLabels: [Label.cluster],
            [
                CachePolicy(Secret.self, projection: .digests(by: digest)),
                CachePolicy(ConfigMap.self, projection: .digests(by: digest)),
                // How far a backup is, is for people.
                CachePolicy(PerconaPGBackupObject.self, significance: .except([["status", "progress"]])),
                CachePolicy(Pod.self, projection: pods, significance: podChange),
                // Patroni renews its leader's record every few seconds: that alone is no news.
                CachePolicy(
                    Endpoints.self,
                    significance: .except(
                        [["metadata", "annotations", "renewTime"], ["metadata", "annotations", "optime"], ["metadata", "annotations", "slots"]]
                            + [["metadata", "annotations", "retain_slots"], ["metadata", "annotations", "failsafe"]])),
            ])
    }

    static func digest(_ bytes: [UInt8]) -> String {
        if bytes.isEmpty { return "" }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: SHA256.hash(data: bytes).prefix(16).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// The cluster that an object belongs to by its label.
    private static let pods = Projection { pod in
        var kept = Projection.fields([["status"], ["spec", "nodeName"], ["spec", "containers"]])(pod)
        // Of the containers only names and images are read.
        if let containers = pod[path: "spec", "containers"]?.array {
            kept[path: ["spec", "containers"]] = .array(containers.map { ["name": $0["name"] ?? .null, "image": $0["image"] ?? .null] })
        }
        return kept
    }

    /// Positions in the WAL move all the time; everything else that Patroni writes is news.
    private static let podChange = Significance.of { pod in
        var pod = pod
        pod[path: ["metadata", "resourceVersion"]] = nil
        pod[path: ["metadata", "managedFields"]] = nil
        if let text = pod[path: "metadata", "annotations", "status"]?.string, var status = try? JSONValue(parsing: text) {
            for key in ["xlog_location", "replayed_location", "received_location", "latest_end_lsn", "slots", "receive_lsn", "replay_lsn"] {
                status[key] = nil
            }
            pod[path: ["metadata", "annotations", "status"]] = status
        }
        if let conditions = pod[path: "status", "conditions"]?.array {
            pod[path: ["status", "conditions"]] = .array(
                conditions.map { condition in
                    var condition = condition
                    condition["lastProbeTime"] = nil
                    condition["lastTransitionTime"] = nil
                    return condition
                })
        }
        return pod
    }
}
