import FoundationEssentials
import KubernetesClient
import KubernetesKubeconfig
import KubernetesModel
import Testing

@Suite("A credential plugin") struct ExecPluginTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A kubeconfig whose plugin is this shell script; `$CALLS` is a file that counts.
    private func configuration(_ script: String, fields: String = "") throws -> ClusterConfiguration {
        try directory.write("#!/bin/sh\necho call >> $CALLS\n\(script)\n", to: "plugin", executable: true)
        let file = try directory.write(
            """
            current-context: main
            contexts: [{name: main, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "https://10.0.0.1:6443", certificate-authority-data: Y2E=}}]
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./plugin
                  args: [get-token, "a b"]
                  env: [{name: CALLS, value: "\(directory.path)/calls"}, {name: EXTRA, value: "7"}]
                  interactiveMode: Never
                  installHint: see example.com
                  \(fields)
            """, to: "config")
        return try Kubeconfig(files: [file]).configuration()
    }

    private var calls: Int {
        let text = FileManager.default.contents(atPath: "\(directory.path)/calls").map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").count
    }

    private func output(_ status: String) -> String {
        #"echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":\#(status)}'"#
    }

    @Test func runsOnceForManyRequests() async throws {
        let configuration = try configuration(output(#"{"token":"tok","expirationTimestamp":"2999-01-01T00:00:00Z"}"#))
        try await withThrowingTaskGroup(of: String?.self) { group in
            for _ in 1...10 { group.addTask { try await configuration.credentials.credentials().token } }
            for try await token in group { #expect(token == "tok") }
        }
        #expect(calls == 1)
        await configuration.credentials.refused(Credentials(token: "another"))
        _ = try await configuration.credentials.credentials()
        #expect(calls == 1)
        await configuration.credentials.refused(Credentials(token: "tok"))
        _ = try await configuration.credentials.credentials()
        #expect(calls == 2)
    }

    @Test func runsAgainWhenItsCredentialsExpire() async throws {
        let configuration = try configuration(output(#"{"token":"tok","expirationTimestamp":"2001-01-01T00:00:00Z"}"#))
        for _ in 1...3 { _ = try await configuration.credentials.credentials() }
        #expect(calls == 3)
    }

    @Test func isToldWhatForAndGetsItsArguments() async throws {
        let configuration = try configuration(
            #"echo "$KUBERNETES_EXEC_INFO" > $CALLS.info; echo "$1,$2,$EXTRA" > $CALLS.args; "# + output(#"{"token":"tok"}"#),
            fields: "provideClusterInfo: true")
        _ = try await configuration.credentials.credentials()
        let read = { (name: String) in String(decoding: FileManager.default.contents(atPath: directory.path + "/" + name) ?? Data(), as: UTF8.self) }
        #expect(read("calls.args") == "get-token,a b,7\n")
        #expect(
            try JSONValue(parsing: read("calls.info")) == [
                "apiVersion": "client.authentication.k8s.io/v1", "kind": "ExecCredential",
                "spec": ["interactive": false, "cluster": ["server": "https://10.0.0.1:6443", "certificate-authority-data": "Y2E="]],
            ])
    }

    @Test func mayGiveAClientCertificate() async throws {
        let configuration = try configuration(output(#"{"clientCertificateData":"cert","clientKeyData":"key"}"#))
        let identity = try await configuration.credentials.credentials().identity
        #expect(identity == ClientIdentity(certificateChain: Array("cert".utf8), privateKey: Array("key".utf8)))
    }

    @Test(
        "fails with what is wrong, and never quotes what was printed",
        arguments: [
            ("exit 3", "plugin failed with exit status 3; see example.com"), ("echo s3cret", "must be JSON of kind ExecCredential"),
            ("echo '{}'", "kind: must be ExecCredential"),
            (#"echo '{"kind":"ExecCredential","apiVersion":"v1"}'"#, "apiVersion: must be client.authentication.k8s.io/v1"),
            (#"echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1"}'"#, "status: is missing"),
            (
                #"echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{}}'"#,
                "status: has neither token nor clientCertificateData"
            ),
            (
                #"echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"clientKeyData":"s3cret"}}'"#,
                "status: clientCertificateData and clientKeyData go together"
            ),
            (
                #"echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"s3cret","expirationTimestamp":"soon"}}'"#,
                "status.expirationTimestamp: must be a time of RFC 3339"
            ),
        ])
    func errors(script: String, says: String) async throws {
        let configuration = try configuration(script)
        let error = await #expect(throws: KubernetesError.self) { try await configuration.credentials.credentials() }
        #expect(error?.code == .configuration)
        #expect(error?.description.hasSuffix(says) == true, "\(String(describing: error))")
        #expect(error?.description.contains("users[u].user.exec.command") == true)
        #expect(error?.description.contains("s3cret") == false)
    }

    @Test func saysWhereToGetAProgramThatIsMissing() async throws {
        let configuration = try configuration("")
        try FileManager.default.removeItem(atPath: "\(directory.path)/plugin")
        let error = await #expect(throws: KubernetesError.self) { try await configuration.credentials.credentials() }
        #expect(error?.description.hasSuffix("exec.command: there is no program \(directory.path)/plugin; see example.com") == true)
    }
}
