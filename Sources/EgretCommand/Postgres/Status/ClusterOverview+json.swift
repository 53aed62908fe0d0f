import KubernetesModel
import PostgresAPI
import PostgresCluster

extension ClusterOverview {
    /// What a program sees: kind `ClusterStatus` of `egret.dev/v1`, explained in docs/kubectl-pg.md.
    var json: JSONValue {
        let status = cluster.status
        let ready = condition("Ready")
        return OutputDocument.of(
            "ClusterStatus",
            [
                "name": cluster.metadata.name?.json, "namespace": cluster.metadata.namespace?.json, "state": status.json["state"],
                "ready": .bool(isReady), "reason": ready?.reason?.json, "message": ready?.message?.json, "host": status.host.nonEmpty?.json,
                "postgresVersion": (status.postgres.version ?? definition.postgresVersion).json,
                "patroniVersion": (status.patroni.version ?? status.patroniVersion)?.json,
                "systemIdentifier": (snapshot.patroni?.systemIdentifier ?? status.patroni.status.systemIdentifier)?.json,
                "synchronous": snapshot.patroni?.isSynchronous.json, "patroniPaused": snapshot.patroni?.isPaused.json,
                "members": .array(members.map(memberJSON)), "poolers": .array(poolers.map(podJSON)),
                "repositories": .array(repositories.map(repositoryJSON)), "backups": .array(backups.map(\.json)),
                "drills": drills?.json, "restores": .array(restores.map(\.json)), "conditions": conditions.json,
                "events": .array(events.map(eventJSON)),
                "notShown": gaps.json,
            ])
    }

    private func podJSON(_ pod: Pod) -> JSONValue {
        .members([
            "name": pod.metadata.name?.json, "ready": .bool(pod.isReady && pod.metadata.deletionTimestamp == nil), "restarts": pod.restarts.json,
            "node": pod.spec?.nodeName?.json,
        ])
    }

    private func memberJSON(_ member: Member) -> JSONValue {
        var json = podJSON(member.pod)
        let patroni = member.patroni
        let more: [String: JSONValue?] = [
            "instance": member.instance.json, "set": member.set.json, "role": member.role?.rawValue.json, "state": patroni?.state.json,
            "replication": patroni?.replicationState?.json, "timeline": patroni?.timeline?.json,
            "walPosition": patroni?.walPosition.map { WALPosition(bytes: $0).description.json },
            "lagBytes": lag(of: member).map { .integer(Int64(clamping: $0)) },
            "pendingRestart": patroni.map { $0.isRestartPending.json }, "pendingParameters": patroni?.pendingParameters.json,
        ]
        for (key, value) in more { if let value { json[key] = value } }
        return json
    }

    private func repositoryJSON(_ repo: RepositoryOverview) -> JSONValue {
        .members([
            "name": repo.name.json, "type": repo.type.json, "place": repo.place.json, "stanzaCreated": repo.hasStanza.json,
            "bound": repo.isBound?.json, "lastBackup": repo.last?.json, "lastFullBackup": repo.lastFull?.json,
            "latestRestorableTime": repo.latestRestorableTime?.json, "nextBackup": repo.nextBackup?.json,
        ])
    }

    private func eventJSON(_ event: Event) -> JSONValue {
        .members([
            "time": event.lastSeen?.json, "type": event.type?.json, "reason": event.reason?.json, "message": event.message?.json,
            "kind": event.involvedObject?.kind?.json, "name": event.involvedObject?.name?.json, "count": event.times.json,
        ])
    }
}
