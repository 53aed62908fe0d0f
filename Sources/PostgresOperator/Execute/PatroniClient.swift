import AsyncHTTPClient
import KubernetesClient
import KubernetesModel
import NIOCore
import NIOHTTP1
import NIOSSL
import PostgresCluster

/// Speaks to the REST interface of a member's Patroni over mutual TLS.
///
/// The certificate is that of the member's own instance, from its Secret `{inst}-certs`; it is read for each request, so that a renewed one
/// is used at once.
///
/// - Source: Patroni 4.0 documentation, "Patroni REST API".
struct PatroniClient: Sendable {
    let api: any KubernetesAPI

    /// How long a restart may take: Patroni makes a checkpoint first.
    private static let restartTimeout = TimeAmount.seconds(300)
    private static let switchoverTimeout = TimeAmount.seconds(90)
    /// A member that can take over answers at once.
    private static let statusTimeout = TimeAmount.seconds(2)

    /// Restarts PostgreSQL of a member, if it still has that role and a restart is still pending.
    func restart(_ member: MemberAddress, only role: MemberRole) async throws {
        let roleText = role.leads ? role.rawValue : MemberRole.replica.rawValue
        let answer = try await send(.POST, "/restart", ["restart_pending": true, "role": .string(roleText)], to: member, Self.restartTimeout)
        // 503: the conditions do not hold any more, which is as good as done.
        guard [200, 202, 503].contains(answer.status) else {
            throw ActionProblem("Patroni of \(member.pod.name) refused the restart (HTTP \(answer.status)): \(answer.text)")
        }
    }

    /// Moves the leader to a candidate.
    func switchover(from leader: MemberAddress, to candidate: String) async throws {
        let body: JSONValue = ["leader": .string(leader.pod.name), "candidate": .string(candidate)]
        let answer = try await send(.POST, "/switchover", body, to: leader, Self.switchoverTimeout)
        guard answer.status == 200 else {
            throw ActionProblem("Patroni of \(leader.pod.name) refused the switchover to \(candidate) (HTTP \(answer.status)): \(answer.text)")
        }
    }

    /// What a member's Patroni says about itself now: `GET /patroni`.
    func status(of member: MemberAddress) async throws -> JSONValue {
        let answer = try await send(.GET, "/patroni", nil, to: member, Self.statusTimeout)
        guard let json = try? JSONValue(parsing: answer.text) else { throw ActionProblem("Patroni of \(member.pod.name) answers no JSON") }
        return json
    }

    private struct Answer {
        var status: UInt
        var text: String
    }

    private func send(
        _ method: HTTPMethod, _ path: String, _ body: JSONValue?, to member: MemberAddress, _ timeout: TimeAmount
    ) async throws -> Answer {
        var configuration = HTTPClient.Configuration(tlsConfiguration: try await tls(for: member))
        configuration.httpVersion = .http1Only
        configuration.timeout.connect = .seconds(5)
        // The certificate carries the Pod's DNS name; the address is known already.
        configuration.dnsOverride = [member.serverName: member.ip]
        let client = HTTPClient(configuration: configuration)
        do {
            var request = HTTPClientRequest(url: "https://\(member.serverName):\(member.port)\(path)")
            request.method = method
            if let body {
                request.headers.add(name: "Content-Type", value: "application/json")
                request.body = .bytes(body.utf8)
            }
            let response = try await client.execute(request, timeout: timeout)
            let text = String(buffer: try await response.body.collect(upTo: 65_536)).trimmed
            try await client.shutdown()
            return Answer(status: response.status.code, text: text)
        } catch {
            try? await client.shutdown()
            throw ActionProblem("Patroni of \(member.pod.name) does not answer: \(String(describing: error))")
        }
    }

    private func tls(for member: MemberAddress) async throws -> TLSConfiguration {
        let instance = String(member.pod.name.dropLast("-0".count))
        let secret = try await api.get(Secret.self, ObjectKey(namespace: member.pod.namespace, name: "\(instance)-certs"))
        guard let combined = secret.bytes("patroni.crt-combined"), let roots = secret.bytes("patroni.ca-roots") else {
            throw ActionProblem("Secret \(instance)-certs has no certificate for Patroni")
        }
        do {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(roots))
            tls.certificateChain = try NIOSSLCertificate.fromPEMBytes(combined).map { .certificate($0) }
            tls.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: combined, format: .pem))
            return tls
        } catch {
            throw ActionProblem("the certificate for Patroni in Secret \(instance)-certs cannot be read")
        }
    }
}
