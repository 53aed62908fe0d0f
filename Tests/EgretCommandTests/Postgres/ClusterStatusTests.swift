import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster
import Testing

@testable import EgretCommand

@Suite("pg status") struct ClusterStatusTests {
    @Test("GoldenStatus: a cluster that is ready")
    func ready() async throws {
        let overview = try await ExampleCluster().overview()
        #expect(overview.isReady)
        try expectRecorded(overview.text(), at: "Tests/EgretCommandTests/Golden/status-ready.txt")
        try expectRecorded(OutputFormat.json.text(overview.json), at: "Tests/EgretCommandTests/Golden/status-ready.json")
        try expectRecorded(OutputFormat.yaml.text(overview.json), at: "Tests/EgretCommandTests/Golden/status-ready.yaml")
    }

    @Test("GoldenStatus: a cluster that waits, with all that can be wrong")
    func waiting() async throws {
        var example = ExampleCluster()
        example.state = "initializing"
        example.conditions = [
            (
                "Ready", "False", "InstanceNotReady",
                "instance cluster1-instance1-bbbb-0 is not ready (since 2026-11-24T11:48:00Z). Wait; if it lasts, see the events and logs of the Pod."
            ),
            ("Accepted", "False", "InvalidSpec", "spec.port: must be at least 1024, is 80. The cluster goes on as it was"),
            ("WALArchiving", "False", "ArchivingFails", "the oldest segment waits for 14m: repo2: unable to connect"),
            ("UnsupportedFields", "True", "UnsupportedFields", "set, but not acted on: spec.pmm"),
        ]
        var lost = ExampleCluster.member("bbbb", role: "replica", position: 90_000_000, isReady: false, more: ["pending_restart": true])
        lost.json[path: "status", "containerStatuses"] = [
            ["name": "database", "restartCount": 7, "state": ["waiting": ["reason": "CrashLoopBackOff", "message": "back-off 40s"]]]
        ]
        example.pods = [
            ExampleCluster.member(
                "aaaa", role: "primary", position: 100_663_296,
                more: ["pending_restart": true, "pending_restart_reason": ["max_connections": .emptyObject]]),
            lost,
        ]
        example.endpoints = []
        example.moreStatus = [
            "operations": [
                [
                    "kind": "PerconaPGRestore", "name": "r1", "phase": "Stopping", "message": "2 of 3 instances have stopped",
                    "started": .string(ExampleCluster.ago(30).description),
                ]
            ]
        ]
        let overview = try await example.overview()
        #expect(!overview.isReady)
        try expectRecorded(overview.text(), at: "Tests/EgretCommandTests/Golden/status-waiting.txt")
    }

    @Test("a standby cluster says what it follows, and how far behind it is")
    func standby() async throws {
        var example = ExampleCluster()
        let asked = ExampleCluster.ago(120).description
        example.moreStatus = ["standby": ["follows": "source-ha.ns.svc:5432", "lagBytes": 2048, "lagLastComputedAt": .string(asked)]]
        let text = try await example.overview().text()
        #expect(text.contains("source-ha.ns.svc:5432; 2 KiB of WAL behind, asked 2m ago"), "\(text)")
    }

    @Test("says what it may not read, and shows the rest")
    func forbidden() async throws {
        let api = ExampleCluster().api
        api.intercept { request in
            guard request.path.hasSuffix("/events") || request.path.hasSuffix("/pods") else { return nil }
            return .failure(KubernetesError(.forbidden, request: request.summary, hint: "you may not"))
        }
        let overview = try await ExampleCluster().overview(of: api)
        #expect(overview.gaps == ["list pods in postgres-operator: you may not", "list events in postgres-operator: you may not"])
        #expect(overview.text().contains("Not shown\n  list pods in postgres-operator: you may not\n"))
        #expect(overview.backups.count == 3)
    }

    @Test("an API server that does not answer is an error, not an empty status")
    func silent() async throws {
        let api = ExampleCluster().api
        api.intercept { .failure(KubernetesError(.connection, request: $0.summary, hint: "refused")) }
        await #expect(throws: KubernetesError.self) { try await ExampleCluster().overview(of: api) }
    }

