import ControllerRuntime
import ControllerRuntimeTesting
import Foundation
import KubernetesClient
import KubernetesModel
import ServiceLifecycle
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("Metrics") struct MetricsTests {
    @Test func areWrittenAsPrometheusReadsThem() {
        let metrics = MetricsRegistry()
        let requests = metrics.counter("b_requests_total", help: "Requests.\nAll of them.", labels: ["code", "path"])
        requests.increment(["500", "/\"x\"\\"])
        requests.increment(["200", "/"], by: 2)
        metrics.gauge("a_temperature", help: "Degrees.").set(to: -1.5)
        let took = metrics.histogram("c_seconds", help: "Time.", buckets: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 7] { took.observe([], value) }
        #expect(
            metrics.text() == #"""
                # HELP a_temperature Degrees.
                # TYPE a_temperature gauge
                a_temperature -1.5
                # HELP b_requests_total Requests.\nAll of them.
                # TYPE b_requests_total counter
                b_requests_total{code="200",path="/"} 2
                b_requests_total{code="500",path="/\"x\"\\"} 1
                # HELP c_seconds Time.
                # TYPE c_seconds histogram
                c_seconds_bucket{le="0.1"} 2
                c_seconds_bucket{le="1"} 3
                c_seconds_bucket{le="+Inf"} 4
                c_seconds_sum 7.65
                c_seconds_count 4

                """#)
    }

    @Test func areBounded() {
        let metrics = MetricsRegistry()
        let counter = metrics.counter("x_total", help: "", labels: ["a"])
        for number in 0..<MetricsRegistry.seriesLimit + 5 { counter.increment([String(number)]) }
        #expect(metrics.text().contains("metrics_dropped_series_total 5"))
    }

    @Test func countRequestsByAnswer() async throws {
        let metrics = MetricsRegistry()
        let api = MeasuredAPI(InMemoryAPI(), host: "server:443", metrics: metrics)
        _ = try await api.create(ConfigMap(metadata: .init(name: "a", namespace: "b")))
        _ = try await api.find(ConfigMap.self, .init(namespace: "b", name: "a"))
        _ = try await api.find(ConfigMap.self, .init(namespace: "b", name: "c"))
        #expect(metrics.value("rest_client_requests_total", ["201", "POST", "server:443"]) == 1)
        #expect(metrics.value("rest_client_requests_total", ["200", "GET", "server:443"]) == 1)
        #expect(metrics.value("rest_client_requests_total", ["404", "GET", "server:443"]) == 1)
    }

    @Test func tellOfTheProcess() throws {
        let metrics = MetricsRegistry()
        metrics.addProcessMetrics()
        _ = metrics.text()
        let now = Date().timeIntervalSince1970
        #expect(try #require(metrics.value("process_resident_memory_bytes")) > 1_000_000)
        #expect(try #require(metrics.value("process_cpu_seconds_total")) > 0)
        #expect(try #require(metrics.value("process_open_fds")) >= 3)
        #expect(abs(try #require(metrics.value("process_start_time_seconds")) - now) < 3600)
    }

    @Test func haveTheNamesThatDashboardsKnow() {
        let metrics = MetricsRegistry()
        _ = Operator(api: InMemoryAPI(), cache: Cache(), metrics: metrics, logger: .silent) {}
        let known = [
            "workqueue_depth", "workqueue_adds_total", "workqueue_queue_duration_seconds", "workqueue_work_duration_seconds",
            "workqueue_retries_total", "workqueue_unfinished_work_seconds", "workqueue_longest_running_processor_seconds",
            "controller_runtime_reconcile_total", "controller_runtime_reconcile_errors_total", "controller_runtime_reconcile_time_seconds",
            "controller_runtime_active_workers", "controller_runtime_max_concurrent_reconciles", "leader_election_master_status",
        ]
        #expect(Set(known).subtracting(metrics.names).isEmpty)
    }
}

@Suite("The reference of metrics") struct MetricsReferenceTests {
    /// To write it anew: `EGRET_RECORD=1 swift test --filter MetricsReferenceTests`, which fails all the same.
    @Test func isWhatTheRuntimeHas() throws {
        let metrics = MetricsRegistry()
        let api = MeasuredAPI(InMemoryAPI(), host: "", metrics: metrics)
        let cache = Cache()
        _ = Operator(api: api, cache: cache, metrics: metrics, logger: .silent) {}
        _ = Applier(api: api, cache: cache, metrics: metrics)
        _ = EventRecorder(api: api, component: "", metrics: metrics, logger: .silent)
        metrics.addProcessMetrics()
        var text = """
            # Metrics

            What the operator answers on `/metrics`. Durations are in seconds, sizes in bytes. The queue's and reconciler's metrics have the names that
            dashboards made for controller-runtime know; `name` and `controller` are the same there. A histogram has `_bucket`, `_sum` and `_count`.

            | metric | type | labels | what it says |
            | --- | --- | --- | --- |

            """
        for metric in metrics.descriptions {
            let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
            text += "| `\(metric.name)` | \(metric.type) | \(labels) | \(metric.help) |\n"
        }
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../docs/reference/metrics.md").standardizedFileURL
        let written = try? String(contentsOf: file, encoding: .utf8)
        if ProcessInfo.processInfo.environment["EGRET_RECORD"] == "1" { try text.write(to: file, atomically: true, encoding: .utf8) }
        #expect(written == text)
    }
}

@Suite("The health server") struct HealthServerTests {
    @Test func answersUntilTheServicesShutDown() async throws {
        let metrics = MetricsRegistry()
        metrics.counter("x_total", help: "").increment()
        let server = HealthServer(
            [(.init(host: "127.0.0.1", port: 0), .health), (.init(host: "127.0.0.1", port: 0), .metrics)], metrics: metrics,
            health: ["loop": { nil }], readiness: ["caches": { "pods not read yet" }, "other": { nil }], logger: .silent)
        let group = ServiceGroup(services: [server], logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let deadline = ContinuousClock.now + .seconds(60)
            while server.listening.count < 2, ContinuousClock.now < deadline { await Task.yield() }
            let ports = server.listening.map(\.port)
            try #require(ports.count == 2)
            #expect(try await get(ports[0], "/healthz") == (200, "ok\n"))
            #expect(try await get(ports[0], "/readyz") == (503, "caches: pods not read yet\n"))
            #expect(try await get(ports[0], "/readyz/other?verbose") == (200, "ok\n"))
            #expect(try await get(ports[0], "/readyz/nonsense").0 == 404)
            #expect(try await get(ports[0], "/metrics").0 == 404)
            #expect(try await get(ports[1], "/metrics").1.contains("x_total 1\n"))
            #expect(try await get(ports[1], "/healthz").0 == 404)
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
            await #expect(throws: (any Error).self) { try await get(ports[0], "/healthz") }
        }
    }

    @Test(
        arguments: [
            (":8080", HealthServer.Address(port: 8080)), ("127.0.0.1:81", .init(host: "127.0.0.1", port: 81)),
            ("[::1]:81", .init(host: "::1", port: 81)),
            ("0", nil), ("host", nil), (":99999", nil),
        ] as [(String, HealthServer.Address?)])
    func readsAddresses(_ text: String, _ address: HealthServer.Address?) { #expect(HealthServer.Address(parsing: text) == address) }

    private func get(_ port: Int, _ path: String) async throws -> (Int, String) {
        let url = try #require(URL(string: "http://127.0.0.1:\(port)\(path)"))
        let (data, response) = try await URLSession.shared.data(from: url)
        return ((response as? HTTPURLResponse)?.statusCode ?? 0, String(decoding: data, as: UTF8.self))
    }
}
