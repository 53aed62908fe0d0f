import KubernetesClient
import KubernetesModel
import PostgresCluster

/// Takes the leader's record away from a member that has ended, as Patroni itself does when it gives up leading.
///
/// The planner decided from the cache. Here the same is read once more from the API server, in the order that makes it a proof: first the
/// record with its resourceVersion, then the Pod. Anything that has changed ends the attempt.
struct LeaderReleaser {
    let api: any KubernetesAPI
    let patroni: PatroniClient

    func release(_ release: LeaderRelease) async throws {
        let endpoints = try await api.get(Endpoints.self, release.endpoints)
        guard let record = LeaderRecord(endpoints), record.leader == release.member, record.resourceVersion == release.resourceVersion,
            record.renewTime == release.renewTime
        else { throw stale(release, "the record has changed") }
        let key = ObjectKey(namespace: release.endpoints.namespace, name: release.member)
        let pod = try await api.get(Pod.self, key)
        guard pod.metadata.uid == release.podUID else { throw stale(release, "there is another Pod of that name") }
        let member = Member(name: release.member, instance: "", set: "", pod: pod)
        guard let death = ContainerDeath(of: member, at: release.finishedAt), death.finishedAt == release.finishedAt else {
            throw stale(release, "its container has started again")
        }
        guard await someoneCanTakeOver(release) else { throw stale(release, "no member can take over yet") }
        let patch: JSONValue = [
            "metadata": ["annotations": ["leader": nil], "resourceVersion": .string(release.resourceVersion)], "subsets": [],
        ]
        _ = try await api.patch(Endpoints.resourceType, release.endpoints, patch)
    }

    private func someoneCanTakeOver(_ release: LeaderRelease) async -> Bool {
        if release.heirs.known != nil { return true }
        for member in release.heirs.candidates {
            if let answer = try? await patroni.status(of: member), release.heirs.includes(answer: answer) { return true }
        }
        return false
    }

    private func stale(_ release: LeaderRelease, _ reason: String) -> KubernetesError {
        KubernetesError(.conflict, request: "release the leader \(release.member)", hint: reason)
    }
}
