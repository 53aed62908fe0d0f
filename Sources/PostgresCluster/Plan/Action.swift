public import KubernetesModel

/// What is done beyond writing objects as a whole.
public enum Action: Sendable, Hashable {
    /// Puts the dynamic configuration into Patroni's Endpoints `{c}-ha-config`.
    ///
    /// - resourceVersion: of the Endpoints that were seen; Patroni and people may write there too.
    case configurePatroni(configuration: JSONValue, endpoints: ObjectKey, resourceVersion: String)
    /// Restarts PostgreSQL of a member through its Patroni. `role` is a condition that Patroni checks.
    case restart(member: MemberAddress, role: MemberRole)
    /// Moves the leader by Patroni's REST interface.
    case switchover(from: MemberAddress, to: String)
    /// Takes the leader's record away from a member that cannot lead any more, so that the others elect at once.
    case releaseLeader(LeaderRelease)
    /// Runs SQL in a Pod as `postgres`, over the socket; the script goes to standard input.
    case sql(SQLStep)
    /// Creates (or upgrades) the pgBackRest stanza from the writable instance.
    case createStanza(StanzaStep)
    /// Deletes the stanza, and so every backup, from the repositories, if it is of this database system; nothing is archived any more.
    case deleteStanza(StanzaDeletion)
    /// Asks the poolers' Service path whether a write gets through.
    case probeWrite(pod: ObjectKey, podUID: String, host: String, port: Int, revision: String)
    /// Asks how far a standby cluster and what it follows are.
    case askStandby(StandbyInquiry)
    /// Reads names, types and bounds of the parameters that this PostgreSQL knows.
    case readSettings(pod: ObjectKey, podUID: String, image: String)
    /// Reads what `pgbackrest info` says.
    case readBackups(pod: ObjectKey, podUID: String, repo: String, subject: String)
    /// Ends the pgBackRest that a Job has started in the repository host, if it still runs there, and waits until it is gone; then its session
    /// in the database, which may wait for a checkpoint and keep the next backup from beginning.
    case endBackup(RunningBackup)
    /// Removes one backup from its repository with all that depends on it. The planner has seen that nothing does.
    case expireBackup(pod: ObjectKey, podUID: String, repo: String, label: String, subject: String)
    /// Has the Job controller try no more: a Job that waits for its next try has failed then.
    case endRetries(job: ObjectKey, uid: String)
    /// Changes labels and finalizers of an object of ours.
    case editMetadata(type: ResourceType, key: ObjectKey, MetadataEdit, resourceVersion: String?)
    /// Changes what is remembered in ``Knowledge/revisions``; nil forgets a key.
    case remember([String: String?])
    /// Asks what has to be known before a restore.
    case inquire(RestoreInquiry)
    /// Has the primary archive everything so far and a record behind it, which a drill has to find.
    case markArchive(ArchiveMark)
    /// Copies what the repositories of another cluster are read with into a Secret.
    case copyDataSource(from: ObjectKey, repo: String, to: String)
    /// Removes the data that a restore kept, by the user's word.
    case releasePreviousData(PreviousDataRelease)
    /// Sets the finalizers of the PerconaPGCluster.
    case setFinalizers([String], resourceVersion: String)
    /// Sets the replicas of a StatefulSet or Deployment without touching the rest.
    case scale(type: ResourceType, key: ObjectKey, replicas: Int)
    /// Creates an object that only needs to exist once, such as a PerconaPGBackup or a Job.
    case create(type: ResourceType, key: ObjectKey, object: JSONValue)
    /// Writes the status of an object of ours other than the cluster.
    case writeStatus(type: ResourceType, key: ObjectKey, status: JSONValue)
}

/// A change of an object's metadata.
public struct MetadataEdit: Sendable, Hashable {
    /// nil removes a label; those that are not named stay.
    public var labels: [String: String?]
    /// The same for annotations.
    public var annotations: [String: String?]
    /// All finalizers that it has then; nil leaves them.
    public var finalizers: [String]?

    public init(labels: [String: String?] = [:], annotations: [String: String?] = [:], finalizers: [String]? = nil) {
        self.labels = labels
        self.annotations = annotations
        self.finalizers = finalizers
    }
}

/// How a member's Patroni is reached.
public struct MemberAddress: Sendable, Hashable {
    /// Name of the Pod, which is the member's name.
    public var pod: ObjectKey
    public var uid: String
    /// Address of the Pod.
    public var ip: String
    /// Name in the member's certificate.
    public var serverName: String
    /// Port of Patroni's REST interface.
    public var port: Int

    public init(pod: ObjectKey, uid: String, ip: String, serverName: String, port: Int) {
        self.pod = pod
        self.uid = uid
        self.ip = ip
        self.serverName = serverName
        self.port = port
    }
}

/// What must still hold when the leader's record is released; read again from the API server, in the order of the fields.
public struct LeaderRelease: Sendable, Hashable {
    /// Patroni's Endpoints `{c}-ha` and the resourceVersion at which it named the member.
    public var endpoints: ObjectKey
    public var resourceVersion: String
    /// The member that leads by the record, and its Pod.
    public var member: String
    public var podUID: String
    /// When its container ended, and the record's `renewTime`, which must be at least a second older.
    public var finishedAt: Timestamp
    public var renewTime: Timestamp
    /// Who may take over, the most advanced first, and how far each must be.
    public var heirs: Heirs

    public init(
        endpoints: ObjectKey, resourceVersion: String, member: String, podUID: String, finishedAt: Timestamp, renewTime: Timestamp, heirs: Heirs
    ) {
        self.endpoints = endpoints
        self.resourceVersion = resourceVersion
        self.member = member
        self.podUID = podUID
        self.finishedAt = finishedAt
        self.renewTime = renewTime
        self.heirs = heirs
    }
}

/// SQL that is run once for one state of its inputs.
public struct SQLStep: Sendable, Hashable {
    /// What it is about; names the revision in the cluster's status.
    public enum Subject: String, Sendable, CaseIterable { case extensions, databases, users, pgBouncer, initial }
    public var subject: Subject
    public var pod: ObjectKey
    public var podUID: String
    /// Hash of everything that the script depends on, with system identifier and timeline.
    public var revision: String

    public init(_ subject: Subject, pod: ObjectKey, podUID: String, revision: String) {
        self.subject = subject
        self.pod = pod
        self.podUID = podUID
        self.revision = revision
    }
}