    @Test("reads each thing once, and writes nothing")
    func requests() async throws {
        let api = ExampleCluster().api
        api.forgetRequests()
        _ = try await ExampleCluster().overview(of: api)
        #expect(api.writes.isEmpty)
        #expect(api.requests.count == 7)
    }

    @Test(
        "the lag of a replica is what the leader wrote beyond it",
        arguments: [(100_663_296, 0), (100_663_295, 1), (200_000_000, 0)] as [(Int64, UInt64)])
    func lag(_ position: Int64, _ expected: UInt64) async throws {
        var example = ExampleCluster()
        example.pods = [
            ExampleCluster.member("aaaa", role: "primary", position: 100_663_296), ExampleCluster.member("bbbb", role: "replica", position: position),
        ]
        let overview = try await example.overview()
        #expect(overview.members.map { overview.lag(of: $0) } == [nil, expected])
    }

    @Test("a cluster of an operator without the condition Ready is ready when its state says so")
    func otherOperator() {
        var example = ExampleCluster()
        example.conditions = []
        #expect(ClusterOverview(example.resource, at: ExampleCluster.now).isReady)
        example.state = "initializing"
        #expect(!ClusterOverview(example.resource, at: ExampleCluster.now).isReady)
    }

    @Test("several clusters have a line each")
    func list() throws {
        var second = ExampleCluster()
        second.state = "initializing"
        second.conditions = [("Ready", "False", "NoLeader", "no member leads")]
        var other = second.resource
        other.json[path: "metadata", "name"] = "cluster2"
        let list = ClusterList(clusters: [ExampleCluster().resource, other], now: ExampleCluster.now, withNamespaces: false)
        #expect(!list.isReady)
        try expectRecorded(list.text(.plain), at: "Tests/EgretCommandTests/Golden/status-list.txt")
    }

    @Test("waiting ends when the cluster is ready, or when the time is over")
    func wait() async throws {
        var example = ExampleCluster()
        example.state = "initializing"
        example.conditions = [("Ready", "False", "NoLeader", "no member leads")]
        let api = example.api
        let written = Written()
        let line = ProgressLine(isTerminal: false) { written.add($0) }
        let late = try await ClusterStatusCommand.waitUntilReady(example.resource, of: api, for: .milliseconds(50), line: line)
        #expect(late.status.state == .initializing)
        #expect(written.text == "initializing: no member leads\n")
        async let waited = ClusterStatusCommand.waitUntilReady(example.resource, of: api, for: .seconds(30), line: line)
        api.put(ExampleCluster().resource)
        #expect(try await waited.status.state == .ready)
    }
}

@Suite("The cluster that is meant") struct ClusterArgumentTests {
    private func find(_ name: String?, in namespace: String = "postgres-operator", _ api: InMemoryAPI) async throws -> String? {
        try await ClusterArgument.find(name, in: namespace, of: api).metadata.name
    }

    @Test("is the one of that name, or the only one")
    func found() async throws {
        let api = ExampleCluster().api
        #expect(try await find("cluster1", api) == "cluster1")
        #expect(try await find(nil, api) == "cluster1")
    }

    @Test("is never guessed")
    func refused() async throws {
        let api = ExampleCluster().api
        var other = ExampleCluster().resource
        other.json[path: "metadata", "name"] = "cluster2"
        api.put(other)
        func message(_ name: String?, in namespace: String = "postgres-operator") async -> String? {
            let error = await #expect(throws: CommandFailure.self) { try await find(name, in: namespace, api) }
            return error?.description
        }
        #expect(await message(nil) == "namespace postgres-operator has several clusters: name one of cluster1, cluster2")
        #expect(await message("clustr1") == "there is no cluster clustr1 in namespace postgres-operator; there are: cluster1, cluster2")
        #expect(await message(nil, in: "shop") == "there is no cluster in namespace shop: name another one with -n")
        #expect(await message("x", in: "shop") == "there is no cluster x in namespace shop, nor any other: name another one with -n")
    }

    @Test("cannot be where nothing is installed")
    func notInstalled() async throws {
        let api = InMemoryAPI()
        api.intercept { .failure(KubernetesError(.notFound, request: $0.summary)) }
        let error = await #expect(throws: CommandFailure.self) { try await find(nil, api) }
        #expect(error?.description == "this Kubernetes does not know perconapgclusters.pgv2.percona.com: install the operator first")
    }
}
