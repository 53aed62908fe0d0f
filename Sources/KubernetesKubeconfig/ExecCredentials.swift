import Foundation
import KubernetesClient
import KubernetesModel

/// What a credential plugin printed.
struct ExecCredential: Sendable {
    let credentials: Credentials
    /// Nil if they hold until the server refuses them.
    let expires: Timestamp?

    /// - Throws: ``KubernetesError`` with code `configuration`, which names the field of the output and never quotes it.
    init(parsing output: Data, plugin: ExecPlugin) throws(KubernetesError) {
        func failure(_ problem: String) -> KubernetesError { plugin.section.error("command", "the output of \(plugin.command): \(problem)") }
        let json: JSONValue
        do {
            json = try JSONValue(parsing: output)
        } catch {
            throw failure("must be JSON of kind ExecCredential")
        }
        guard json["kind"] == "ExecCredential" else { throw failure("kind: must be ExecCredential") }
        guard json["apiVersion"]?.string == plugin.apiVersion else { throw failure("apiVersion: must be \(plugin.apiVersion)") }
        guard let status = json["status"] else { throw failure("status: is missing") }
        var credentials = Credentials(token: status["token"]?.string.flatMap { $0.isEmpty ? nil : $0 })
        switch (status["clientCertificateData"]?.string, status["clientKeyData"]?.string) {
        case (let certificate?, let key?):
            credentials.identity = ClientIdentity(certificateChain: Array(certificate.utf8), privateKey: Array(key.utf8))
        case (nil, nil): break
        default: throw failure("status: clientCertificateData and clientKeyData go together")
        }
        guard credentials.token != nil || credentials.identity != nil else {
            throw failure("status: has neither token nor clientCertificateData")
        }
        self.credentials = credentials
        if let text = status["expirationTimestamp"]?.string {
            guard let time = Timestamp(parsing: text) else { throw failure("status.expirationTimestamp: must be a time of RFC 3339") }
            expires = time
        } else {
            expires = nil
        }
    }
}

/// Credentials of a plugin. It runs once for many requests: again when they are about to expire, and when the server refused them.
actor ExecCredentials: CredentialSource {
    /// A request with credentials that end while it is under way would fail.
    private static let margin = Duration.seconds(10)

    private let plugin: ExecPlugin
    /// A client certificate that the kubeconfig gives besides.
    private let identity: MaterialCredentials
    private var latest: ExecCredential?
    private var run: Task<Result<ExecCredential, KubernetesError>, Never>?

    init(_ plugin: ExecPlugin, identity: MaterialCredentials) {
        self.plugin = plugin
        self.identity = identity
    }

    func credentials() async throws(KubernetesError) -> Credentials {
        var credentials = try await current().credentials
        if credentials.identity == nil { credentials.identity = try identity.credentials().identity }
        return credentials
    }

    func refused(_ credentials: Credentials) {
        if latest?.credentials.token == credentials.token { latest = nil }
    }

    private func current() async throws(KubernetesError) -> ExecCredential {
        if let latest, isFresh(latest) { return latest }
        if let run { return try await run.value.get() }
        // Not a child task: whoever asks first may be cancelled while others wait for the same answer. It ends with the program.
        let plugin = plugin
        let run = Task { () async -> Result<ExecCredential, KubernetesError> in
            do throws(KubernetesError) { return .success(try await plugin.run()) } catch { return .failure(error) }
        }
        self.run = run
        let result = await run.value
        self.run = nil
        latest = try? result.get()
        return try result.get()
    }

    private func isFresh(_ credential: ExecCredential) -> Bool {
        guard let expires = credential.expires else { return true }
        let now = Timestamp(microsecondsSince1970: Int64(Date().timeIntervalSince1970 * 1_000_000))
        return now.adding(Self.margin) < expires
    }
}
