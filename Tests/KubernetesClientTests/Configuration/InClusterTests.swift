import KubernetesClient
import KubernetesModel
import Testing

@Suite("The configuration of a Pod") struct InClusterTests {
    private func directory(without missing: String? = nil) throws -> TemporaryDirectory {
        let directory = try TemporaryDirectory()
        for (name, text) in [("token", "tok\n"), ("ca.crt", try TestPKI().pem), ("namespace", "shop")] where name != missing {
            try directory.write(text, to: name)
        }
        return directory
    }
    let environment = ["KUBERNETES_SERVICE_HOST": "fd00::1", "KUBERNETES_SERVICE_PORT": "6443"]

    @Test func isReadFromEnvironmentAndFiles() async throws {
        let directory = try directory()
        let configuration = try ClusterConfiguration.inCluster(environment: environment, directory: directory.path)
        #expect(configuration.server.description == "https://[fd00::1]:6443")
        #expect(configuration.namespace == "shop")
        #expect(try await configuration.credentials.credentials() == Credentials(token: "tok"))
        try await configuration.validate()
    }

    @Test func hasTheDefaultNamespaceWhereNoneIsGiven() throws {
        let directory = try directory(without: "namespace")
        #expect(try ClusterConfiguration.inCluster(environment: environment, directory: directory.path).namespace == "default")
    }

    @Test func saysWhatIsMissing() throws {
        let whole = try directory()
        let rows: [([String: String], TemporaryDirectory, String)] = [
            ([:], whole, "the environment has no KUBERNETES_SERVICE_HOST"),
            (["KUBERNETES_SERVICE_HOST": "a"], whole, "the environment has no KUBERNETES_SERVICE_PORT"),
            (["KUBERNETES_SERVICE_HOST": "a", "KUBERNETES_SERVICE_PORT": "tcp"], whole, #"KUBERNETES_SERVICE_PORT must be a port, is "tcp""#),
            (environment, try directory(without: "token"), "/token"), (environment, try directory(without: "ca.crt"), "/ca.crt"),
        ]
        for (environment, directory, part) in rows {
            let error = #expect(throws: KubernetesError.self) {
                try ClusterConfiguration.inCluster(environment: environment, directory: directory.path)
            }
            #expect(error?.code == .configuration)
            #expect(error?.description.contains(part) == true, "\(String(describing: error))")
        }
    }
}

@Suite("A token in a file") struct TokenFileTests {
    let request = APIRequest("get version", path: "/version")

    /// Accepts one token only.
    private func script(accepting token: String, seen: Recorder<String>) -> ScriptedServer.Script {
        { exchange in
            let shown = exchange.headers["authorization"] ?? ""
            seen.note(shown)
            if shown == "Bearer \(token)" {
                if exchange.target.contains("watch=true") { try await exchange.beginStream() }
                try await exchange.target.contains("watch=true") ? exchange.endStream() : exchange.answer("{}")
            } else {
                try await exchange.answer(401, #"{"kind":"Status","reason":"Unauthorized"}"#)
            }
        }
    }

    @Test func isReadAgainWhenItIsOld() async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("new", to: "token")
        let seen = Recorder<String>()
        try await ScriptedServer.run(script: script(accepting: "newer", seen: seen)) { server in
            let client = server.client(credentials: MaterialCredentials(token: .file(file), rereadAfter: .zero))
            try directory.write("newer", to: "token")
            _ = try await client.send(request)
            #expect(seen.all == ["Bearer newer"])
        }
    }

    @Test("is read again when the server refused it", arguments: [false, true])
    func refused(byWatch: Bool) async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("old", to: "token")
        let seen = Recorder<String>()
        try await ScriptedServer.run(script: script(accepting: "new", seen: seen)) { server in
            let credentials = MaterialCredentials(token: .file(file), rereadAfter: .seconds(3600))
            let first = try credentials.credentials()
            #expect(first.token == "old")
            try directory.write("new", to: "token")
            let client = server.client(credentials: credentials)
            if byWatch { _ = try await client.watch(request) } else { _ = try await client.send(request) }
            #expect(seen.all == ["Bearer old", "Bearer new"])
        }
    }

    @Test func isKeptWhileTheFileCannotBeRead() async throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write("tok", to: "token")
        let credentials = MaterialCredentials(token: .file(file), rereadAfter: .zero)
        #expect(try credentials.credentials().token == "tok")
        try directory.write("", to: "token")
        #expect(try credentials.credentials().token == "tok")
    }

    @Test func isNeverShown() {
        let credentials = Credentials(token: "s3cret", identity: ClientIdentity(certificateChain: Array("c3rt".utf8), privateKey: Array("k3y".utf8)))
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), dumped] {
            #expect(!text.contains("s3cret"))
            #expect(!text.contains("107"))
        }
        #expect("\(credentials)" == "a token and a client certificate")
    }
}
