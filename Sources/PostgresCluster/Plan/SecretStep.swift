public import KubernetesModel

/// A Secret whose content is made, completed or renewed.
///
/// The snapshot knows Secrets only by digests. The executor reads the values, lets the pure code of `Certificates` and `Users` decide, and
/// creates the Secret, or patches the changed keys with uid and resourceVersion.
public struct SecretStep: Sendable, Hashable {
    /// Which Secret it is.
    public enum Subject: Sendable, Hashable {
        /// `{c}-cluster-ca-cert`
        case certificateAuthority
        /// `{c}-cluster-cert`
        case serverCertificate
        /// `{c}-replication-cert`
        case replicationCertificate
        /// `{inst}-certs`
        case instanceCertificates(instance: String)
        /// `{c}-pgbackrest`
        case pgBackRest
        /// `{c}-pgbouncer`
        case pgBouncer
        /// `{c}-pguser-{user}` or the name that the spec gives
        case user(name: String)
    }
    public var subject: Subject
    public var key: ObjectKey
    /// What the content depends on besides the Secret itself; kept in the annotation `egret.dev/inputs`.
    public var inputs: String
    public var because: Because
    /// For ``Subject/certificateAuthority``.
    public var renewal = AuthorityRenewal()

    public init(_ subject: Subject, key: ObjectKey, inputs: String, because: Because) {
        self.subject = subject
        self.key = key
        self.inputs = inputs
        self.because = because
    }
}

/// What the snapshot shows about the renewal of a cluster's certificate authority.
public struct AuthorityRenewal: Sendable, Hashable {
    /// What all Secrets with certificates trust (see ``SecretInputs/trust(of:)``), if the present authority has signed all of them; else nil.
    public var settledTrust: String?
    /// What a person wrote into the annotation `egret.dev/renew-authority` of the cluster.
    public var request: String?

    public init() {}
}
