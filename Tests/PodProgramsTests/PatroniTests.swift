import Foundation
import KubernetesClient
import KubernetesModel
import Testing

@testable import PodPrograms

private typealias Member = PatroniCluster.Member
private func leader(_ name: String, timeline: Int64 = 2) -> Member { Member(name: name, role: "leader", state: "running", timeline: timeline) }
private func replica(_ name: String, lag: Int64? = 0, state: String = "streaming", timeline: Int64 = 2, role: String = "replica") -> Member {
    Member(name: name, role: role, state: state, timeline: timeline, lag: lag)
}

struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var members: [PatroniCluster.Member]
    var candidates: [String]
    var leaving: Set<String> = []
}

@Suite("Before a leader stops") struct PatroniTests {
    @Test(
        "those can take over that have what the leader has, the nearest first",
        arguments: [
            Row(testDescription: "nearest first", members: [leader("a"), replica("b", lag: 9), replica("c", lag: 3)], candidates: ["c", "b"]),
            Row(
                testDescription: "synchronous only", members: [leader("a"), replica("b"), replica("c", lag: 3, role: "sync_standby")],
                candidates: ["c"]),
            Row(testDescription: "being deleted", members: [leader("a"), replica("b"), replica("c")], candidates: ["c"], leaving: ["b"]),
            Row(testDescription: "another timeline", members: [leader("a"), replica("b", timeline: 1)], candidates: []),
            Row(testDescription: "not running", members: [leader("a"), replica("b", state: "starting")], candidates: []),
            Row(testDescription: "unknown lag", members: [leader("a"), replica("b", lag: nil)], candidates: []),
            Row(testDescription: "alone", members: [leader("a")], candidates: []),
            Row(testDescription: "no leader", members: [replica("b")], candidates: []),
            Row(
                testDescription: "never a leader",
                members: [leader("a"), Member(name: "b", role: "replica", state: "streaming", timeline: 2, lag: 0, nofailover: true)], candidates: []),
        ]) func candidates(row: Row)
    {
        #expect(PatroniCluster(members: row.members).candidates(without: row.leaving).map(\.name) == row.candidates)
    }

    @Test("Patroni's answer is read") func answer() throws {
        let json = try JSONValue(
            parsing: """
                {"members": [{"name": "a-0", "role": "leader", "state": "running", "api_url": "https://a-0:8008/patroni", "host": "a-0", "port": 5432, "timeline": 4},
                 {"name": "b-0", "role": "replica", "state": "streaming", "timeline": 4, "lag": 16, "tags": {"nofailover": true}},
                 {"name": "c-0", "role": "replica", "state": "starting", "lag": "unknown"}], "scope": "hippo-ha", "pause": true}
                """)
        let cluster = PatroniCluster(json)
        #expect(cluster.isPaused)
        #expect(cluster.leader?.name == "a-0")
        #expect(cluster.members[1] == Member(name: "b-0", role: "replica", state: "streaming", timeline: 4, lag: 16, nofailover: true))
        #expect(cluster.members[2].lag == nil)
    }

    /// Runs the hook of `a` with a Patroni that answers as `cluster` says; returns what it said and how long it took.
    func run(
        announced: Bool = false, leaving: Set<String> = [],
        _ cluster: @escaping @Sendable (_ asked: Bool, _ elapsed: Duration) throws -> PatroniCluster
    ) async throws -> (lines: [String], asked: [String], elapsed: Duration) {
        let folder = try TemporaryFolder()
        let said = Record()
        let asked = Record()
        let time = TestTime()
        let lines = Lines()
        var stop = PreStop(
            member: "a", cluster: { try await cluster(!asked.lines.isEmpty, time.elapsed) }, leaving: { leaving },
            switchover: {
                await asked.add($0)
                return HTTPSRequest.Answer(status: 200, body: Array("Successfully switched over".utf8))
            }, log: { lines.add($0) })
        stop.time = time.time
        stop.announcement.file = "\(folder.path)/egret/switchover"
        let now = Date(timeIntervalSince1970: 1_000_000)
        stop.now = { now.addingTimeInterval(Double(time.elapsed.components.seconds)) }
        if announced { try stop.announcement.make(for: 20, at: now) }
        await stop.run()
        _ = said
        return (lines.all, await asked.lines, time.elapsed)
    }

