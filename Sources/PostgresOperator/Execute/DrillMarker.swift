import KubernetesClient
import KubernetesModel
import PostgresCluster

/// Finds out what a drill needs before its Job can begin.
struct DrillMarker: Sendable {
    let api: any KubernetesAPI
    let tools: PodTools

    func answer(_ mark: ArchiveMark) async throws -> ArchiveMark.Answer {
        if let source = mark.sql {
            let key = ObjectKey(namespace: mark.pod.namespace, name: source.configMap)
            let field = "spec.backups.drills.checks.sql"
            guard let map = try await api.find(ConfigMap.self, key) else {
                return .sqlMissing("\(field).name: there is no ConfigMap \(source.configMap): create it, or name another one")
            }
            guard map.data?[source.key] != nil else {
                return .sqlMissing("\(field).key: ConfigMap \(source.configMap) has no key \(source.key): add it, or name another one")
            }
        }
        guard let archived = try await tools.archiveEverything(in: mark.pod) else {
            throw ActionProblem("the primary \(mark.pod.name) did not tell its position in the WAL")
        }
        return .archived(WALPosition(bytes: archived.position))
    }
}
