public import Foundation
public import KubernetesClient
import KubernetesModel

extension Kubeconfig {
    /// The configuration that a context stands for.
    ///
    /// - Parameter name: nil for the current context.
    /// - Throws: ``KubernetesError`` with code `configuration`, which names file and field: for what is missing, wrong, or not supported
    ///   (`proxy-url`, `auth-provider`, `username`).
    public func configuration(context name: String? = nil) throws(KubernetesError) -> ClusterConfiguration {
        let parts = try parts(ofContext: name)
        let cluster = parts.cluster
        let serverText = try cluster.requiredText("server", like: "a URL such as https://10.0.0.1:6443")
        guard let server = ServerAddress(parsing: serverText) else {
            throw cluster.error("server", "must be a URL such as https://10.0.0.1:6443, is \"\(serverText)\"")
        }
        if try cluster.text("proxy-url") != nil {
            throw cluster.error("proxy-url", "proxies are not supported; remove the field and make the server reachable directly")
        }
        let authorities = try cluster.material("certificate-authority")
        let skipsVerification = try cluster.flag("insecure-skip-tls-verify")
        if skipsVerification, authorities != nil {
            throw cluster.error("insecure-skip-tls-verify", "must not be true beside a certificate-authority; remove one of them")
        }
        let serverName = try cluster.text("tls-server-name")
        var credentials: any CredentialSource = Anonymous()
        var impersonation: ClusterConfiguration.Impersonation?
        if let user = parts.user {
            credentials = try self.credentials(of: user, cluster: cluster)
            impersonation = try self.impersonation(of: user)
        }
        return ClusterConfiguration(
            server: server, trust: skipsVerification ? .anything : authorities.map { .authorities($0) } ?? .system, tlsServerName: serverName,
            credentials: credentials, impersonation: impersonation,
            namespace: try parts.context.text("namespace") ?? "default")
    }

    private func credentials(of user: KubeconfigSection, cluster: KubeconfigSection) throws(KubernetesError) -> any CredentialSource {
        for field in ["username", "password"] where try user.text(field) != nil {
            throw user.error(field, "Kubernetes 1.19 and newer accept no passwords; use a token, a client certificate or exec")
        }
        if try user.section("auth-provider") != nil {
            throw user.error("auth-provider", "was removed in Kubernetes 1.26; use exec with the plugin of your provider")
        }
        let certificate = try user.material("client-certificate")
        let key = try user.material("client-key")
        if certificate != nil, key == nil { throw user.error("client-key", "is missing beside client-certificate") }
        if certificate == nil, key != nil { throw user.error("client-certificate", "is missing beside client-key") }
        if let exec = try user.section("exec") {
            let plugin = try ExecPlugin(exec, cluster: cluster)
            return ExecCredentials(plugin, identity: MaterialCredentials(certificate: certificate, key: key))
        }
        let tokenFile = try user.filePath("tokenFile")
        let token = try user.text("token")
        return MaterialCredentials(
            token: tokenFile.map { .file($0) } ?? token.map { .bytes(Array($0.utf8)) }, certificate: certificate, key: key)
    }

    private func impersonation(of user: KubeconfigSection) throws(KubernetesError) -> ClusterConfiguration.Impersonation? {
        let (name, uid, groups) = (try user.text("as"), try user.text("as-uid"), try user.texts("as-groups"))
        if let name { return ClusterConfiguration.Impersonation(user: name, uid: uid, groups: groups) }
        if uid != nil || !groups.isEmpty { throw user.error("as", "is missing beside as-uid or as-groups") }
        return nil
    }
}

extension ClusterConfiguration {
    /// The configuration of a kubeconfig where there is one (`KUBECONFIG` or `~/.kube/config`), else that of the Pod that we run in.
    ///
    /// - Throws: ``KubernetesError`` with code `configuration` if neither is there or what is there is wrong.
    public static func detect(
        context: String? = nil, environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(KubernetesError) -> ClusterConfiguration {
        let isInPod = environment["KUBERNETES_SERVICE_HOST"] != nil
        let hasFile = Kubeconfig.standardFiles(environment: environment).contains { FileManager.default.fileExists(atPath: $0) }
        if isInPod, !hasFile, context == nil { return try .inCluster(environment: environment) }
        return try Kubeconfig.standard(environment: environment).configuration(context: context)
    }
}
