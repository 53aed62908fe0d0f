public import KubernetesModel

/// One cluster as its builders see it: the PerconaPGCluster with every default filled in.
///
/// Everything in it comes from the custom resource or from the settings of the operator; what was observed (instances, backups, the leader)
/// is passed to the builders beside it.
public struct ClusterDefinition: Sendable, Hashable {
    public var name: String
    public var namespace: String
    /// uid of the PerconaPGCluster: the owner of all objects, and part of pgBackRest's identity.
    public var uid: String
    /// Version of the custom resource, for example `3.1.0`.
    public var crVersion: String
    /// Major version of PostgreSQL, for example 17.
    public var postgresVersion: Int
    /// Port of PostgreSQL and of the Services that lead to it.
    public var port: Int
    public var images: Images
    /// `spec.imagePullPolicy`.
    public var imagePullPolicy: String?
    public var imagePullSecrets: [LocalObjectReference] = []
    /// Resources and security context of the containers that install Egret's program, unless a component has its own.
    public var initContainer = InitContainerDefinition()
    /// `spec.metadata`: goes to every object.
    public var metadata = CustomMetadata()
    public var instanceSets: [InstanceSetDefinition] = []
    /// Nil: no pooler.
    public var pgBouncer: PgBouncerDefinition?
    public var backups = BackupsDefinition()
    public var patroni = PatroniDefinition()
    /// `spec.config.parameters`.
    public var parameters: [String: JSONValue] = [:]
    /// `spec.config.files`, mounted at `/etc/postgres`.
    public var configFiles: [VolumeProjection] = []
    /// `spec.authentication.rules`, in order.
    public var authenticationRules: [AuthenticationRule] = []
    /// `spec.users` as given; ``effectiveUsers`` has the default one.
    public var users: [UserDefinition] = []
    public var createsUserSchemas = true
    /// `spec.databaseInitSQL`: SQL of the user that runs once, when the cluster is new.
    public var initialSQL: InitialSQLDefinition?
    public var extensions = ExtensionsDefinition()
    /// `spec.expose`: the Service that leads to the primary.
    public var expose = ExposeDefinition()
    /// `spec.exposeReplicas`.
    public var exposeReplicas = ExposeDefinition()
    public var tls = TLSDefinition()
    public var standby: StandbyDefinition?
    /// The backup that the cluster is made from; nil for an empty one.
    public var dataSource: DataSourceDefinition?
    /// The volumes that the cluster starts with; nil for its own.
    public var volumeSources: VolumeSourcesDefinition?
    /// Claims that are used instead of those of the usual names, by these names: they were taken over from elsewhere.
    public var claimNames: [String: String] = [:]
    /// Domain of the Kubernetes cluster, for example `cluster.local`.
    public var dnsDomain = "cluster.local"
    public var isOpenShift = false
    /// Whether connections without TLS are refused.
    public var tlsOnly = false
    public var isPaused = false

    public init(name: String, namespace: String, uid: String, crVersion: String, postgresVersion: Int, port: Int = 5432, images: Images) {
        self.name = name
        self.namespace = namespace
        self.uid = uid
        self.crVersion = crVersion
        self.postgresVersion = postgresVersion
        self.port = port
        self.images = images
    }

    /// The images that a cluster runs from.
    public struct Images: Sendable, Hashable {
        public var postgres: String
        public var pgBouncer: String
        public var pgBackRest: String
        /// Holds Egret's program for Pods.
        public var initContainer: String

        public init(postgres: String, pgBouncer: String, pgBackRest: String, initContainer: String) {
            self.postgres = postgres
            self.pgBouncer = pgBouncer
            self.pgBackRest = pgBackRest
            self.initContainer = initContainer
        }
    }
}

/// Where SQL for a new cluster is found.
public struct InitialSQLDefinition: Sendable, Hashable {
    /// Name of the ConfigMap.
    public var configMap: String
    /// Its key that holds the SQL.
    public var key: String

    public init(configMap: String, key: String) {
        self.configMap = configMap
        self.key = key
    }
}

/// Labels and annotations that a user adds to objects.
public struct CustomMetadata: Sendable, Hashable {
    public var labels: [String: String]
    public var annotations: [String: String]

    public init(labels: [String: String] = [:], annotations: [String: String] = [:]) {
        self.labels = labels
        self.annotations = annotations
    }

    /// These, and over them the others.
    func merging(_ other: CustomMetadata) -> CustomMetadata {
        CustomMetadata(
            labels: labels.merging(other.labels) { _, new in new },
            annotations: annotations.merging(other.annotations) { _, new in new })
    }
}

/// An `initContainer` block: how the container that installs Egret's program is run.
public struct InitContainerDefinition: Sendable, Hashable {
    /// Nil: ``ClusterDefinition/Images/initContainer``.
    public var image: String?
    /// Nil: those of the main container.
    public var resources: ResourceRequirements?
    /// Nil: the restricted context.
    public var securityContext: SecurityContext?

    public init(image: String? = nil, resources: ResourceRequirements? = nil, securityContext: SecurityContext? = nil) {
        self.image = image
        self.resources = resources
        self.securityContext = securityContext
    }

    /// This block, and where it says nothing, the cluster's.
    func falling(backTo cluster: InitContainerDefinition) -> InitContainerDefinition {
        InitContainerDefinition(
            image: image ?? cluster.image, resources: resources ?? cluster.resources, securityContext: securityContext ?? cluster.securityContext)
    }
}

/// How a Service is offered outside of the Kubernetes cluster.
public struct ExposeDefinition: Sendable, Hashable {
    /// `ClusterIP`, `NodePort` or `LoadBalancer`.
    public var type = "ClusterIP"
    public var nodePort: Int?
    public var loadBalancerClass: String?
    public var loadBalancerSourceRanges: [String] = []
    public var metadata = CustomMetadata()

    public init() {}
}

/// The certificates that a cluster uses.
public struct TLSDefinition: Sendable, Hashable {
    /// Replaces `{c}-cluster-cert`.
    public var customSecret: SecretProjection?
    /// Replaces `{c}-replication-cert`.
    public var customReplicationSecret: SecretProjection?
    /// Replaces `{c}-cluster-ca-cert`.
    public var customRootSecret: SecretProjection?
    /// How long a leaf certificate is valid; nil: one year.
    public var certificateValidity: Duration?
    /// How long the CA is valid; nil: ten years.
    public var authorityValidity: Duration?
    /// How long pgBackRest's certificates are valid; nil: as the others.
    public var pgBackRestValidity: Duration?

    public init() {}

    /// Where certificates come from, for people.
    var source: String {
        let custom = [customSecret, customReplicationSecret, customRootSecret].compactMap { $0?.name }
        return custom.isEmpty
            ? "certificates come from the cluster's own authority" : "certificates come from the Secrets \(custom.joined(separator: ", "))"
    }

    /// The key of ``customRootSecret`` that has the certificate.
    public var rootCertificateKey: String { key(ofPath: "root.crt") }
    /// The key of ``customRootSecret`` that has the private key.
    public var rootPrivateKeyKey: String { key(ofPath: "root.key") }

    private func key(ofPath path: String) -> String {
        customRootSecret?.items?.first { $0.path == path }?.key ?? path
    }
}
