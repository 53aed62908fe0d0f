import KubernetesClient
import KubernetesModel
import Testing
import X509

@Suite("A connection by TLS") struct TLSTests {
    let pki: TestPKI
    let request = APIRequest("get version", path: "/version")

    init() throws { pki = try TestPKI() }

    private func authorities(_ pki: TestPKI) throws -> ClusterConfiguration.Trust { .authorities(.bytes(Array(try pki.pem.utf8))) }

    private func identity(_ leaf: TestPKI.Leaf) -> MaterialCredentials {
        MaterialCredentials(certificate: .bytes(Array(leaf.certificate.utf8)), key: .bytes(Array(leaf.key.utf8)))
    }

    /// Sends a request and opens a watch, which go different ways; gives the hints of their errors.
    private func hints(_ server: ScriptedServer, _ client: KubernetesClient) async -> [String?] {
        var hints: [String?] = []
        for isWatch in [false, true] {
            do {
                if isWatch { _ = try await client.watch(request) } else { _ = try await client.send(request) }
                hints.append(nil)
            } catch {
                #expect(error.code == .connection)
                hints.append(error.hint)
            }
        }
        return hints
    }

    private static let answer: ScriptedServer.Script = { try await $0.answer("{}") }

    @Test func isMadeToAServerWhoseCertificateNamesTheAddress() async throws {
        try await ScriptedServer.run(tls: pki.server(), script: Self.answer) { server in
            let client = server.client(trust: try authorities(pki))
            #expect(await hints(server, client) == [nil, nil])
        }
    }

    @Test func isRefusedToAServerOfAnotherAuthority() async throws {
        try await ScriptedServer.run(tls: pki.server(), script: Self.answer) { server in
            let client = server.client(trust: try authorities(TestPKI()))
            for hint in await hints(server, client) {
                #expect(hint == "the server's certificate is not signed by a trusted authority, or has expired")
            }
            let anything = server.client(trust: .anything)
            #expect(await hints(server, anything) == [nil, nil])
        }
    }

    @Test func expectsTheNameThatWasConfigured() async throws {
        try await ScriptedServer.run(tls: pki.server(names: [.dnsName("kubernetes.internal")]), script: Self.answer) { server in
            let trust = try authorities(pki)
            #expect(await hints(server, server.client(trust: trust, tlsServerName: "kubernetes.internal")) == [nil, nil])
            for hint in await hints(server, server.client(trust: trust)) { #expect(hint?.contains("for another name") == true) }
            for hint in await hints(server, server.client(trust: trust, tlsServerName: "other.internal")) {
                #expect(hint?.contains("for another name") == true)
            }
        }
    }

    @Test func showsTheCertificateOfTheClient() async throws {
        let other = try TestPKI()
        try await ScriptedServer.run(tls: pki.server(clients: pki), script: Self.answer) { server in
            let trust = try authorities(pki)
            let known = server.client(trust: trust, credentials: identity(try pki.leaf("admin")))
            #expect(await hints(server, known) == [nil, nil])
            for hint in await hints(server, server.client(trust: trust)) { #expect(hint == "the server asks for a client certificate") }
            let stranger = server.client(trust: trust, credentials: identity(try other.leaf("admin")))
            for hint in await hints(server, stranger) {
                #expect(hint == "the server does not accept the client certificate")
            }
        }
    }

    @Test func showsANewCertificateAfterTheFilesWereReplaced() async throws {
        let directory = try TemporaryDirectory()
        let old = try TestPKI().leaf("admin")
        let certificate = try directory.write(old.certificate, to: "tls.crt")
        let key = try directory.write(old.key, to: "tls.key")
        try await ScriptedServer.run(tls: pki.server(clients: pki), script: Self.answer) { server in
            let files = MaterialCredentials(certificate: .file(certificate), key: .file(key), rereadAfter: .zero)
            let client = server.client(trust: try authorities(pki), credentials: files)
            #expect(await hints(server, client).contains(nil) == false)
            let new = try pki.leaf("admin")
            try directory.write(new.certificate, to: "tls.crt")
            try directory.write(new.key, to: "tls.key")
            #expect(await hints(server, client) == [nil, nil])
        }
    }

    @Test func saysWhichMaterialCannotBeUsed() async throws {
        let (one, other) = (try pki.leaf("one"), try pki.leaf("other"))
        let rows: [(ClusterConfiguration.Trust, MaterialCredentials, String)] = [
            (.authorities(.bytes(Array("nothing".utf8))), MaterialCredentials(), "certificate authorities: there is no certificate in PEM"),
            (.authorities(.file("/does/not/exist")), MaterialCredentials(), "certificate authorities: cannot read the file /does/not/exist"),
            (
                .system, identity(.init(certificate: one.certificate, key: other.key)),
                "client certificate: certificate and key do not belong together"
            ),
            (.system, identity(.init(certificate: one.certificate, key: "x")), "client key: it is not a private key in PEM"),
            (.system, identity(.init(certificate: one.key, key: one.key)), "client certificate: there is no certificate in PEM"),
        ]
        for (trust, credentials, description) in rows {
            let configuration = ClusterConfiguration(server: ServerAddress(host: "127.0.0.1", port: 1), trust: trust, credentials: credentials)
            let error = await #expect(throws: KubernetesError.self) { try await configuration.validate() }
            #expect(error?.code == .configuration)
            #expect(error?.description.hasPrefix(description) == true, "\(String(describing: error))")
        }
    }
}
