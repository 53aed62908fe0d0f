import FoundationEssentials
public import KubernetesModel

extension Secret {
    /// The contents that are text, by key.
    public var texts: [String: String] {
        (data ?? [:]).compactMapValues { Data(base64Encoded: $0).flatMap { String(validating: $0, as: UTF8.self) } }
    }

    /// A Secret of texts.
    init(metadata: ObjectMeta, texts: [String: String]) {
        self.init(metadata: metadata, data: texts.mapValues { Data($0.utf8).base64EncodedString() }, type: "Opaque")
    }

    /// `{c}-cluster-ca-cert`. Nobody owns it, so that a cluster that is made again over its volumes keeps its authority.
    public static func authority(of cluster: ClusterDefinition, _ texts: [String: String]) -> Secret {
        Secret(metadata: .of(cluster, cluster.names.authorityCertificate, labels: [:], isOwned: false), texts: texts)
    }

    /// `{c}-cluster-cert`.
    public static func serverCertificate(of cluster: ClusterDefinition, _ texts: [String: String]) -> Secret {
        certificate(cluster.names.certificate, "postgres-tls", of: cluster, texts)
    }

    /// `{c}-replication-cert`.
    public static func replicationCertificate(of cluster: ClusterDefinition, _ texts: [String: String]) -> Secret {
        certificate(cluster.names.replicationCertificate, "replication-client-tls", of: cluster, texts)
    }

    private static func certificate(_ name: String, _ purpose: String, of cluster: ClusterDefinition, _ texts: [String: String]) -> Secret {
        let labels = [Label.cluster: cluster.name, Label.clusterCertificate: purpose].merging(cluster.appLabels()) { $1 }
        return Secret(metadata: .of(cluster, name, labels: labels, isOwned: false), texts: texts)
    }

    /// `{inst}-certs`.
    public static func certificates(of instance: Instance, in cluster: ClusterDefinition, _ texts: [String: String]) -> Secret {
        let labels = cluster.selector(of: instance).merging(cluster.appLabels()) { $1 }
        let custom = cluster.instanceMetadata.merging(instance.set.metadata)
        return Secret(metadata: .of(cluster, instance.certificates, labels: labels, custom: custom, isOwned: false), texts: texts)
    }

    /// `{c}-pgbackrest`.
    public static func pgBackRest(of cluster: ClusterDefinition, _ texts: [String: String]) -> Secret {
        let labels = [Label.cluster: cluster.name, Label.pgBackRest: "", Label.pgBackRestConfig: ""].merging(cluster.appLabels()) { $1 }
        return Secret(
            metadata: .of(cluster, cluster.names.pgBackRest, labels: labels, custom: cluster.pgBackRestMetadata, isOwned: false), texts: texts)
    }

    /// `{c}-pgbouncer`; nil without a pooler.
    public static func pgBouncer(of cluster: ClusterDefinition, _ texts: [String: String]) -> Secret? {
        guard let pooler = cluster.pgBouncer else { return nil }
        let metadata = ObjectMeta.of(
            cluster, cluster.names.pgBouncer, labels: cluster.pgBouncerLabels, custom: cluster.metadata(of: pooler.metadata), isOwned: false)
        return Secret(metadata: metadata, texts: texts)
    }

    /// The Secret of a user, `{c}-pguser-{user}` unless the user has a `secretName`.
    public static func user(_ user: UserDefinition, of cluster: ClusterDefinition, _ texts: [String: String]) -> Secret {
        let labels = [Label.cluster: cluster.name, Label.pgUser: user.name, Label.role: "pguser"].merging(cluster.appLabels()) { $1 }
        return Secret(metadata: .of(cluster, user.secretName ?? cluster.names.userSecret(user.name), labels: labels, isOwned: false), texts: texts)
    }
}
