/// The metrics of controllers, under the names that dashboards made for controller-runtime know.
///
/// - Source: the Kubebuilder book, "Metrics, reference".
struct RuntimeMetrics: Sendable {
    let registry: MetricsRegistry
    let depth, unfinished, longest, activeWorkers, maxWorkers, isLeader, cached: Gauge
    let adds, retries, reconciles, errors, watchEvents, watchFailures: Counter
    let waited, worked, took: Histogram

    init(_ registry: MetricsRegistry) {
        self.registry = registry
        let queue = ["name", "controller"]
        depth = registry.gauge("workqueue_depth", help: "Keys that wait to be worked on.", labels: queue)
        adds = registry.counter("workqueue_adds_total", help: "Keys added to the queue.", labels: queue)
        waited = registry.histogram("workqueue_queue_duration_seconds", help: "How long keys waited.", labels: queue)
        worked = registry.histogram("workqueue_work_duration_seconds", help: "How long keys were worked on.", labels: queue)
        retries = registry.counter("workqueue_retries_total", help: "Keys put back because their run failed.", labels: queue)
        unfinished = registry.gauge(
            "workqueue_unfinished_work_seconds", help: "For how long the present runs have been going on, summed up.", labels: queue)
        longest = registry.gauge(
            "workqueue_longest_running_processor_seconds", help: "For how long the longest present run has been going on.", labels: queue)
        let controller = ["controller"]
        reconciles = registry.counter(
            "controller_runtime_reconcile_total", help: "Reconciles by result: success, error, requeue, requeue_after.",
            labels: ["controller", "result"])
        errors = registry.counter("controller_runtime_reconcile_errors_total", help: "Reconciles that failed.", labels: controller)
        took = registry.histogram("controller_runtime_reconcile_time_seconds", help: "How long reconciles took.", labels: controller)
        activeWorkers = registry.gauge("controller_runtime_active_workers", help: "Reconciles that are going on.", labels: controller)
        maxWorkers = registry.gauge(
            "controller_runtime_max_concurrent_reconciles", help: "How many reconciles may go on at a time.", labels: controller)
        isLeader = registry.gauge("leader_election_master_status", help: "1 if this process leads, else 0.", labels: ["name"])
        cached = registry.gauge("controller_runtime_cached_objects", help: "Objects in the cache by kind.", labels: ["resource"])
        watchEvents = registry.counter("controller_runtime_watch_events_total", help: "Objects shown by lists and watches.", labels: ["resource"])
        watchFailures = registry.counter(
            "controller_runtime_watch_failures_total", help: "Lists and watches that failed, by reason.", labels: ["resource", "code"])
    }

    /// Makes the series of a controller exist before anything happens.
    func declare(controller: String, concurrency: Int) {
        for result in ["success", "error", "requeue", "requeue_after"] { reconciles.increment([controller, result], by: 0) }
        errors.increment([controller], by: 0)
        adds.increment([controller, controller], by: 0)
        retries.increment([controller, controller], by: 0)
        maxWorkers.set([controller], to: Double(concurrency))
    }
}