    @Test("a member that does not lead stops at once") func notLeading() async throws {
        let result = try await run { _, _ in PatroniCluster(members: [leader("b"), replica("a")]) }
        #expect(result.lines == ["b leads"])
        #expect(result.elapsed == .zero)
    }

    @Test("a leader hands over when no operator has begun, and stops when the other leads") func handsOver() async throws {
        let result = try await run { asked, _ in
            PatroniCluster(members: asked ? [leader("b"), replica("a")] : [leader("a"), replica("b")])
        }
        #expect(result.asked == ["b"])
        #expect(result.lines == ["asking b to take over", "Patroni answers 200: Successfully switched over", "b leads"])
        #expect(result.elapsed >= PreStop.operatorsTurn && result.elapsed < PreStop.operatorsTurn + .seconds(2))
    }

    @Test("an operator that has announced its switchover is waited for") func operators() async throws {
        let result = try await run(announced: true) { _, elapsed in
            PatroniCluster(members: elapsed > .seconds(12) ? [leader("b"), replica("a")] : [leader("a"), replica("b")])
        }
        #expect(result.asked.isEmpty)
        #expect(result.lines == ["b leads"])
    }

    @Test("an announcement that is over no longer counts") func overdue() async throws {
        let result = try await run(announced: true) { asked, _ in
            PatroniCluster(members: asked ? [leader("b"), replica("a")] : [leader("a"), replica("b")])
        }
        #expect(result.asked == ["b"])
        #expect(result.elapsed >= Duration.seconds(20))
    }

    @Test("when a whole cluster is deleted nobody is waited for") func wholeCluster() async throws {
        let result = try await run(leaving: ["a", "b"]) { _, _ in PatroniCluster(members: [leader("a"), replica("b")]) }
        #expect(result.lines == ["no other member can take over"])
        #expect(result.elapsed == .zero)
    }

    @Test("a paused Patroni, and one that does not answer, are not waited for") func paused() async throws {
        #expect(try await run { _, _ in PatroniCluster(members: [leader("a"), replica("b")], isPaused: true) }.lines == ["Patroni is paused"])
        #expect(try await run { _, _ in throw Problem("refused") }.lines == ["Patroni cannot be asked: refused"])
    }

    @Test("it asks once, and ends after a minute") func deadline() async throws {
        let result = try await run { _, _ in PatroniCluster(members: [leader("a"), replica("b")]) }
        #expect(result.asked == ["b"])
        #expect(result.lines.last == "nobody took over within 60 s")
        #expect(result.elapsed == PreStop.longest)
    }

    @Test("Pods that are being deleted are those with a time of deletion") func deletedPods() async throws {
        let api = Answering {
            try JSONValue(
                parsing: #"{"items": [{"metadata": {"name": "a-0", "deletionTimestamp": "2026-01-31T12:00:00Z"}}, {"metadata": {"name": "b-0"}}]}"#)
        }
        #expect(try await NeighbourPods.leaving(of: "hippo", in: "shop", api) == ["a-0"])
        let request = try #require(api.requests.all.first)
        #expect(request == "/api/v1/namespaces/shop/pods postgres-operator.crunchydata.com/cluster=hippo,postgres-operator.crunchydata.com/patroni")
    }

    @Test("labels are read as the downward API writes them") func labels() throws {
        #expect(try NeighbourPods.label("x/cluster", in: "a=\"b\"\nx/cluster=\"hippo\"\n") == "hippo")
        #expect(throws: Problem("this Pod has no label x/cluster")) { try NeighbourPods.label("x/cluster", in: "") }
    }

    @Test(
        "the port is that on which Patroni listens",
        arguments: [
            (["PATRONI_RESTAPI_LISTEN": "*:8018"], 8018), (["PATRONI_RESTAPI_LISTEN": "[::]:9000"], 9000), ([:], 8008),
            (["PATRONI_RESTAPI_LISTEN": "nonsense"], 8008), (["PATRONI_RESTAPI_LISTEN": "*:x"], 8008),
        ] as [([String: String], Int)])
    func port(environment: [String: String], port: Int) { #expect(PatroniREST(environment: environment).port == port) }
}
