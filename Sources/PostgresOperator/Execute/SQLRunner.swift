import KubernetesClient
import KubernetesModel
import PostgresCluster

/// Runs the SQL of a step. Verifiers are read from their Secrets and go to psql's standard input.
struct SQLRunner: Sendable {
    let api: any KubernetesAPI
    let tools: PodTools

    /// - Parameter former: the extensions that were enabled before.
    /// - Returns: problems of single users, which do not stop the others.
    func run(_ step: SQLStep, for cluster: ClusterSnapshot) async throws -> [String] {
        let definition = cluster.definition
        switch step.subject {
        case .extensions:
            let former = cluster.knowledge.revisions[Knowledge.enabledExtensions].map(ExtensionsDefinition.init(remembered:))
            for part in ExtensionsSQL.steps(to: definition.extensions, from: former) { try await tools.run(part.script, in: step.pod) }
        case .databases:
            if let script = UsersSQL.databases(of: definition) { try await tools.run(script, in: step.pod) }
        case .users:
            var logins: [UsersSQL.Login] = []
            for user in definition.effectiveUsers {
                let key = ObjectKey(namespace: definition.namespace, name: user.secretName ?? definition.names.userSecret(user.name))
                guard let verifier = try await api.find(Secret.self, key)?.texts["verifier"], !verifier.isEmpty else {
                    throw ActionProblem("Secret \(key.name) of user \(user.name) has no verifier yet")
                }
                logins.append(UsersSQL.Login(user: user, verifier: verifier))
            }
            let (script, problems) = UsersSQL.users(logins, of: definition)
            try await tools.run(script, in: step.pod)
            return problems.map(\.description)
        case .pgBouncer:
            guard let pooler = definition.pgBouncer else {
                try await tools.run(PgBouncerSQL.disable, in: step.pod)
                return []
            }
            let key = ObjectKey(namespace: definition.namespace, name: definition.names.pgBouncer)
            guard let verifier = try await api.find(Secret.self, key)?.texts["pgbouncer-verifier"], !verifier.isEmpty else {
                throw ActionProblem("Secret \(key.name) has no verifier for the pooler yet")
            }
            try await tools.run(PgBouncerSQL.enable(verifier: verifier, exposesSuperusers: pooler.exposesSuperusers), in: step.pod)
        case .initial:
            guard let source = definition.initialSQL else { break }
            let key = ObjectKey(namespace: definition.namespace, name: source.configMap)
            guard let text = try await api.find(ConfigMap.self, key)?.data?[source.key] else {
                throw ActionProblem("spec.databaseInitSQL: there is no ConfigMap \(source.configMap) with a key \(source.key)")
            }
            // A user's own statements: one that fails does not keep the others from running, as it would not in psql.
            try await tools.run(SQLScript(text, in: .database("postgres"), stopsAtErrors: false), in: step.pod, timeout: .seconds(600))
        }
        return []
    }
}

extension ExtensionsDefinition {
    private static let fields: [any WritableKeyPath<ExtensionsDefinition, Bool> & Sendable] = [
        \.pgStatMonitor, \.pgStatStatements, \.pgAudit, \.pgVector, \.pgRepack, \.pgCron, \.setUser,
    ]

    /// One digit for each extension.
    var remembered: String { Self.fields.map { self[keyPath: $0] ? "1" : "0" }.joined() }

    init(remembered text: String) {
        self.init()
        for (field, digit) in zip(Self.fields, text) { self[keyPath: field] = digit == "1" }
    }
}
