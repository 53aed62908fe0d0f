import KubernetesModel

/// Keeps Patroni's dynamic configuration as the spec wants it. Patroni then reloads, and says which members need a restart.
///
/// - Reads: the Endpoints `{c}-ha-config`.
/// - Plans: one patch of its annotation `config`; before it, once per image, a look at which parameters that PostgreSQL knows.
/// - Never: hands Patroni a parameter that PostgreSQL would refuse, or takes `pause` from a person.
struct ConfigurePatroni: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard let record = cluster.patroni, cluster.isBootstrapped, !cluster.isGoingDown else { return }
        var wanted = cluster.definition.dynamicConfiguration
        if let pause = record.configuration?["pause"] { wanted["pause"] = pause }
        guard wanted != record.configuration else { return }
        guard let leader = cluster.members.first(where: \.isRunning) else { return }
        let image = leader.databaseStatus?.imageID ?? ""
        guard let settings = cluster.knowledge.settings[image] else {
            plan.act(
                .readSettings(pod: leader.pod.key, podUID: leader.uid, image: image),
                because: Because(.parametersChanged, "changed parameters are checked against those that PostgreSQL knows"))
            return
        }
        let problems = cluster.definition.parameterProblems(settings)
        guard problems.isEmpty else {
            plan.refusals += problems
            return
        }
        plan.act(
            .configurePatroni(configuration: wanted, endpoints: record.endpoints, resourceVersion: record.resourceVersion),
            because: Because(.parametersChanged, "Patroni's configuration: \(Self.summary(from: record.configuration, to: wanted))"),
            quietly: cluster.isNew)
    }

    /// Which keys differ, for messages: parameters by their name, without values, since `primary_conninfo` and the like can hold secrets.
    static func summary(from old: JSONValue?, to new: JSONValue) -> String {
        func leaves(_ value: JSONValue?, _ prefix: [String] = []) -> [String: JSONValue] {
            guard let members = value?.object, prefix.count < 3 else { return value.map { [prefix.joined(separator: "."): $0] } ?? [:] }
            return members.reduce(into: [:]) { $0.merge(leaves($1.value, prefix + [$1.key])) { $1 } }
        }
        let before = leaves(old)
        let after = leaves(new)
        let changed = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }.sorted()
        let shown = changed.prefix(8).map { $0.hasPrefix("postgresql.parameters.") ? String($0.dropFirst("postgresql.parameters.".count)) : $0 }
        return shown.joined(separator: ", ") + (changed.count > 8 ? " and \(changed.count - 8) more" : "") + " changed"
    }
}

extension ClusterDefinition {
    /// What is wrong with the parameters that the user gave, by field.
    public func parameterProblems(_ settings: PostgresSettings) -> [String] {
        let sources = [
            ("spec.config.parameters", parameters),
            (
                "spec.patroni.dynamicConfiguration.postgresql.parameters",
                patroni.dynamicConfiguration[path: "postgresql", "parameters"]?.object ?? [:]
            ),
        ]
        return sources.flatMap { path, values in
            values.sorted { $0.key < $1.key }.compactMap { name, value in
                settings.problem(with: name, value: value).map { "\(path).\(name): \($0)" }
            }
        }
    }
}
