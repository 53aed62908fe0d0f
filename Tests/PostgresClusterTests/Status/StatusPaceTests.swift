import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("When a changed status is written") struct StatusPaceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var what: String
        var isLate: Bool
        var change: @Sendable (inout ClusterSnapshot) -> Void
        init(_ what: String, isLate: Bool, _ change: @escaping @Sendable (inout ClusterSnapshot) -> Void) {
            self.what = what
            self.isLate = isLate
            self.change = change
        }
        var testDescription: String { what }
    }

    /// A cluster in which two of three poolers are missing, as its status says since four seconds ago.
    private static func waiting() -> ClusterSnapshot {
        var cluster = PlanExample.running()
        cluster.definition.pgBouncer?.replicas = 3
        cluster.deployments["c-pgbouncer"]?.status = DeploymentStatus(readyReplicas: 1, replicas: 3)
        cluster.resource.status = asStored(Planner().plan(cluster).status ?? .null)
        cluster.knowledge.statusWritten = PlanExample.now.adding(.seconds(-4))
        return cluster
    }

    /// What a server keeps of a status that is patched: null takes a field away.
    private static func asStored(_ status: JSONValue) -> JSONValue {
        guard let fields = status.object else { return status }
        return .object(fields.filter { !$0.value.isNull }.mapValues(asStored))
    }

    @Test(arguments: [
        Row("one more Pod is ready", isLate: true) { $0.deployments["c-pgbouncer"]?.status?.readyReplicas = 2 },
        Row("an instance is not ready", isLate: true) { $0.pods[0].status?.conditions = [] },
        Row("a volume is bound", isLate: true) { $0.claims["c-repo1"]?.status = PersistentVolumeClaimStatus(phase: "Bound") },
        Row("SQL ran that may run again", isLate: true) { $0.knowledge.revisions["users"] = "other" },
        Row("SQL ran that must not run again", isLate: false) { $0.knowledge.revisions["initial"] = "other" },
        Row("the last Pod is ready", isLate: false) { $0.deployments["c-pgbouncer"]?.status?.readyReplicas = 3 },
        Row("another spec is acted on", isLate: false) { $0.resource.metadata.generation = 2 },
        Row("the spec is refused", isLate: false) { $0.resource.refusals = ["spec.port: wrong"] },
        Row("an event tells of it", isLate: false) { $0.resource.unsupportedFields = ["spec.other"] },
        Row("the operator has just started", isLate: false) {
            $0.deployments["c-pgbouncer"]?.status?.readyReplicas = 2
            $0.knowledge.statusWritten = nil
        },
        Row("the clock was set back", isLate: false) {
            $0.deployments["c-pgbouncer"]?.status?.readyReplicas = 2
            $0.knowledge.statusWritten = $0.now.adding(.seconds(5))
        },
    ]) func onlyDetailsWait(_ row: Row) {
        var cluster = Self.waiting()
        row.change(&cluster)
        let plan = Planner().plan(cluster)
        #expect(plan.status != cluster.resource.status)
        #expect(plan.statusWaits == (row.isLate ? StatusPace.pause - .seconds(4) : nil))
        guard let delay = plan.statusWaits else { return }
        #expect(plan.lookAgain.map { $0.after <= delay } == true, "the last change is not lost")
        cluster.now = cluster.now.adding(delay)
        #expect(Planner().plan(cluster).statusWaits == nil)
    }

    @Test func nothingIsWaitedForWhereNothingHasChanged() {
        let plan = Planner().plan(Self.waiting())
        #expect(plan.statusWaits == nil)
        #expect(plan.lookAgain.map { $0.after > StatusPace.pause } ?? true)
    }
}
