import FoundationEssentials
import KubernetesClient
import KubernetesKubeconfig
import KubernetesModel
import Testing

@Suite("A kubeconfig") struct KubeconfigTests {
    let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func text(cluster: String = "server: https://10.0.0.1:6443", user: String = "token: tok", context: String = "cluster: c, user: u")
        -> String
    {
        """
        apiVersion: v1
        kind: Config
        current-context: main
        contexts:
        - {name: main, context: {\(context)}}
        clusters:
        - {name: c, cluster: {\(cluster)}}
        users:
        - {name: u, user: {\(user)}}
        """
    }

    @Test func givesServerCredentialsAndNamespace() async throws {
        let pki = try TestPKI()
        let leaf = try pki.leaf("admin")
        let base64 = { (text: String) in Data(text.utf8).base64EncodedString() }
        let file = try directory.write(
            text(
                cluster: "server: 'https://10.0.0.1:6443/', tls-server-name: kube, certificate-authority-data: \(base64(try pki.pem))",
                user: "client-certificate-data: \(base64(leaf.certificate)), client-key-data: \(base64(leaf.key)), token: 0123",
                context: "cluster: c, user: u, namespace: shop"), to: "config")
        let configuration = try Kubeconfig(files: [file]).configuration()
        #expect(configuration.server.description == "https://10.0.0.1:6443")
        #expect(configuration.tlsServerName == "kube")
        #expect(configuration.namespace == "shop")
        let credentials = try await configuration.credentials.credentials()
        #expect(credentials.token == "0123")
        #expect(credentials.identity?.privateKey == Array(leaf.key.utf8))
        try await configuration.validate()
    }

    @Test func readsFilesRelativeToItsOwnDirectory() async throws {
        try directory.write("tok\n", to: "token")
        try directory.write(try TestPKI().pem, to: "ca.crt")
        let file = try directory.write(
            text(cluster: "server: https://a, certificate-authority: ./ca.crt", user: "tokenFile: token, token: other"), to: "config")
        let configuration = try Kubeconfig(files: [file]).configuration()
        #expect(try await configuration.credentials.credentials().token == "tok")
        try await configuration.validate()
    }

    @Test func isMergedFromSeveralFilesOfWhichTheFirstCounts() throws {
        let one = try directory.write("current-context: main\nusers: [{name: u, user: {token: first}}]\n", to: "one")
        let two = try directory.write(text(user: "token: second"), to: "two")
        let three = try directory.write("current-context: other\ncontexts: [{name: other, context: {cluster: c}}]\nclusters: ~\n", to: "three")
        let config = try Kubeconfig.standard(environment: ["KUBECONFIG": "\(one):\(directory.path)/missing:\(two)::\(three)"])
        #expect(config.files == [one, two, three])
        #expect(config.currentContext == "main")
        #expect(config.contextNames == ["main", "other"])
        #expect(try config.configuration().credentials is MaterialCredentials)
        #expect(try config.configuration(context: "other").credentials is Anonymous)
    }

    @Test func tellsWhomToImpersonate() async throws {
        let file = try directory.write(text(cluster: "server: http://a", user: "as: jane, as-groups: [dev, ops], as-uid: 7"), to: "config")
        let expected = ClusterConfiguration.Impersonation(user: "jane", uid: "7", groups: ["dev", "ops"])
        var configuration = try Kubeconfig(files: [file]).configuration()
        #expect(configuration.impersonation == expected)
        try await ScriptedServer.run { exchange in
            #expect(exchange.headers["impersonate-user"] == "jane")
            #expect(exchange.headers["impersonate-uid"] == "7")
            #expect(exchange.headers["impersonate-group"] == "dev,ops")
            try await exchange.answer("{}")
        } body: { [configuration] server in
            var here = configuration
            here.server = ServerAddress(usesTLS: false, host: "127.0.0.1", port: server.port)
            _ = try await KubernetesClient(here).send(APIRequest("get version", path: "/version"))
        }
        configuration.impersonation = nil
    }

    struct Wrong: Sendable, CustomTestStringConvertible {
        let text: String
        let context: String?
        let says: String
        var testDescription: String { says }
    }

