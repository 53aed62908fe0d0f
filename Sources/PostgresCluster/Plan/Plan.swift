public import KubernetesModel

/// What to do for one cluster, as a value: what `kubectl pg plan` shows, what tests compare, what the executor carries out.
public struct Plan: Sendable, Hashable {
    /// Secrets whose content is made or renewed, in order; a later one may depend on an earlier one.
    public var secrets: [SecretStep] = []
    /// Objects as they should be, in the order in which they are applied.
    public var objects: [DesiredObject] = []
    /// Objects that go, in order.
    public var deletions: [Deletion] = []
    /// Objects that go without anything waiting for it, such as Jobs whose purpose is gone.
    public var endings: [Deletion] = []
    /// What is done to PostgreSQL, Patroni and single fields, in order.
    public var actions: [PlannedAction] = []
    /// Everything that holds up `Ready`, the first first.
    public var waits: [Because] = []
    /// Problems of the spec that only a running cluster can show: field, what is wrong, what would be right.
    public var refusals: [String] = []
    /// What people should hear about without anything being done.
    public var events: [PlannedEvent] = []
    /// Further entries of `status.revisions`: what must survive a restart of the operator.
    public var revisions: [String: String] = [:]
    /// State of the backup schedules; nil leaves what the status says.
    public var schedules: [ScheduleRecord]?
    /// State of the restore drills; nil leaves what the status says.
    public var drills: DrillRecord?
    /// The whole `status` of the PerconaPGCluster; nil leaves it alone.
    public var status: JSONValue?
    /// How long the status may wait to be written together with what follows; nil: it is written now.
    public var statusWaits: Duration?
    /// When to look again though nothing may have changed.
    public var lookAgain: LookAgain?

    public init() {}

    /// Adds an action.
    ///
    /// - Parameter quietly: whether it is of no interest to people: no event tells of it.
    public mutating func act(_ action: Action, because: Because, quietly: Bool = false) {
        actions.append(PlannedAction(action: action, because: because, isQuiet: quietly))
    }

    /// Notes what holds up `Ready`.
    public mutating func wait(because: Because) {
        waits.append(because)
    }

    /// Asks to be called again after a duration; the shortest one counts.
    public mutating func lookAgain(after duration: Duration, because: String) {
        if let present = lookAgain, present.after <= duration { return }
        lookAgain = LookAgain(after: duration, because: because)
    }

    /// Whether a resource is gone once the plan is carried out: it is being deleted, and nothing is left that keeps it.
    func endsResource(_ resource: ClusterResource) -> Bool {
        guard resource.isDeleting else { return false }
        let planned = actions.compactMap { if case .setFinalizers(let finalizers, _) = $0.action { finalizers } else { nil } }.last
        return (planned ?? resource.metadata.finalizers ?? []).isEmpty
    }

    /// Whether nothing is done beyond what may be written into the status.
    public var changesNothing: Bool { deletions.isEmpty && endings.isEmpty && actions.isEmpty && secrets.isEmpty }
}

/// A time at which the cluster is looked at again.
public struct LookAgain: Sendable, Hashable {
    public var after: Duration
    public var because: String
}

/// An object as it should be. The executor writes it only where the live object differs.
public struct DesiredObject: Sendable, Hashable {
    public var type: ResourceType
    public var key: ObjectKey
    /// The fields that Egret owns, for server-side apply.
    public var rendering: JSONValue
    /// If false, the object is made, but one of this name that is there already is never changed, whoever made it.
    public var updates: Bool

    public init(_ object: some KubernetesObject, updates: Bool = true) {
        self.init(type: Swift.type(of: object).resourceType, key: object.key, rendering: object.json, updates: updates)
    }

    public init(type: ResourceType, key: ObjectKey, rendering: JSONValue, updates: Bool = true) {
        self.type = type
        self.key = key
        self.rendering = rendering
        self.updates = updates
    }
}

/// An object that goes. It cannot be made without saying which incarnation is meant.
public struct Deletion: Sendable, Hashable {
    public var type: ResourceType
    public var key: ObjectKey
    /// The uid of the object that was seen: another object of the same name stays.
    public var uid: String
    /// Not nil where a change since it was seen must stop the deletion: for everything that holds data.
    public var resourceVersion: String?
    /// For Pods; nil leaves the Pod's own.
    public var gracePeriodSeconds: Int?
    public var propagation: Propagation
    public var because: Because

    /// What happens to what the object owns.
    public enum Propagation: Sendable, Hashable { case background, foreground, orphan }

    /// - Parameters:
    ///   - object: as it was seen, with uid.
    ///   - holdsData: whether it is a volume, backup or the like; then its resourceVersion becomes a precondition too.
    public init?(
        _ object: some KubernetesObject, holdsData: Bool, propagation: Propagation = .background, gracePeriodSeconds: Int? = nil, because: Because
    ) {
        guard let uid = object.metadata.uid else { return nil }
        if holdsData && object.metadata.resourceVersion == nil { return nil }
        self.type = Swift.type(of: object).resourceType
        self.key = object.key
        self.uid = uid
        self.resourceVersion = holdsData ? object.metadata.resourceVersion : nil
        self.gracePeriodSeconds = gracePeriodSeconds
        self.propagation = propagation
        self.because = because
    }

    /// Deletes the record of a backup, as it was seen.
    init?(_ backup: BackupResource, because: Because) {
        guard let uid = backup.metadata.uid, let version = backup.metadata.resourceVersion else { return nil }
        self.type = BackupResource.type
        self.key = backup.key
        self.uid = uid
        self.resourceVersion = version
        self.propagation = .background
        self.because = because
    }
}

/// An event for people, about the cluster.
public struct PlannedEvent: Sendable, Hashable {
    public enum Kind: String, Sendable { case normal = "Normal", warning = "Warning" }
    public var kind: Kind
    public var because: Because
    public init(_ kind: Kind, _ because: Because) {
        self.kind = kind
        self.because = because
    }
}

/// An action and why it is taken.
public struct PlannedAction: Sendable, Hashable {
    public var action: Action
    public var because: Because
    /// Whether no event tells of it.
    public var isQuiet = false
}
