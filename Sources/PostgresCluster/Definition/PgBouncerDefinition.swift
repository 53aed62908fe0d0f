public import KubernetesModel

/// `spec.proxy.pgBouncer`: the connection pooler in front of the cluster.
public struct PgBouncerDefinition: Sendable, Hashable {
    public var replicas = 1
    public var port = 5432
    public var resources: ResourceRequirements?
    /// Resources of the container `pgbouncer-config`; nil: little, if the main container has any.
    public var configResources: ResourceRequirements?
    public var scheduling = SchedulingDefinition()
    public var securityContext: PodSecurityContext?
    public var env: [EnvVar] = []
    public var envFrom: [EnvFromSource] = []
    public var minAvailable: IntOrString?
    public var metadata = CustomMetadata()
    public var expose = ExposeDefinition()
    /// `config.global`: over our settings.
    public var global: [String: String] = [:]
    /// `config.databases`: instead of ours.
    public var databases: [String: String] = [:]
    /// `config.users`.
    public var users: [String: String] = [:]
    /// `config.files`, mounted at `/etc/pgbouncer`.
    public var files: [VolumeProjection] = []
    public var customTLSSecret: SecretProjection?
    /// Secrets whose `ca.crt` clients' certificates may come from, too.
    public var additionalTrustedCAs: [String] = []
    /// Secret with further users and their passwords.
    public var usersSecret: String?
    public var exposesSuperusers = false
    public var isPaused = false
    public var sidecars = SidecarsDefinition()

    public init() {}
}