    @Test("names file, place and remedy of what is wrong")
    func errors() throws {
        let rows: [(String, String?, String)] = [
            (text(), "prod", #"contexts: there is none called "prod"; there are: main"#),
            ("contexts: []", nil, "current-context: is not set"),
            (text(context: "user: u"), nil, "contexts[main].context.cluster: is missing; it should be the name of one of the clusters"),
            (text(context: "cluster: x"), nil, #"contexts[main].context.cluster: there is no cluster called "x"; there are: c"#),
            (text(context: "cluster: c, user: x"), nil, #"contexts[main].context.user: there is no user called "x"; there are: u"#),
            (text(cluster: ""), nil, "clusters[c].cluster.server: is missing; it should be a URL such as https://10.0.0.1:6443"),
            (text(cluster: "server: 10.0.0.1"), nil, #"clusters[c].cluster.server: must be a URL such as https://10.0.0.1:6443, is "10.0.0.1""#),
            (text(cluster: "server: [a]"), nil, "clusters[c].cluster.server: must be a text"),
            (text(cluster: "server: https://a, proxy-url: http://p"), nil, "clusters[c].cluster.proxy-url: proxies are not supported"),
            (
                text(cluster: "server: https://a, certificate-authority-data: '!'"), nil,
                "clusters[c].cluster.certificate-authority-data: must be base64"
            ),
            (
                text(cluster: "server: https://a, certificate-authority: no.crt"), nil,
                "clusters[c].cluster.certificate-authority: cannot read the file"
            ),
            (
                text(cluster: "server: https://a, certificate-authority-data: YQ==, insecure-skip-tls-verify: true"), nil,
                "clusters[c].cluster.insecure-skip-tls-verify: must not be true beside a certificate-authority"
            ),
            (
                text(cluster: "server: https://a, insecure-skip-tls-verify: yes"), nil,
                #"clusters[c].cluster.insecure-skip-tls-verify: must be true or false, is "yes""#
            ),
            (text(user: "client-certificate-data: YQ=="), nil, "users[u].user.client-key: is missing beside client-certificate"),
            (text(user: "client-key-data: YQ=="), nil, "users[u].user.client-certificate: is missing beside client-key"),
            (text(user: "tokenFile: /no"), nil, "users[u].user.tokenFile: cannot read the file /no"),
            (text(user: "password: s3cret"), nil, "users[u].user.password: Kubernetes 1.19 and newer accept no passwords"),
            (text(user: "auth-provider: {name: gcp}"), nil, "users[u].user.auth-provider: was removed in Kubernetes 1.26"),
            (text(user: "as-groups: [a]"), nil, "users[u].user.as: is missing"),
            (text(user: "exec: {command: x}"), nil, "users[u].user.exec.apiVersion: is missing; it should be client.authentication.k8s.io/v1"),
            (
                text(user: "exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}"), nil,
                "users[u].user.exec.apiVersion: must be client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1"
            ),
            (text(user: "exec: {apiVersion: client.authentication.k8s.io/v1}"), nil, "users[u].user.exec.command: is missing"),
            ("users: {}", nil, "users: must be a list"),
            ("users: [a]", nil, "users[0]: must be a map of fields"),
            ("users: [{user: {token: s3cret}}]", nil, "users[0].name: is missing"),
            ("- a", nil, "must be a map of fields, as `kubectl config view` prints it"),
            ("users: [\ntoken: s3cret", nil, "is no YAML: line "),
        ]
        for (text, context, says) in rows {
            let file = try directory.write(text, to: "config")
            let error = #expect(throws: KubernetesError.self, "\(says)") { try Kubeconfig(files: [file]).configuration(context: context) }
            #expect(error?.code == .configuration)
            #expect(error?.description.hasPrefix("kubeconfig \(file): \(says)") == true, "\(says) – \(String(describing: error))")
            #expect(error?.description.contains("s3cret") == false)
        }
    }

    @Test func saysWhichFilesAreMissing() {
        let error = #expect(throws: KubernetesError.self) { try Kubeconfig.standard(environment: ["KUBECONFIG": "/no/a:/no/b"]) }
        #expect(error?.description == "kubeconfig: there is no file /no/a or /no/b; set KUBECONFIG to its path")
        let home = #expect(throws: KubernetesError.self) { try ClusterConfiguration.detect(environment: ["HOME": "/no"]) }
        #expect(home?.description.contains("/no/.kube/config") == true)
    }
}
