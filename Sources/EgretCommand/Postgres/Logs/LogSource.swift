import ArgumentParser
import KubernetesModel
import PostgresCluster

/// Whose log is meant.
enum LogRole: String, ExpressibleByArgument, CaseIterable {
    /// Every instance.
    case database
    case primary, replica, pooler
    /// The repository host.
    case repo
    /// Pods of backups and restores.
    case job
}

/// One log: of a container of a Pod.
struct LogSource: Sendable, Hashable {
    let pod: ObjectKey
    let container: String
}

extension ClusterOverview {
    /// The logs that are meant.
    ///
    /// - Parameters:
    ///   - container: nil: the main one of each Pod.
    ///   - name: only of this Pod, or the Pod of this instance; nil for all.
    /// - Throws: ``CommandFailure`` if there is none, with what there is.
    func logSources(_ role: LogRole, container: String?, name: String?) throws -> [LogSource] {
        let pods: [(pod: Pod, main: String)]
        switch role {
        case .database: pods = members.map { ($0.pod, Member.container) }
        case .primary: pods = members.filter { $0.role?.leads == true }.map { ($0.pod, Member.container) }
        case .replica: pods = members.filter { $0.role?.leads == false }.map { ($0.pod, Member.container) }
        case .pooler: pods = poolers.map { ($0, "pgbouncer") }
        case .repo: pods = repositoryHosts.map { ($0, "pgbackrest") }
        case .job:
            let others = Set((members.map(\.pod) + poolers + repositoryHosts).map(\.key))
            pods = snapshot.pods.filter { !others.contains($0.key) }.map { ($0, $0.spec?.containers?.first?.name ?? "pgbackrest") }
        }
        let chosen = pods.filter { pod, _ in
            name == nil || pod.metadata.name == name || pod.metadata.labels?[Label.instance] == name
        }
        guard !chosen.isEmpty else {
            let there = pods.compactMap(\.pod.metadata.name).joined(separator: ", ")
            let which = name.map { " \($0)" } ?? ""
            let hint = there.isEmpty ? "" : "; there are: \(there)"
            throw CommandFailure("cluster \(definition.name) has no Pod\(which) with the role \(role.rawValue)\(hint)")
        }
        return try chosen.map { pod, main in
            let wanted = container ?? main
            let containers = ((pod.spec?.initContainers ?? []) + (pod.spec?.containers ?? [])).compactMap(\.name)
            guard containers.contains(wanted) else {
                throw CommandFailure("--container \(wanted): Pod \(pod.metadata.name ?? "") has \(containers.joined(separator: ", "))")
            }
            return LogSource(pod: pod.key, container: wanted)
        }
    }
}
