public import KubernetesModel

/// `spec.backups.drills`: how it is proven that backups can be restored.
public struct DrillDefinition: Sendable, Hashable {
    /// In the notation of cron, in UTC; nil: on request only.
    public var schedule: String?
    /// Nil: the first repository.
    public var repoName: String?
    /// Whether pg_amcheck looks at tables and indexes.
    public var checksStructure = true
    /// Whether it also looks for every row in the indexes.
    public var checksRowsInIndexes = false
    /// Whether page checksums are compared.
    public var checksPages = true
    /// SQL of the user.
    public var sql: SQLSource?
    /// Nil: those of the first instance set.
    public var resources: ResourceRequirements?
    /// How long a drill may take.
    public var deadline = Duration.seconds(21_600)
    /// Nil: space of the node.
    public var volumeClaim: PersistentVolumeClaimSpec?

    public init() {}

    /// A key of a ConfigMap.
    public struct SQLSource: Sendable, Hashable {
        public var configMap: String
        public var key: String

        public init(configMap: String, key: String) {
            self.configMap = configMap
            self.key = key
        }
    }
}
