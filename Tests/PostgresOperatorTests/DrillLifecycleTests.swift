import ControllerRuntime
import ControllerRuntimeTesting
import Foundation
import KubernetesModel
import PostgresAPI
import PostgresCluster
import Synchronization
import Testing

@testable import PostgresOperator

/// The operator's own code over an API server in memory.
@Suite("A restore drill that is asked for") struct DrillLifecycleTests {
    typealias Setup = ClusterLifecycleTests.Setup

    static func ask(_ setup: Setup, _ value: String = "a") {
        setup.simulation.api.edit(PerconaPGCluster.self, ClusterLifecycleTests.key) {
            $0.metadata.annotations = ($0.metadata.annotations ?? [:]).merging([Annotation.drill: value]) { $1 }
        }
    }

    static func last(_ setup: Setup) -> JSONValue { setup.status?[path: "pgbackrest", "drills", "last"] ?? .null }
    static func jobs(_ setup: Setup) -> [Job] { setup.simulation.api.objects(Job.self).filter { $0.metadata.labels?[Label.drill] != nil } }
    static func isOver(_ setup: Setup, _ value: String = "a") -> Bool { last(setup)["request"]?.string == value && jobs(setup).isEmpty }
    static func condition(_ setup: Setup) -> JSONValue? { setup.status?["conditions"]?.array?.first { $0["type"] == "RecoveryProven" } }
    static func told(_ setup: Setup) -> [JSONValue] {
        setup.simulation.api.objects(PerconaPGBackupObject.self).compactMap { $0.json[path: "status", "drill"] }
    }

    @Test func tellsClusterAndBackupAndLeavesNothing() throws {
        let setup = try RestoreLifecycleTests.running()
        Self.ask(setup)
        try setup.run(until: "the drill is over") { Self.isOver(setup) }
        #expect(Self.last(setup)["state"] == "Verified")
        #expect(Self.last(setup)["marker"] == "0/9000000")
        #expect(Self.condition(setup)?["status"] == "True" && Self.condition(setup)?["reason"] == "DrillVerified")
        #expect(Self.told(setup) == [Self.last(setup)])
        #expect(setup.world.drills.withLock { $0.count } == 1)
        #expect(setup.isReady)
    }

    @Test func tellsWhatIsWrongAndThenThatItIsMended() throws {
        let setup = try RestoreLifecycleTests.running()
        setup.world.drillMessage.withLock { $0 = #"{"finding":"MarkerNotReached","message":"recovery ended at 0/4","backup":"F0"}"# }
        Self.ask(setup)
        try setup.run(until: "the drill is over") { Self.isOver(setup) }
        #expect(Self.condition(setup)?["status"] == "False" && Self.condition(setup)?["reason"] == "DrillNotVerified")
        #expect(Self.condition(setup)?["message"]?.string?.contains("recovery ended at 0/4") == true)
        #expect(Self.told(setup).first?["reason"] == "MarkerNotReached")
        setup.world.drillMessage.withLock { $0 = nil }
        Self.ask(setup, "b")
        try setup.run(until: "the second is over") { Self.isOver(setup, "b") }
        #expect(Self.condition(setup)?["status"] == "True")
        #expect(Self.last(setup)["message"] == "")
    }

    @Test func withoutItsConfigMapSaysSo() throws {
        let setup = try RestoreLifecycleTests.running()
        setup.simulation.api.edit(PerconaPGCluster.self, ClusterLifecycleTests.key) {
            $0.json[path: ["spec", "backups", "drills"]] = ["checks": ["sql": ["name": "mine", "key": "k"]]]
        }
        Self.ask(setup)
        try setup.run(until: "the drill is over") { Self.isOver(setup) }
        #expect(Self.last(setup)["reason"] == "SQLMissing")
        #expect(Self.last(setup)["message"]?.string?.contains("there is no ConfigMap mine") == true)
        setup.simulation.api.put(ConfigMap(metadata: ObjectMeta(name: "mine", namespace: "ns"), data: ["other": ""]))
        Self.ask(setup, "b")
        try setup.run(until: "the second is over") { Self.isOver(setup, "b") }
        #expect(Self.last(setup)["message"]?.string?.contains("has no key k") == true)
        setup.simulation.api.put(ConfigMap(metadata: ObjectMeta(name: "third", namespace: "ns"), data: ["k": "select true"]))
        setup.simulation.api.edit(PerconaPGCluster.self, ClusterLifecycleTests.key) {
            $0.json[path: ["spec", "backups", "drills", "checks", "sql", "name"]] = "third"
        }
        Self.ask(setup, "c")
        try setup.run(until: "the third is over") { Self.isOver(setup, "c") }
        #expect(Self.last(setup)["state"] == "Verified")
    }

    /// The operator dies at one of its writes, before or after that had its effect, and another one starts.
    @Test(arguments: [.before, .after] as [InMemoryAPI.Moment])
    func survivesTheDeathOfTheOperatorAtAWrite(_ moment: InMemoryAPI.Moment) throws {
        var deaths = 0
        for number in 0..<100 {
            let setup = try RestoreLifecycleTests.running(replicas: 2)
            Self.ask(setup)
            let death = OperatorDeath(atWrite: number, moment, of: setup.simulation.api)
            try setup.run(until: "the drill is over after death at write \(number)") {
                death.restartIfDead(setup)
                return Self.isOver(setup) && setup.isReady
            }
            #expect(Self.last(setup)["state"] == "Verified", "write \(number)")
            #expect(Self.told(setup) == [Self.last(setup)], "write \(number)")
            #expect(setup.world.drills.withLock { $0.count } == 1, "write \(number)")
            if !death.hasHappened { break }
            deaths += 1
        }
        #expect(deaths > 4)
    }

    @Test func showsInMetricsWhichTheDocumentExplains() throws {
        let registry = MetricsRegistry()
        let metrics = DrillMetrics(registry)
        let key = ObjectKey(namespace: "ns", name: "c")
        let labels = ["ns", "c"]
        func record(_ reason: String) -> DrillRecord {
            DrillRecord([
                "pgbackrest": [
                    "drills": [
                        "lastVerifiedTime": "2027-01-15T08:00:00Z",
                        "last": [
                            "name": "j", "reason": .string(reason), "started": "2027-01-15T08:00:00Z", "completed": "2027-01-15T08:01:30Z",
                        ],
                    ]
                ]
            ])
        }
        for (reason, value) in [("Verified", 1.0), ("PagesDamaged", 0), ("NoRoom", -1)] {
            metrics.note(record(reason), of: key)
            #expect(registry.value("egret_drill_last_result", labels) == value)
        }
        #expect(registry.value("egret_drill_last_duration_seconds", labels) == 90)
        #expect(registry.value("egret_drill_last_success_timestamp_seconds", labels) == 1_800_000_000)
        metrics.note(nil, of: key)
        #expect(registry.value("egret_drill_last_result", labels) == nil)
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/drills.md").standardizedFileURL
        let text = try String(contentsOf: file, encoding: .utf8)
        for name in registry.names { #expect(text.contains("`\(name)`"), "\(name)") }
    }
}
