/// What a change of a field does to a cluster that runs.
package enum Effect: String, FieldPart, CaseIterable {
    case none
    case objects
    case sql
    case reload
    case restart
    case rollingRestart
    case poolerRestart
    case poolerReload
    case repoHostRestart
    case nextJob
    case scale
    case resize
    case switchover
    case shutdown
    case creation
    case upgrade
    case action
    case refused
    case written

    package func describe(_ traits: inout FieldTraits) { traits.effect = self }

    /// One sentence for a reference page.
    package var inWords: String {
        switch self {
        case .none: "Nothing that runs is touched."
        case .objects: "Objects of Kubernetes are updated in place; connections stay."
        case .sql: "SQL is run in the databases; sessions stay."
        case .reload: "PostgreSQL reloads its configuration; sessions stay."
        case .restart: "PostgreSQL reloads, or restarts where it has to: replicas first, the primary last."
        case .rollingRestart: "Instance Pods are replaced one at a time: replicas first, the primary last, after a switchover."
        case .poolerRestart: "PgBouncer's Pods are replaced a few at a time; their clients connect again."
        case .poolerReload: "PgBouncer reloads its configuration; clients stay."
        case .repoHostRestart: "The repository host's Pod is replaced; archiving catches up afterwards."
        case .nextJob: "The next Job takes it; running ones go on as they are."
        case .scale: "Pods are added or taken away; the primary stays."
        case .resize: "Volumes grow in place, where the storage class can do that."
        case .switchover: "Another instance becomes the primary."
        case .shutdown: "The cluster is stopped, or started, in order."
        case .creation: "Read once, when the cluster is made."
        case .upgrade: "Follows a major upgrade; not to be changed by itself."
        case .action: "Something is done once."
        case .refused: "Cannot be changed."
        case .written: "Written by the operator."
        }
    }

    /// Its name on a reference page.
    package var title: String {
        switch self {
        case .none: "nothing"
        case .objects: "objects"
        case .sql: "SQL"
        case .reload: "reload"
        case .restart: "reload or restart"
        case .rollingRestart: "rolling restart"
        case .poolerRestart: "PgBouncer restarts"
        case .poolerReload: "PgBouncer reloads"
        case .repoHostRestart: "repository host restarts"
        case .nextJob: "next Job"
        case .scale: "scaling"
        case .resize: "volume grows"
        case .switchover: "switchover"
        case .shutdown: "stop or start"
        case .creation: "creation only"
        case .upgrade: "major upgrade"
        case .action: "action"
        case .refused: "refused"
        case .written: "written"
        }
    }
}
