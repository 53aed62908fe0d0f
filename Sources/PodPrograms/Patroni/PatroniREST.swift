internal import KubernetesModel
internal import NIOCore
internal import NIOHTTP1

/// The REST API of the Patroni in this Pod, as far as Pods need it.
///
/// - Source: Patroni 4.0 documentation, "Patroni REST API".
struct PatroniREST: Sendable {
    /// Loopback in both families: which one Patroni listens on depends on the cluster's network.
    var hosts = ["127.0.0.1", "::1"]
    var port = defaultPort
    /// Certificate and key that Patroni accepts for requests that change something.
    var identity = "/etc/patroni/~postgres-operator/patroni.crt+key"

    private static let defaultPort = 8008

    /// The status code of a health endpoint: `liveness`, `readiness`.
    func health(_ endpoint: String, timeout: TimeAmount) async throws -> Int {
        try await HTTPSRequest(hosts: hosts, port: port, path: "/\(endpoint)", timeout: timeout).send().status
    }

    /// Has Patroni read its configuration and certificates again, and signal PostgreSQL to do the same.
    func reload() async throws {
        let answer = try await change(.POST, "/reload", timeout: .seconds(10))
        guard answer.status == 202 else { throw Problem("Patroni answers \(answer.status) to a reload: \(answer.text)") }
    }

    /// The members as this Patroni sees them.
    func cluster() async throws -> PatroniCluster {
        let answer = try await HTTPSRequest(hosts: hosts, port: port, path: "/cluster", timeout: .seconds(5)).send()
        guard answer.status == 200 else { throw Problem("Patroni answers \(answer.status) when asked for its members: \(answer.text)") }
        return PatroniCluster(try JSONValue(parsing: answer.body))
    }

    /// Hands the leadership over, and waits until Patroni says how that went, at most `timeout`.
    func switchover(from leader: String, to candidate: String, timeout: TimeAmount) async throws -> HTTPSRequest.Answer {
        let body: JSONValue = ["leader": .string(leader), "candidate": .string(candidate)]
        return try await change(.POST, "/switchover", body: body.utf8, timeout: timeout)
    }

    private func change(_ method: HTTPMethod, _ path: String, body: [UInt8] = [], timeout: TimeAmount) async throws -> HTTPSRequest.Answer {
        try await HTTPSRequest(
            hosts: hosts, port: port, method: method, path: path, headers: ["Content-Type": "application/json"], body: body,
            identity: .holder(of: identity), timeout: timeout
        ).send()
    }
}

extension PatroniREST {
    /// The one that a container's environment tells of: `PATRONI_RESTAPI_LISTEN` is the address and port that Patroni itself goes by.
    init(environment: [String: String]) {
        self.init()
        let listens = environment["PATRONI_RESTAPI_LISTEN"] ?? ""
        if let colon = listens.lastIndex(of: ":"), let port = Int(listens[listens.index(after: colon)...]) { self.port = port }
    }
}

extension HTTPSRequest.Answer {
    /// The body as one line.
    var text: String { String(decoding: body, as: UTF8.self).split(separator: "\n").joined(separator: " ") }
}
