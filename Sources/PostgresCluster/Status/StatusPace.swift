import KubernetesModel

/// When a status that has changed is written: what people and tools wait for at once, details together with what follows soon.
///
/// While a cluster is made or its Pods are replaced, counts and conditions change several times a second, each time in a way that the next
/// change outdates. The first change after a while is never late, and the last one is always written.
///
/// - Reads: the status that was written last, and when that was.
/// - Never: lets `state`, whether `Ready` is true, an event's condition or what must survive a restart wait.
struct StatusPace {
    /// How late a detail may be: no longer than a person looks at a list that does not change.
    static let pause = Duration.seconds(10)

    let cluster: ClusterSnapshot
    let plan: Plan

    /// How long a status may wait; nil: it is written now.
    func delay(of status: JSONValue) -> Duration? {
        // What an event told once is known by the status: a plan before it is written would tell it again.
        guard plan.events.isEmpty, let written = cluster.knowledge.statusWritten else { return nil }
        let before = cluster.resource.status
        // In what is to be written null stands for a field that goes; in what was written there is none.
        let after = status.withoutNulls
        guard after != before, Self.news(in: after) == Self.news(in: before) else { return nil }
        let passed = cluster.now.since(written)
        return passed >= .zero && passed < Self.pause ? Self.pause - passed : nil
    }

    /// What does not wait. A field that is not known to be a detail is news.
    private static func news(in status: JSONValue) -> JSONValue {
        var news = status
        for key in ["postgres", "pgbouncer", "patroni", "patroniVersion"] { news[key] = nil }
        for key in ["repoHost", "repos"] { news[path: ["pgbackrest", key]] = nil }
        news["revisions"] = .object((status["revisions"]?.object ?? [:]).filter { !isRepeatable($0.key) })
        news["conditions"] = .array((status["conditions"]?.array ?? []).compactMap(news(inCondition:)))
        return news
    }

    private static func news(inCondition condition: JSONValue) -> JSONValue? {
        guard let type = condition["type"]?.string.flatMap(ConditionType.init(rawValue:)) else { return condition }
        switch type {
        case .readyForBackup, .repoHostReady, .replicaRepoReady, .replicaCreate, .proxyAvailable, .apiGroupMigration, .tlsSecretsReady, .tdeEnabled,
            .volumeResizing, .archiving:
            return nil
        case .ready:
            // What it waits for is a detail; that it waits is not.
            return ["type": .string(type.rawValue), "status": condition["status"] ?? .null]
        case .progressing, .manualBackupSuccessful, .restoreProgressing, .dataInitialized, .standbyLagging, .accepted, .unsupportedFields,
            .recoveryProven:
            var news = condition
            news["lastTransitionTime"] = nil
            news["observedGeneration"] = nil
            return news
        }
    }

    /// Whether what a revision stands for is only done once more, with the same result, if an operator dies before it is written.
    private static func isRepeatable(_ revision: String) -> Bool {
        let scripts: [SQLStep.Subject] = [.extensions, .databases, .users, .pgBouncer]
        return scripts.contains { $0.rawValue == revision } || [Knowledge.enabledExtensions, Knowledge.writeProbe].contains(revision)
            || revision.hasPrefix("\(Knowledge.stanza).")
    }
}

extension JSONValue {
    /// What a merge patch leaves of itself where nothing was before.
    fileprivate var withoutNulls: JSONValue {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { !$0.value.isNull }.mapValues(\.withoutNulls))
    }
}
