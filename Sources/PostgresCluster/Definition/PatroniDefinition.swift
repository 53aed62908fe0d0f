public import KubernetesModel

/// `spec.patroni`.
public struct PatroniDefinition: Sendable, Hashable {
    /// What Patroni's REST API listens on unless the user says otherwise.
    static let usualPort = 8008

    /// `dynamicConfiguration` as the user wrote it.
    public var dynamicConfiguration = JSONValue.emptyObject
    public var leaderLeaseDurationSeconds = 30
    public var syncPeriodSeconds = 10
    /// Port of the REST API.
    public var port = usualPort
    /// Nil: pgBackRest once there is a backup, else a base backup.
    public var createReplicaMethods: [String]?
    public var removesDataDirectoryOnDivergedTimelines = false

    public init() {}
}

/// `spec.authentication.rules[]`: one line of `pg_hba`.
public struct AuthenticationRule: Sendable, Hashable {
    /// The whole line; the other fields then do not count.
    public var hba: String?
    /// `local`, `host`, `hostssl` …
    public var connection: String
    /// Empty: all.
    public var databases: [String]
    /// Empty: all.
    public var users: [String]
    public var method: String
    public var options: [String: JSONValue]

    public init(
        hba: String? = nil, connection: String = "", databases: [String] = [], users: [String] = [], method: String = "",
        options: [String: JSONValue] = [:]
    ) {
        self.hba = hba
        self.connection = connection
        self.databases = databases
        self.users = users
        self.method = method
        self.options = options
    }
}

/// `spec.extensions`: what is made in every database.
public struct ExtensionsDefinition: Sendable, Hashable {
    public var pgStatMonitor = false
    public var pgStatStatements = false
    public var pgAudit = true
    public var pgVector = false
    public var pgRepack = false
    public var pgCron = false
    public var setUser = false

    public init() {}
}
