import KubernetesModel

/// Runs the SQL that makes extensions, databases, users and the pooler's role, each once for one state of its inputs.
///
/// - Reads: the revisions of the SQL that ran last, digests of passwords.
/// - Plans: the scripts whose inputs changed, in their order, on the primary.
/// - Never: runs on a standby cluster, or before the primary is ready.
struct RunSQL: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        guard cluster.definition.standby == nil, !cluster.isGoingDown, cluster.isBootstrapped else { return }
        for subject in SQLStep.Subject.allCases {
            guard let revision = cluster.revision(of: subject), cluster.knowledge.revisions[subject.rawValue] != revision else { continue }
            let failure = cluster.knowledge.failures[subject.rawValue]?.message
            plan.wait(because: Because(.sqlPending, failure ?? "SQL for \(subject.inWords) is run on the primary"))
            guard cluster.mayRetry(subject.rawValue, after: Self.retryInterval, into: &plan) else { return }
            guard let primary = cluster.writable else { return }
            plan.act(
                .sql(SQLStep(subject, pod: primary.pod.key, podUID: primary.uid, revision: revision)),
                because: Because(subject.reason, "\(subject.inWords) are brought to the state of the spec"), quietly: cluster.isNew)
        }
    }

    static let retryInterval = Duration.seconds(5)
}

extension SQLStep.Subject {
    var inWords: String {
        switch self {
        case .extensions: "extensions"
        case .databases: "databases"
        case .users: "users"
        case .pgBouncer: "the pooler's role and function"
        case .initial: "databaseInitSQL"
        }
    }

    var reason: Reason {
        switch self {
        case .extensions: .extensionsChanged
        case .databases, .initial: .databasesChanged
        case .users: .usersChanged
        case .pgBouncer: .poolerRoleChanged
        }
    }
}

extension Knowledge {
    /// Key in ``revisions``: which extensions were enabled when their script ran last.
    public static let enabledExtensions = "extensionsEnabled"
}

extension ClusterSnapshot {
    /// Hash of what a script depends on; nil while something that it needs is not there yet, or there is nothing to run.
    func revision(of subject: SQLStep.Subject) -> String? {
        var parts = [patroni?.systemIdentifier ?? ""]
        switch subject {
        case .extensions: parts += [definition.extensionInputs]
        case .databases: parts += definition.databases + [definition.extensionInputs]
        case .users:
            for user in definition.effectiveUsers {
                guard let verifier = secrets[user.secretName ?? definition.names.userSecret(user.name)]?.keys["verifier"], !verifier.isEmpty else {
                    return nil
                }
                parts += [user.name, user.options, verifier, String(user.grantsPublicSchema)] + user.databases
            }
            parts.append(String(definition.createsUserSchemas))
        case .pgBouncer:
            if let pooler = definition.pgBouncer {
                guard let verifier = secrets[definition.names.pgBouncer]?.keys["pgbouncer-verifier"], !verifier.isEmpty else { return nil }
                parts += [verifier, String(pooler.exposesSuperusers)] + definition.databases
            } else if knowledge.revisions[subject.rawValue] == nil {
                return nil
            } else {
                parts.append("none")
            }
        case .initial:
            // Once for a database system, whatever the ConfigMap holds later; without the field what ran is forgotten.
            guard definition.initialSQL != nil || knowledge.revisions[subject.rawValue] != nil else { return nil }
            parts.append(definition.initialSQL == nil ? "none" : "done")
        }
        // Restored data has the passwords and roles of its time.
        if subject != .initial, let restoredBy { parts.append(restoredBy) }
        // So has data that came from another cluster.
        if subject != .initial, let followed = knowledge.revisions[Knowledge.followed] { parts.append(followed) }
        return StableHash.text(of: parts.joined(separator: "\n"))
    }
}

extension ClusterDefinition {
    /// Databases that users of the spec need, sorted.
    public var databases: [String] { Set(effectiveUsers.flatMap(\.databases)).subtracting(["postgres"]).sorted() }

    var extensionInputs: String { String(describing: extensions) }
}
