internal import NIOCore

/// A probe of the container `database`: Patroni knows best how its PostgreSQL is.
struct HealthCheck: Sendable {
    /// Path in Patroni's REST API.
    var endpoint: String
    /// A file that decides without asking, and how.
    var file: String
    var healthyWithFile: Bool
    var patroni = PatroniREST()

    /// Alive while Patroni's loop runs, or while a person has the container wait.
    static let liveness = HealthCheck(endpoint: "liveness", file: PostgresEntrypoint.sleepFile, healthyWithFile: true)
    /// Ready while PostgreSQL takes connections, unless the operator found that a standby cluster lags.
    static let readiness = HealthCheck(endpoint: "readiness", file: "/pgdata/replication-lag-detected", healthyWithFile: false)

    /// The kubelet has its own, shorter or longer time limit; this one ends a probe where it has none.
    private static let timeout = TimeAmount.seconds(10)

    /// Whether the container is healthy, and if not, why.
    func run() async -> (healthy: Bool, reason: String?) {
        if Files.exists(file) { return (healthyWithFile, "\(file) exists") }
        do {
            let status = try await patroni.health(endpoint, timeout: Self.timeout)
            return (status == 200, status == 200 ? nil : "Patroni answers \(status) to /\(endpoint)")
        } catch {
            return (false, "/\(endpoint): \(error)")
        }
    }

    func main(_ invocation: Invocation) async -> Int32 {
        var check = self
        check.patroni = PatroniREST(environment: invocation.environment)
        let result = await check.run()
        if !result.healthy, let reason = result.reason { invocation.log(reason) }
        return result.healthy ? 0 : 1
    }
}
