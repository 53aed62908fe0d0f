import ControllerRuntime
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

/// Turns a PerconaPGCluster into the definition that is acted on: the present spec, or the one that was accepted last.
struct DefinitionReader: Sendable {
    let api: any KubernetesAPI
    let cache: Cache
    let knowledge: KnowledgeStore
    let defaults: OperatorDefaults
    let initImage: String
    let dnsDomain: String

    /// What came of reading a cluster.
    struct Reading {
        /// Nil for a cluster whose spec was never accepted.
        var definition: ClusterDefinition?
        var resource: ClusterResource
        /// Secrets that the present spec or the accepted one names, whether they exist or not.
        var named: Set<ObjectKey> = []
    }

    func read(_ cluster: PerconaPGCluster) async throws -> Reading {
        var cluster = cluster
        var resource = ClusterResource(metadata: cluster.metadata, status: cluster.json["status"] ?? .emptyObject)
        resource.isUnmanaged = cluster.spec.unmanaged
        if let postponed = try await self.postponed(in: cluster, resource) {
            cluster.json["spec"] = postponed.spec
            resource.postponed = postponed
        }
        let wanted = cluster.defaulted(by: defaults)
        resource.unsupportedFields = wanted.unsupportedFields().map(\.description)
        // Unknown fields are pruned by the server; those that an older schema let through do no harm.
        var problems = PerconaPGCluster.problems(in: cluster.json, unknownFields: .kept).map(\.description) + wanted.refusals().map(\.description)
        var named: Set<ObjectKey> = []
        if let problem = unauthorizedRemoval(by: wanted) {
            resource.isBackupRemovalUnauthorized = true
            problems.append(problem)
        }
        if problems.isEmpty {
            let definition = self.definition(wanted)
            named = secrets(of: definition)
            problems = parameterProblems(of: definition) + (resource.isDeleting ? [] : secretProblems(of: definition))
            if problems.isEmpty {
                resource.spec = cluster.json["spec"]
                return Reading(definition: definition, resource: resource, named: named)
            }
        }
        resource.refusals = problems
        let accepted = try await acceptedBefore(cluster)
        return Reading(definition: accepted, resource: resource, named: named.union(accepted.map(secrets) ?? []))
    }

    /// What of a changed spec would end a backup that runs; nil where none runs, or nothing has changed.
    private func postponed(in cluster: PerconaPGCluster, _ resource: ClusterResource) async throws -> PostponedChanges? {
        guard !resource.isDeleting, resource.hasChanged || resource.hadPostponedChanges, let wanted = cluster.json["spec"] else { return nil }
        let jobs = cache.list(Job.self, in: cluster.metadata.namespace, labels: [Label.cluster: cluster.metadata.name ?? ""])
        guard let job = jobs.filter(\.isBackupAtWork).min(by: { $0.key < $1.key }), let accepted = try await acceptedSpec(of: cluster) else {
            return nil
        }
        let owner = job.metadata.ownerReferences?.first { $0.kind == BackupResource.type.kind }?.name
        let changes = PostponedChanges(of: wanted, over: accepted, until: owner ?? job.key.name)
        return changes.fields.isEmpty ? nil : changes
    }

    private func secrets(of definition: ClusterDefinition) -> Set<ObjectKey> {
        Set(SnapshotReader.secretNames(of: definition).map { ObjectKey(namespace: definition.namespace, name: $0) })
    }

    /// Secrets that the user is to bring and that are surely not there, or lack a key: Pods that name them would not start.
    private func secretProblems(of definition: ClusterDefinition) -> [String] {
        definition.neededSecrets.compactMap { needed in
            switch cache.lookup(Secret.self, ObjectKey(namespace: definition.namespace, name: needed.name)) {
            case .found(let secret): needed.problem(in: secret)
            case .absent: needed.problem(in: nil)
            case .unknown: nil
            }
        }
    }

    private func definition(_ cluster: PerconaPGCluster) -> ClusterDefinition {
        ClusterDefinition(cluster, operator: OperatorSettings(defaults: defaults, initImage: initImage, dnsDomain: dnsDomain))
    }

    /// Backups that a person has not authorised to be removed; nil if there are none, or they are not to go.
    ///
    /// The repository host is the sign that backups were on: it is made with the first repository and goes with the last.
    private func unauthorizedRemoval(by cluster: PerconaPGCluster) -> String? {
        let host = ObjectKey(namespace: cluster.metadata.namespace, name: ObjectNames(cluster: cluster.metadata.name ?? "").repoHost)
        guard !cluster.spec.backups.enabled, !ClusterResource.authorizesBackupRemoval(cluster.metadata),
            let present = cache.get(StatefulSet.self, host), present.metadata.deletionTimestamp == nil
        else { return nil }
        return "spec.backups.enabled: false deletes the repository host, the volumes of repositories and every backup in them; to authorize backup "
            + "removal, annotate the cluster with \(Annotation.authorizeBackupRemoval)=true; to keep backups, set it to true"
    }

    /// What PostgreSQL would refuse, as far as the running one has told its parameters already.
    private func parameterProblems(of definition: ClusterDefinition) -> [String] {
        let known = knowledge.knowledge(of: definition.uid, remembered: [:]).settings
        let pods = cache.list(Pod.self, in: definition.namespace, labels: [Label.cluster: definition.name, Label.data: "postgres"])
        let images = pods.flatMap { $0.status?.containerStatuses ?? [] }.filter { $0.name == Member.container }.compactMap(\.imageID)
        guard let settings = images.lazy.compactMap({ known[$0] }).first else { return [] }
        return definition.parameterProblems(settings)
    }

    /// The definition by the spec that was accepted last; it survives a restart of the operator in a ConfigMap.
    private func acceptedBefore(_ cluster: PerconaPGCluster) async throws -> ClusterDefinition? {
        guard let spec = try await acceptedSpec(of: cluster) else { return nil }
        var before = cluster
        before.json["spec"] = spec
        return definition(before.defaulted(by: defaults))
    }

    private func acceptedSpec(of cluster: PerconaPGCluster) async throws -> JSONValue? {
        let name = ObjectNames(cluster: cluster.metadata.name ?? "").acceptedSpec
        let key = ObjectKey(namespace: cluster.metadata.namespace, name: name)
        return try await api.find(ConfigMap.self, key)?.data?[ConfigMap.acceptedSpecKey].flatMap { try? JSONValue(parsing: $0) }
    }
}
