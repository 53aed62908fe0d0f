public import KubernetesModel

/// What `pgbackrest info` says about the stanza in one repository.
public enum StanzaInfo: Sendable, Hashable {
    /// Nothing is there: a new one can be made.
    case missing
    /// The archive of the database system with this identifier, or that of its latest one after an upgrade.
    case present(systemIdentifier: String)
    /// pgBackRest's reason.
    case unreadable(String)

    /// Reads the answer to `pgbackrest info --output=json`, by the number of the repository; empty for anything else.
    ///
    /// - Source: pgBackRest documentation, "Info Command": codes 0 ok, 1 missing stanza path, 2 no valid backups, 3 missing stanza data,
    ///   6 a command runs, 99 other.
    public static func states(info: JSONValue) -> [Int: StanzaInfo] {
        var states: [Int: StanzaInfo] = [:]
        var newest: [Int: Int64] = [:]
        for stanza in info.array ?? [] {
            for repo in stanza["repo"]?.array ?? [] {
                guard let number = repo["key"]?.integer.map({ Int(clamping: $0) }) else { continue }
                switch repo[path: "status", "code"]?.integer {
                case 99: states[number] = .unreadable(repo[path: "status", "message"]?.string ?? "no reason was given")
                default: states[number] = states[number] ?? .missing
                }
            }
            for database in stanza["db"]?.array ?? [] {
                guard let number = database["repo-key"]?.integer.map({ Int(clamping: $0) }), let id = database["id"]?.integer,
                    let identifier = database["system-id"]?.integer, id > newest[number] ?? 0
                else { continue }
                newest[number] = id
                states[number] = .present(systemIdentifier: String(identifier))
            }
        }
        return states
    }
}

/// The stanza that is to be in every repository.
public struct StanzaStep: Sendable, Hashable {
    public var pod: ObjectKey
    public var podUID: String
    /// PostgreSQL's, as Patroni recorded it.
    public var systemIdentifier: String
    /// Kept in ``Knowledge/revisions`` when it is done.
    public var revisions: [String: String]
    /// Repositories whose present archive, that of another database system, a person gives to this cluster.
    public var takenOver: Set<String>
    /// Repositories in which archiving does not find the stanza any more, with what is to be remembered if nothing is there indeed.
    public var lost: [String: [String: String]] = [:]

    public init(pod: ObjectKey, podUID: String, systemIdentifier: String, revisions: [String: String], takenOver: Set<String> = []) {
        self.pod = pod
        self.podUID = podUID
        self.systemIdentifier = systemIdentifier
        self.revisions = revisions
        self.takenOver = takenOver
    }

    /// Whether an archive of another database system may go on as this cluster's.
    ///
    /// A volume is of this cluster's name: what is in it is the archive of its predecessor. A place in an object store may be anybody's.
    public func mayTakeOver(_ repo: BackupsDefinition.Repo) -> Bool { repo.volumeClaim != nil || takenOver.contains(repo.name) }
}

extension Knowledge {
    /// Notes that the stanza is in every repository.
    ///
    /// - Parameter empty: names of the repositories in which nothing was before: backups that were in a lost one are gone.
    public mutating func noteStanzas(of step: StanzaStep, emptyBefore empty: Set<String>, at now: Timestamp) {
        revisions.merge(step.revisions) { $1 }
        for (repo, changes) in step.lost {
            remadeStanzas[repo] = now
            guard empty.contains(repo) else { continue }
            revisions.merge(changes) { $1 }
            storedBackups[repo] = nil
        }
    }
}

/// The stanza that is to go from repositories, with every backup in it.
public struct StanzaDeletion: Sendable, Hashable {
    public var pod: ObjectKey
    public var podUID: String
    /// Names of the repositories.
    public var repos: [String]
    /// Only the archive of this database system is deleted.
    public var systemIdentifier: String
    public var revision: String

    public init(pod: ObjectKey, podUID: String, repos: [String], systemIdentifier: String, revision: String) {
        self.pod = pod
        self.podUID = podUID
        self.repos = repos
        self.systemIdentifier = systemIdentifier
        self.revision = revision
    }
}

extension Annotation {
    /// On a cluster: repositories, `repo2,repo3`, whose archive of another database system becomes this cluster's.
    public static let takeOverArchive = "egret.dev/take-over-archive"
}

extension BackupsDefinition {
    /// Where a repository is inside of its volume or bucket.
    public func path(of repo: Repo) -> String { global["\(repo.name)-path"] ?? "/pgbackrest/\(repo.name)" }

    /// Places in the same bucket that may be free for a cluster, the plainest first.
    public func alternativePaths(for repo: Repo, of cluster: ClusterDefinition) -> [String] {
        var base = path(of: repo)
        while base.hasSuffix("/") { base.removeLast() }
        let own = "\(base)/\(cluster.namespace)-\(cluster.name)"
        return [own] + (2...4).map { "\(own)-\($0)" }
    }
}
