import KubernetesModel

/// Makes the Secrets that are missing, and has those looked at whose inputs changed or whose certificates are due.
///
/// - Reads: which Secrets there are, the digests of their values, and the annotations that say what each was made from.
/// - Plans: a ``SecretStep`` for each that needs a look; the code that sees the values decides what is written.
/// - Never: plans anything for a Secret that a user brought.
struct KeepSecrets: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let names = cluster.definition.names
        let tls = cluster.definition.tls
        if tls.customRootSecret == nil {
            look(at: .certificateAuthority, names.authorityCertificate, ["root.crt", "root.key"], in: cluster, isLeaf: false, &plan)
        }
        if tls.customSecret == nil {
            look(at: .serverCertificate, names.certificate, ["tls.crt", "tls.key", "ca.crt"], in: cluster, &plan)
        }
        if tls.customReplicationSecret == nil {
            look(at: .replicationCertificate, names.replicationCertificate, ["tls.crt", "tls.key", "ca.crt"], in: cluster, &plan)
        }
        if cluster.definition.backups.isEnabled {
            look(
                at: .pgBackRest, names.pgBackRest,
                ["pgbackrest.ca-roots", "pgbackrest-client.crt", "pgbackrest-client.key", "pgbackrest-repo-host.crt", "pgbackrest-repo-host.key"],
                in: cluster, &plan)
        }
        if let pooler = cluster.definition.pgBouncer {
            var keys = ["pgbouncer-password", "pgbouncer-verifier", "pgbouncer-users.txt", "pgbouncer-admin-password"]
            if pooler.customTLSSecret == nil { keys += ["pgbouncer-frontend.ca-roots", "pgbouncer-frontend.crt", "pgbouncer-frontend.key"] }
            look(at: .pgBouncer, names.pgBouncer, keys, in: cluster, &plan)
        }
        for user in cluster.definition.effectiveUsers {
            let name = user.secretName ?? names.userSecret(user.name)
            look(at: .user(name: user.name), name, ["user", "password", "verifier", "host", "port"], in: cluster, isLeaf: false, &plan)
        }
    }

    /// Plans a look at the certificates of an instance.
    static func certificates(of instance: String, in cluster: ClusterSnapshot, into plan: inout Plan) {
        KeepSecrets().look(
            at: .instanceCertificates(instance: instance), "\(instance)-certs",
            ["dns.crt", "dns.key", "patroni.ca-roots", "patroni.crt-combined", "pgbackrest-server.crt", "pgbackrest-server.key"], in: cluster, &plan)
    }

    /// - Parameter isLeaf: whether it is signed by the cluster's CA.
    private func look(
        at subject: SecretStep.Subject, _ name: String, _ keys: [String], in cluster: ClusterSnapshot, isLeaf: Bool = true, _ plan: inout Plan
    ) {
        let inputs = SecretInputs.text(for: subject, in: cluster.definition)
        let key = ObjectKey(namespace: cluster.definition.namespace, name: name)
        guard let secret = cluster.secrets[name] else {
            plan.wait(because: Because(.certificatesPending, "Secret \(name) is being made"))
            plan.secrets.append(SecretStep(subject, key: key, inputs: inputs, because: Because(.created, "Secret \(name) is made")))
            return
        }
        if let time = renewalTime(of: secret), cluster.now < time {
            plan.lookAgain(after: time.since(cluster.now), because: "Secret \(name) is due for renewal")
        }
        let authority = subject == .certificateAuthority ? KeepAuthority(cluster: cluster) : nil
        let renewal = renewal(of: secret, isLeaf: isLeaf, in: cluster) ?? authority?.change(of: secret)
        guard let change = change(of: secret, keys: keys, inputs: inputs) ?? renewal else { return }
        let because = Because(change == renewal ? .certificateRenewed : .changed, "Secret \(name): \(change)")
        var step = SecretStep(subject, key: key, inputs: inputs, because: because)
        if let authority { step.renewal = authority.facts }
        plan.secrets.append(step)
    }

    /// What asks for a look at a Secret; nil if nothing does.
    private func change(of secret: SecretDigest, keys: [String], inputs: String) -> String? {
        let annotations = secret.metadata.annotations ?? [:]
        if let missing = keys.first(where: { !secret.has($0) }) { return "\(missing) is missing or empty" }
        if annotations[SecretInputs.inputsAnnotation] != inputs { return "what it is made from has changed" }
        if let password = secret.keys["password"], annotations[SecretInputs.passwordAnnotation] != password { return "the password has changed" }
        return nil
    }

    /// Why certificates are to be renewed; nil if they are not.
    private func renewal(of secret: SecretDigest, isLeaf: Bool, in cluster: ClusterSnapshot) -> String? {
        let annotations = secret.metadata.annotations ?? [:]
        if isLeaf, let trust = cluster.trust {
            if annotations[SecretInputs.issuerAnnotation] != cluster.authorityDigest { return "the certificate authority has changed" }
            if annotations[SecretInputs.trustAnnotation] != trust { return "the certificate authorities that are trusted have changed" }
        }
        guard let time = renewalTime(of: secret), time <= cluster.now else { return nil }
        return isLeaf ? "its certificates are due for renewal" : "the next step of its renewal is due"
    }

    private func renewalTime(of secret: SecretDigest) -> Timestamp? {
        secret.metadata.annotations?[SecretInputs.renewAnnotation].flatMap(Timestamp.init(parsing:))
    }
}

/// What a Secret was made from, in annotations beside it.
public enum SecretInputs {
    /// Hash of names, hosts, ports and durations that go into the content.
    public static let inputsAnnotation = "egret.dev/inputs"
    /// Digest of the CA's certificate that signed its certificates.
    public static let issuerAnnotation = "egret.dev/issuer"
    /// Digest of the password from which the derived keys were made.
    public static let passwordAnnotation = "egret.dev/password"
    /// When its first certificate is to be renewed; on the authority's Secret: when the next step of its renewal is due.
    public static let renewAnnotation = "egret.dev/renew-after"

    /// A hash of everything in the definition that the content depends on.
    public static func text(for subject: SecretStep.Subject, in cluster: ClusterDefinition) -> String {
        var parts = [cluster.name, cluster.namespace, cluster.dnsDomain, cluster.uid]
        let tls = cluster.tls
        func validity(_ duration: Duration?) -> String { duration.map { String($0.components.seconds) } ?? "-" }
        switch subject {
        case .certificateAuthority: parts += ["ca", validity(tls.authorityValidity)]
        case .serverCertificate: parts += ["server", validity(tls.certificateValidity)]
        case .replicationCertificate: parts += ["replication", validity(tls.certificateValidity)]
        case .instanceCertificates(let instance):
            parts += ["instance", instance, validity(tls.certificateValidity), validity(tls.pgBackRestValidity)]
        case .pgBackRest: parts += ["pgbackrest", validity(tls.pgBackRestValidity ?? tls.certificateValidity)]
        case .pgBouncer:
            parts += ["pgbouncer", validity(tls.certificateValidity), cluster.pgBouncer?.usersSecret ?? "-"]
            parts += (cluster.pgBouncer?.additionalTrustedCAs ?? []) + [cluster.pgBouncer?.customTLSSecret == nil ? "own" : "custom"]
        case .user(let name):
            let user = cluster.effectiveUsers.first { $0.name == name }
            parts += ["user", name, user?.passwordType.rawValue ?? "-", String(cluster.port), cluster.pgBouncer.map { String($0.port) } ?? "-"]
            parts += user?.databases ?? []
        }
        return StableHash.text(of: parts.joined(separator: "\n"))
    }
}
