public import KubernetesModel

/// The removal of data that a restore kept, asked for by the annotation `egret.dev/release-previous-data` on its PerconaPGRestore.
public struct PreviousDataRelease: Sendable, Hashable {
    /// uid of the PerconaPGRestore.
    public var restore: String
    /// The Pod of the instance whose volume it is on, and its uid.
    public var pod: ObjectKey
    public var podUID: String
    public var major: Int
    public var walDirectory: String
    /// What the names of the directories end with.
    public var suffix: String

    /// What a failure is remembered under.
    public var subject: String { "release \(restore)" }
}

extension RestoreResource {
    /// The time in digits: directories of several restores sort by it. Nil before it began.
    var keptSuffix: String? { started.map { String($0.description.filter { $0.isNumber || $0 == "T" || $0 == "Z" }) } }
    /// Whether the user lets the previous data go, and it is still there.
    fileprivate var isToRelease: Bool {
        state == .succeeded && metadata.annotations?[Annotation.releasePreviousData] == "true"
            && status[path: "previousData", "directory"]?.string != nil
    }
}

extension RunRestores {
    /// Lets previous data go. It is on the volume of an instance that has to run for it.
    func releasePreviousData(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        for restore in cluster.restores.values.sorted(by: { $0.turn < $1.turn }) where restore.isToRelease {
            let directory = restore.status[path: "previousData", "directory"]?.string ?? ""
            if cluster.knowledge.releasedRestores.contains(restore.uid) {
                var status = restore.status
                status["previousData"] = ["directory": .null, "bytes": .null, "keptUntil": .string("removed at \(cluster.second)")]
                plan.act(
                    .writeStatus(type: RestoreResource.type, key: restore.key, status: status),
                    because: Because(.changed, "the data before restore \(restore.name) was removed"))
                continue
            }
            guard let member = cluster.members.first(where: { $0.instance == restore.instance && $0.isRunning }), let suffix = restore.keptSuffix,
                directory.hasSuffix("_kept_\(suffix)"), let set = cluster.definition.instanceSets.first(where: { $0.name == member.set })
            else { continue }
            guard cluster.mayRetry("release \(restore.uid)", after: .seconds(30), into: &plan) else { continue }
            let release = PreviousDataRelease(
                restore: restore.uid, pod: member.pod.key, podUID: member.uid, major: cluster.definition.postgresVersion,
                walDirectory: DataPaths(cluster.definition, set).walDirectory, suffix: suffix)
            plan.act(
                .releasePreviousData(release),
                because: Because(.changed, "the data before restore \(restore.name) goes: \(Annotation.releasePreviousData) is true"))
        }
    }
}
