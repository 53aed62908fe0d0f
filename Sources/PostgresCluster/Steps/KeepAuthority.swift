import KubernetesModel

/// Looks after the renewal of the cluster's own certificate authority; ``AuthoritySecret`` knows its steps.
///
/// Where it stands survives a restart in the authority's Secret: in its keys, and in the annotation `egret.dev/settled-since`.
///
/// - Reads: digests and annotations of the authority's Secret and of all Secrets with certificates.
/// - Plans: a look at the authority's Secret when a person asks for a renewal, when the Secrets have followed its last step, or no longer do.
/// - Never: has anything to do with an authority that a user brought.
struct KeepAuthority {
    let cluster: ClusterSnapshot

    /// What the writer is told.
    var facts: AuthorityRenewal {
        var facts = AuthorityRenewal()
        facts.settledTrust = cluster.settledTrust
        facts.request = cluster.resource.metadata.annotations?[Annotation.renewAuthority]
        return facts
    }

    /// Why the authority's Secret is looked at; nil if nothing is to do.
    func change(of secret: SecretDigest) -> String? {
        let annotations = secret.metadata.annotations ?? [:]
        if AuthoritySecret.passingKeys.contains(where: secret.has) {
            let isSettled = cluster.settledTrust != nil
            guard isSettled != (annotations[SecretInputs.settledAnnotation] != nil) else { return nil }
            return isSettled ? "every certificate has followed the last step of the renewal" : "not every certificate has followed the renewal"
        }
        if let request = facts.request, annotations[SecretInputs.requestAnnotation] != request { return "its renewal is asked for" }
        return annotations[SecretInputs.renewAnnotation] == nil ? "when it is to be renewed is not noted" : nil
    }
}

extension Annotation {
    /// On a cluster: its certificate authority is renewed each time the text here changes.
    public static let renewAuthority = "egret.dev/renew-authority"
}

extension SecretInputs {
    /// What its certificates' holders trust; see ``trust(of:)``.
    public static let trustAnnotation = "egret.dev/trust"
    /// On the authority's Secret during a renewal: since when all other Secrets have followed its last step.
    public static let settledAnnotation = "egret.dev/settled-since"
    /// On the authority's Secret: the request by which it was renewed last.
    public static let requestAnnotation = "egret.dev/renewed-for"

    /// Stands for a set of trusted authorities.
    ///
    /// - Parameter digests: of the values in the authority's Secret, by key.
    public static func trust(of digests: [String: String]) -> String {
        FNV1a.digits(AuthoritySecret.Key.trusted.map { digests[$0] ?? "" }.joined(separator: ".").utf8)
    }
}

extension ClusterSnapshot {
    /// Digests of what the authority's Secret holds, under the keys of a Secret of our own; nil before there is one.
    private var authorityDigests: [String: String]? {
        let tls = definition.tls
        guard var digests = secrets[tls.customRootSecret?.name ?? definition.names.authorityCertificate]?.keys else { return nil }
        if tls.customRootSecret != nil { digests[AuthoritySecret.Key.certificate] = digests[tls.rootCertificateKey] }
        return digests
    }

    /// Digest of the certificate that signs; nil before there is one.
    var authorityDigest: String? { authorityDigests?[AuthoritySecret.Key.certificate] }

    /// What every Secret should trust; nil before there is an authority.
    var trust: String? { authorityDigests.map(SecretInputs.trust) }

    /// What every Secret trusts, if the present authority has signed all certificates.
    fileprivate var settledTrust: String? {
        guard let trust, let issuer = authorityDigest else { return nil }
        let isSettled = certificateSecrets.allSatisfy { name in
            let annotations = secrets[name]?.metadata.annotations
            return annotations?[SecretInputs.issuerAnnotation] == issuer && annotations?[SecretInputs.trustAnnotation] == trust
        }
        return isSettled ? trust : nil
    }

    /// Names of the Secrets that hold certificates of the authority.
    private var certificateSecrets: [String] {
        let names = definition.names
        var all: [String] = []
        if definition.tls.customSecret == nil { all.append(names.certificate) }
        if definition.tls.customReplicationSecret == nil { all.append(names.replicationCertificate) }
        if definition.backups.isEnabled { all.append(names.pgBackRest) }
        if definition.pgBouncer != nil { all.append(names.pgBouncer) }
        let sets = Set(definition.instanceSets.map(\.name))
        return all + instances.filter { $0.statefulSet?.isThere == true && sets.contains($0.set) }.map { "\($0.name)-certs" }
    }
}
