import ControllerRuntime
import KubernetesModel
import PostgresCluster

/// What the last drill of each cluster found, for alerts.
struct DrillMetrics: Sendable {
    private let result: Gauge
    private let success: Gauge
    private let duration: Gauge

    init(_ metrics: MetricsRegistry) {
        let labels = ["namespace", "name"]
        result = metrics.gauge(
            "egret_drill_last_result", help: "How the last restore drill of a cluster ended: 1 verified, 0 not verified, -1 inconclusive.",
            labels: labels)
        success = metrics.gauge(
            "egret_drill_last_success_timestamp_seconds", help: "When the last restore drill that verified a backup ended, in seconds since 1970.",
            labels: labels)
        duration = metrics.gauge("egret_drill_last_duration_seconds", help: "How long the last restore drill of a cluster took.", labels: labels)
    }

    /// Takes what is known of a cluster's drills; nil for a cluster that is gone.
    func note(_ record: DrillRecord?, of cluster: ObjectKey) {
        let labels = [cluster.namespace ?? "", cluster.name]
        guard let last = record?.last else {
            for gauge in [result, success, duration] { gauge.remove(labels) }
            return
        }
        let value: Double =
            switch last.finding.state {
            case .verified: 1
            case .notVerified: 0
            case .inconclusive: -1
            }
        result.set(labels, to: value)
        duration.set(labels, to: Double(max(0, last.completed.since(last.started).components.seconds)))
        if let verified = record?.lastVerified { success.set(labels, to: Double(verified.secondsSince1970)) }
    }
}
