/// Where an API server is, which certificates to trust, and as whom to speak to it.
///
/// It comes from the Pod that we run in (``inCluster(environment:directory:)``), from a kubeconfig (module KubernetesKubeconfig), or is written
/// by hand.
public struct ClusterConfiguration: Sendable {
    /// Which certificates of the server are accepted.
    public enum Trust: Sendable {
        /// Those that the certificate authorities of this machine have signed.
        case system
        /// Those that these certificate authorities (PEM) have signed.
        case authorities(Material)
        /// Any: whoever can redirect the connection reads and changes everything. For experiments.
        case anything
    }

    /// Whom the server should take the requests for, instead of the one whose credentials come with them.
    public struct Impersonation: Sendable, Hashable {
        public var user: String
        public var uid: String?
        public var groups: [String]

        public init(user: String, uid: String? = nil, groups: [String] = []) {
            self.user = user
            self.uid = uid
            self.groups = groups
        }
    }

    public var server: ServerAddress
    public var trust: Trust
    /// The name that the server's certificate must carry, where that is not the host of ``server``.
    public var tlsServerName: String?
    public var credentials: any CredentialSource
    public var impersonation: Impersonation?
    /// The namespace that is meant where none is given.
    public var namespace: String

    public init(
        server: ServerAddress, trust: Trust = .system, tlsServerName: String? = nil, credentials: any CredentialSource = Anonymous(),
        impersonation: Impersonation? = nil, namespace: String = "default"
    ) {
        self.server = server
        self.trust = trust
        self.tlsServerName = tlsServerName
        self.credentials = credentials
        self.impersonation = impersonation
        self.namespace = namespace
    }
}
