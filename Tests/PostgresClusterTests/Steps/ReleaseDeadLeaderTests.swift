import KubernetesModel
import PostgresCluster
import Testing

@Suite("A leader whose container has ended") struct ReleaseDeadLeaderTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let isReleased: Bool
        let change: @Sendable (inout ClusterSnapshot) -> Void
        init(_ text: String, released: Bool, _ change: @escaping @Sendable (inout ClusterSnapshot) -> Void) {
            testDescription = text
            isReleased = released
            self.change = change
        }
    }

    /// Ended for the second time within a minute: the kubelet will wait for 10 s or more.
    static func end(_ cluster: inout ClusterSnapshot, after seconds: Int64 = 5, restarts: Int = 1, previous: Int64? = -60) {
        guard let name = cluster.leaderRecord?.leader, let index = cluster.pods.firstIndex(where: { $0.metadata.name == name }) else { return }
        let time = PlanExample.now.secondsSince1970 + seconds
        cluster.pods[index].status?.containerStatuses = [
            ContainerStatus(
                lastState: previous.map {
                    ContainerState(terminated: ContainerStateTerminated(exitCode: 137, finishedAt: Timestamp(secondsSince1970: time + $0)))
                },
                name: "database", restartCount: restarts,
                state: ContainerState(terminated: ContainerStateTerminated(exitCode: 137, finishedAt: Timestamp(secondsSince1970: time))))
        ]
        cluster.now = Timestamp(secondsSince1970: time + 1)
    }

    @Test(arguments: [
        Row("is released when the kubelet will back off", released: true) { end(&$0) },
        Row("is left alone when it starts again at once", released: false) { end(&$0, restarts: 0, previous: nil) },
        Row("is left alone when its last failure is long ago", released: false) { end(&$0, previous: -700) },
        Row("is left alone when the record was renewed later", released: false) { end(&$0, after: -1) },
        Row("is released when it had just renewed its record", released: true) { end(&$0, after: 0) },
        Row("is left alone while it runs", released: false) { _ in },
        Row("is left alone when its Pod is gone", released: false) { cluster in
            let name = cluster.leaderRecord?.leader
            cluster.pods.removeAll { $0.metadata.name == name }
        },
        Row("is left alone when its Pod is in an unknown state", released: false) { cluster in
            end(&cluster)
            let index = cluster.pods.firstIndex { $0.metadata.name == cluster.leaderRecord?.leader }!
            cluster.pods[index].status?.phase = "Unknown"
        },
        Row("is left alone while Patroni is paused", released: false) { cluster in
            end(&cluster)
            cluster.endpoints["c-ha-config"]?.metadata.annotations?["config"] = #"{"pause":true}"#
        },
        Row("is left alone when no replica streams", released: false) { cluster in
            end(&cluster)
            for index in cluster.pods.indices { cluster.pods[index].metadata.annotations = ["status": #"{"state":"starting","role":"replica"}"#] }
        },
        Row("is left alone in synchronous mode without a synchronous standby", released: false) { cluster in
            end(&cluster)
            cluster.endpoints["c-ha-config"]?.metadata.annotations?["config"] = #"{"synchronous_mode":true}"#
        },
        Row("is released in synchronous mode when its standby streams", released: true) { cluster in
            end(&cluster)
            cluster.endpoints["c-ha-config"]?.metadata.annotations?["config"] = #"{"synchronous_mode":true}"#
            let standby = cluster.members.first { $0.name != cluster.leaderRecord?.leader }!.name
            cluster.endpoints["c-ha-sync"] = .patroni("c-ha-sync", ["leader": "x", "sync_standby": standby])
        },
        Row("is released when its Pod has failed for good", released: true) { cluster in
            end(&cluster, restarts: 0, previous: nil)
            let index = cluster.pods.firstIndex { $0.metadata.name == cluster.leaderRecord?.leader }!
            cluster.pods[index].status?.phase = "Failed"
        },
        Row("is left alone while the cluster is being deleted", released: false) { cluster in
            end(&cluster)
            cluster.resource.metadata.deletionTimestamp = PlanExample.now
        },
    ])
    func decides(_ row: Row) {
        var cluster = PlanExample.running()
        row.change(&cluster)
        let releases = Planner().plan(cluster).actions.filter { if case .releaseLeader = $0.action { true } else { false } }
        #expect(releases.count == (row.isReleased ? 1 : 0))
    }
}

@Suite("Members that can take over") struct HeirsTests {
    private func heirs(optime: String) -> Heirs? {
        var cluster = PlanExample.running()
        ReleaseDeadLeaderTests.end(&cluster)
        cluster.endpoints["c-ha"]?.metadata.annotations?["optime"] = optime
        return Planner().plan(cluster).actions.compactMap { if case .releaseLeader(let release) = $0.action { release.heirs } else { nil } }.first
    }

    @Test("one that streamed and had the leader's last position is known") func known() throws {
        #expect(try #require(heirs(optime: "1")).known != nil)
    }

    @Test("where annotations are too old to tell, all are asked") func asked() throws {
        let asked = try #require(heirs(optime: "9000000000"))
        #expect(asked.known == nil)
        #expect(asked.candidates.count == 2)
    }

    @Test(
        "an answer is judged by state, tags and position",
        arguments: [
            (#"{"state":"running","role":"replica","xlog":{"received_location":1000,"replayed_location":990}}"#, true),
            (#"{"state":"running","role":"replica","xlog":{"received_location":0,"replayed_location":950}}"#, true),
            (#"{"state":"running","role":"sync_standby","replication_state":"in archive recovery","xlog":{"replayed_location":900}}"#, true),
            (#"{"state":"running","role":"replica","xlog":{"received_location":899,"replayed_location":899}}"#, false),
            (#"{"state":"running","role":"replica"}"#, false),
            (#"{"state":"starting","role":"replica","xlog":{"received_location":1000}}"#, false),
            (#"{"state":"running","role":"primary","xlog":{"location":1000}}"#, false),
            (#"{"state":"running","role":"replica","tags":{"nofailover":true},"xlog":{"received_location":1000}}"#, false),
        ])
    func answers(text: String, isFit: Bool) throws {
        let heirs = Heirs(known: nil, candidates: [], leaderPosition: 1000, maximumLag: 100)
        #expect(heirs.includes(answer: try JSONValue(parsing: text)) == isFit)
    }
}

@Suite("A parameter that needs a restart") struct RestartPendingTests {
    private func plan(_ change: (inout ClusterSnapshot) -> Void) -> Plan {
        var cluster = PlanExample.running()
        change(&cluster)
        return Planner().plan(cluster)
    }

    private func markPending(
        _ cluster: inout ClusterSnapshot, _ reasons: JSONValue = ["shared_buffers": ["old_value": "1", "new_value": "2"]],
        where isMarked: (Member) -> Bool
    ) {
        for member in cluster.members where isMarked(member) {
            let index = cluster.pods.firstIndex { $0.metadata.name == member.name }!
            guard var status = try? JSONValue(parsing: cluster.pods[index].metadata.annotations!["status"]!) else { continue }
            status["pending_restart"] = true
            status["pending_restart_reason"] = reasons
            cluster.pods[index].metadata.annotations!["status"] = status.text
        }
    }

    private func restarts(_ plan: Plan) -> [MemberRole] {
        plan.actions.compactMap { if case .restart(_, let role) = $0.action { role } else { nil } }
    }

    @Test func restartsReplicasFirst() {
        let plan = plan { markPending(&$0) { _ in true } }
        #expect(restarts(plan) == [.replica])
        #expect(plan.waits.first?.message.contains("shared_buffers") == true)
    }

    @Test func restartsThePrimaryLast() { #expect(restarts(plan { markPending(&$0) { $0.role == .primary } }) == [.primary]) }

    static let lowered: JSONValue = ["max_connections": ["old_value": "120", "new_value": "100"]]

    @Test("restarts the primary first where replicas must not have less than it, and cannot apply anything before")
    func lowered() {
        #expect(restarts(plan { markPending(&$0, Self.lowered) { _ in true } }) == [.primary])
        #expect(restarts(plan { markPending(&$0, Self.lowered) { $0.role == .replica } }) == [.replica])
    }

    @Test(
        "restarts replicas first where they can apply something",
        arguments: [
            ["max_connections": ["old_value": "100", "new_value": "120"]],
            ["max_connections": ["old_value": "120", "new_value": "100"], "shared_buffers": ["old_value": "16384", "new_value": "8192"]],
            ["max_connections": ["old_value": "120", "new_value": "100"], "max_wal_senders": ["old_value": "10", "new_value": "20"]], [:],
        ] as [JSONValue])
    func raised(_ reasons: JSONValue) { #expect(restarts(plan { markPending(&$0, reasons) { _ in true } }) == [.replica]) }

    @Test("restarts no leader of a standby cluster for what its primary elsewhere must apply first")
    func standbyLeader() {
        let plan = plan { cluster in
            markPending(&cluster, Self.lowered) { _ in true }
            let index = cluster.pods.firstIndex { $0.metadata.name == cluster.leader?.name }!
            let status = cluster.pods[index].metadata.annotations!["status"]!
            cluster.pods[index].metadata.annotations!["status"] = status.replacing(#""role":"primary""#, with: #""role":"standby_leader""#)
        }
        #expect(restarts(plan).isEmpty)
    }

    @Test func waitsForAMemberThatIsDown() {
        let plan = plan { cluster in
            markPending(&cluster) { $0.role == .primary }
            let index = cluster.pods.firstIndex { $0.metadata.name != cluster.leader?.name }!
            cluster.pods[index].status?.conditions = [PodCondition(status: "False", type: "Ready")]
        }
        #expect(restarts(plan).isEmpty)
        #expect(plan.waits.contains { $0.reason == .restartingForParameters })
    }
}
