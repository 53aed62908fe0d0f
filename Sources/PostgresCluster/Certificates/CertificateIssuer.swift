public import KubernetesModel

/// Fills the Secrets of a cluster with certificates.
///
/// Each function takes what a Secret holds now and returns what it should hold, or nil where nothing changes. What is good stays; a leaf is
/// replaced when it is missing, unreadable, for other names, not signed by the authority, or past two thirds of its life. Other keys of a
/// Secret are none of its business.
public struct CertificateIssuer: Sendable {
    public let cluster: ClusterDefinition
    public let authority: AuthoritySecret
    public let now: Timestamp

    public init(cluster: ClusterDefinition, authority: AuthoritySecret, now: Timestamp) {
        self.cluster = cluster
        self.authority = authority
        self.now = now
    }

    /// Contents by key.
    public typealias Contents = [String: String]

    /// `{c}-cluster-cert`: the server certificate of PostgreSQL, for the Services of the primary and of the replicas.
    public func server(_ existing: Contents, using generator: inout some RandomNumberGenerator) throws(CertificateError) -> Contents? {
        let names = cluster.dnsNames(ofService: cluster.names.primary) + cluster.dnsNames(ofService: cluster.names.replicas)
        let leaf = try leaf(existing, "tls.crt", "tls.key", CertificateSubject(dnsNames: names), using: &generator)
        return changed(existing, ["tls.crt": leaf.certificatePEM, "tls.key": leaf.keyPEM, "ca.crt": authority.trusted])
    }

    /// `{c}-replication-cert`: the client certificate with which members follow the leader.
    public func replication(_ existing: Contents, using generator: inout some RandomNumberGenerator) throws(CertificateError) -> Contents? {
        let subject = CertificateSubject(commonName: DatabaseRole.replication, dnsNames: [DatabaseRole.replication])
        let leaf = try leaf(existing, "tls.crt", "tls.key", subject, using: &generator)
        return changed(existing, ["tls.crt": leaf.certificatePEM, "tls.key": leaf.keyPEM, "ca.crt": authority.trusted])
    }

    /// `{inst}-certs`: one certificate for the instance's Pod, in the forms that Patroni and pgBackRest read.
    public func instance(
        _ instance: Instance, _ existing: Contents, using generator: inout some RandomNumberGenerator
    ) throws(CertificateError) -> Contents? {
        let subject = CertificateSubject(dnsNames: cluster.dnsNames(ofPod: instance.podName))
        let leaf = try leaf(existing, "dns.crt", "dns.key", subject, using: &generator)
        return changed(
            existing,
            [
                "dns.crt": leaf.certificatePEM, "dns.key": leaf.keyPEM,
                "patroni.ca-roots": authority.trusted, "patroni.crt-combined": leaf.keyPEM + leaf.certificatePEM,
                "pgbackrest-server.crt": leaf.certificatePEM, "pgbackrest-server.key": leaf.keyPEM,
            ])
    }

    /// `{c}-pgbackrest`: the client certificate of the cluster, and the server certificate of the repository host.
    public func pgBackRest(_ existing: Contents, using generator: inout some RandomNumberGenerator) throws(CertificateError) -> Contents? {
        let validity = cluster.tls.pgBackRestValidity
        let name = PgBackRestConfiguration.clientName(of: cluster)
        let client = try leaf(
            existing, "pgbackrest-client.crt", "pgbackrest-client.key", CertificateSubject(commonName: name, dnsNames: [name]), validity: validity,
            using: &generator)
        let host = CertificateSubject(dnsNames: cluster.dnsNames(ofPod: cluster.names.repoHostPod))
        let server = try leaf(existing, "pgbackrest-repo-host.crt", "pgbackrest-repo-host.key", host, validity: validity, using: &generator)
        return changed(
            existing,
            [
                "pgbackrest.ca-roots": authority.trusted,
                "pgbackrest-client.crt": client.certificatePEM, "pgbackrest-client.key": client.keyPEM,
                "pgbackrest-repo-host.crt": server.certificatePEM, "pgbackrest-repo-host.key": server.keyPEM,
            ])
    }

    /// The frontend keys of `{c}-pgbouncer`: what clients of the pooler see. Nil with a certificate of the user's.
    ///
    /// - Parameter additional: authorities that the user trusts besides, as PEM.
    public func pgBouncer(
        _ existing: Contents, additional: [String] = [], using generator: inout some RandomNumberGenerator
    ) throws(CertificateError) -> Contents? {
        let trusted = ([authority.trusted] + additional.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }).joined()
        if cluster.pgBouncer?.customTLSSecret != nil {
            return additional.isEmpty ? nil : changed(existing, [PgBouncerSecret.authorityKey: trusted])
        }
        let subject = CertificateSubject(dnsNames: cluster.dnsNames(ofService: cluster.names.pgBouncer))
        let leaf = try leaf(existing, PgBouncerSecret.certificateKey, PgBouncerSecret.privateKeyKey, subject, using: &generator)
        return changed(
            existing,
            [
                PgBouncerSecret.authorityKey: trusted, PgBouncerSecret.certificateKey: leaf.certificatePEM,
                PgBouncerSecret.privateKeyKey: leaf.keyPEM,
            ])
    }

    private func leaf(
        _ existing: Contents, _ certificateKey: String, _ privateKeyKey: String, _ subject: CertificateSubject, validity: Duration? = nil,
        using generator: inout some RandomNumberGenerator
    ) throws(CertificateError) -> LeafCertificate {
        let present = LeafCertificate(certificatePEM: existing[certificateKey], keyPEM: existing[privateKeyKey])
        if let present, present.problem(for: subject, authority: authority.current, now: now) == nil { return present }
        let validity = validity ?? cluster.tls.certificateValidity ?? CertificateTimes.year
        return try .issue(subject, by: authority.current, validity: validity, now: now, using: &generator)
    }

    private func changed(_ existing: Contents, _ wanted: Contents) -> Contents? {
        wanted.allSatisfy { existing[$0.key] == $0.value } ? nil : wanted
    }
}

extension CertificateIssuer {
    /// Keys of leaf certificates in the Secrets of a cluster.
    private static let leafKeys = ["tls.crt", "dns.crt", "pgbackrest-client.crt", "pgbackrest-repo-host.crt", PgBouncerSecret.certificateKey]

    /// The earliest time at which a leaf in a Secret is due for renewal.
    public static func renewalTime(of contents: Contents) -> Timestamp? {
        leafKeys.compactMap { contents[$0] }.compactMap { LeafCertificate(certificatePEM: $0, keyPEM: "-")?.renewalTime }.min()
    }
}
