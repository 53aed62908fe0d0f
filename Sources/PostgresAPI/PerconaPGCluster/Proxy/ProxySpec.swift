package import KubernetesModel

/// `spec.proxy`.
package struct ProxySpec: FieldSet {
    package static let fields = Self()
    package let pgBouncer = Field<Object<PgBouncerSpec>>("pgBouncer") { "PgBouncer, a connection pooler, in Pods of its own." }
}

/// `spec.proxy.pgBouncer`: the connection pooler in front of the cluster.
package struct PgBouncerSpec: FieldSet {
    package static let fields = Self()
    package let additionalTrustedCAs = Field<[Object<LocalReferenceSpec>]>("additionalTrustedCAs", whenUnset: []) {
        "Secrets with further CAs, under `ca.crt`, whose client certificates PgBouncer trusts."
        Support.notYet
        Effect.poolerReload
    }
    package let affinity = Field<Affinity?>("affinity") {
        "Which nodes PgBouncer's Pods may run on, and how far from each other."
        Effect.poolerRestart
    }
    package let config = Field<Object<PgBouncerConfigSpec>>("config", whenUnset: .empty) {
        "PgBouncer's own settings."
        Effect.poolerReload
    }
    package let containers = Field<Object<PgBouncerContainersSpec>>("containers", whenUnset: .empty) {
        "Settings of the helper container beside PgBouncer."
        Support.notYet
        Effect.poolerRestart
    }
    package let customTLSSecret = Field<SecretProjection?>("customTLSSecret") {
        "Secret with a certificate of your own that PgBouncer shows its clients: `ca.crt`, `tls.crt`, `tls.key`."
        Map.atomic
        Support.notYet
        Effect.poolerReload
    }
    package let env = Field<[EnvVar]>("env", whenUnset: []) {
        "Environment variables of the container `pgbouncer`."
        Effect.poolerRestart
    }
    package let envFrom = Field<[EnvFromSource]>("envFrom", whenUnset: []) {
        "ConfigMaps and Secrets whose keys become environment variables of `pgbouncer`."
        Effect.poolerRestart
    }
    package let expose = Field<Object<ExposeSpec>>("expose", whenUnset: .empty) {
        "How the Service `NAME-pgbouncer` is reached."
        Effect.objects
    }
    package let exposeSuperusers = Field<Bool>("exposeSuperusers", whenUnset: false) {
        "Whether superusers, `postgres` among them, may connect through PgBouncer."
        Support.notYet
        Effect.sql
    }
    package let image = Field<String?>("image") {
        "Image of PgBouncer. Unset: the one that the operator was given (`RELATED_IMAGE_PGBOUNCER`)."
        Effect.poolerRestart
    }
    package let metadata = Field<Object<MetadataSpec>>("metadata", whenUnset: .empty) {
        "Labels and annotations of PgBouncer's objects."
        Effect.poolerRestart
    }
    package let minAvailable = Field<IntOrString?>("minAvailable") {
        "How many PgBouncer Pods an eviction must leave running, as a number or percentage."
        "Unset: 1 if there are several; 0 makes no PodDisruptionBudget."
        Effect.objects
    }
    package let paused = Field<Bool>("paused", whenUnset: false) {
        "Holds all queries back, in every Pod, until it is false again: clients wait and lose nothing."
        Support.notYet
        Effect.action
    }
    package let port = Field("port", default: 5432) {
        "Port that PgBouncer listens on, and that its Service has."
        Minimum(1024)
        Effect.poolerRestart
    }
    package let priorityClassName = Field<String?>("priorityClassName") {
        "Priority class of PgBouncer's Pods."
        Effect.poolerRestart
    }
    package let replicas = Field("replicas", default: 1) {
        "Number of PgBouncer Pods. With 0 the Service stays and refuses connections."
        Minimum(0)
        Effect.scale
    }
    package let resources = Field<ResourceRequirements?>("resources") {
        "CPU and memory of the container `pgbouncer`; it uses one core at most."
        Effect.poolerRestart
    }
    package let securityContext = Field<PodSecurityContext?>("securityContext") {
        "Security settings of the Pods, in place of those that the operator gives."
        Effect.poolerRestart
    }
    package let sidecarPVCs = Field<[Object<SidecarPVCSpec>]>("sidecarPVCs", whenUnset: []) {
        "Volume claims for the sidecars."
        "A claim of this name that exists already is used and never changed. None is ever deleted because it is no longer listed."
        Effect.poolerRestart
    }
    package let sidecarVolumes = Field<[Volume]>("sidecarVolumes", whenUnset: []) {
        "Volumes for the sidecars."
        Effect.poolerRestart
    }
    package let sidecars = Field<[Container]>("sidecars", whenUnset: []) {
        "Containers of your own that run beside PgBouncer."
        Effect.poolerRestart
    }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) {
        "Taints of nodes that the Pods tolerate."
        Effect.poolerRestart
    }
    package let topologySpreadConstraints = Field<[TopologySpreadConstraint]>("topologySpreadConstraints", whenUnset: []) {
        "How evenly the Pods are spread, for example over zones."
        Effect.poolerRestart
    }
    package let usersSecret = Field<Object<LocalReferenceSpec>?>("usersSecret") {
        "Secret with further users that only PgBouncer knows: each key a name, its value a password or SCRAM verifier."
        Map.atomic
        Support.notYet
        Effect.poolerReload
    }
}

/// `spec.proxy.pgBouncer.config`.
package struct PgBouncerConfigSpec: FieldSet {
    package static let fields = Self()
    package let databases = Field<[String: String]>("databases", whenUnset: [:]) {
        "The section `[databases]`, a connection string for each name. It replaces the entry `*` that leads to the primary."
    }
    package let files = Field<[VolumeProjection]>("files", whenUnset: []) {
        "ConfigMaps and Secrets whose files appear under `/etc/pgbouncer`; `pgbouncer.ini` is included before the operator's settings."
        Support.notYet
        Effect.poolerRestart
    }
    package let global = Field<[String: String]>("global", whenUnset: [:]) {
        "The section `[pgbouncer]`, for example `pool_mode: transaction`. It wins over what the operator sets."
    }
    package let users = Field<[String: String]>("users", whenUnset: [:]) {
        "The section `[users]`: settings of single users, for example `pool_mode=session`."
    }
}

/// `spec.proxy.pgBouncer.containers`.
package struct PgBouncerContainersSpec: FieldSet {
    package static let fields = Self()
    package let pgbouncerConfig = Field<Object<ContainerResourcesSpec>>("pgbouncerConfig", whenUnset: .empty) {
        "The container that makes PgBouncer read changed settings and certificates."
    }
}
