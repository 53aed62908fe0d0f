import ControllerRuntimeTesting
import KubernetesModel
import PostgresCluster
import Testing

@testable import PostgresOperator

/// The operator's own code over an API server in memory; volumes are followed by what they hold.
@Suite("A restore that undoes another one") struct UndoLifecycleTests {
    typealias Base = RestoreLifecycleTests

    static func undo(_ name: String, of undone: String, options: [String] = []) -> PerconaPGRestoreObject {
        var restore = Base.restore(name, options: options)
        restore.json[path: ["metadata", "annotations"]] = [Annotation.undoRestore: .string(undone)]
        return restore
    }

    /// A cluster that restore `r` has given other data.
    static func restored(replicas: Int = 3) throws -> ClusterLifecycleTests.Setup {
        let setup = try Base.running(replicas: replicas)
        setup.simulation.api.put(Base.restore())
        try setup.run(until: "the restore is over") { Base.isOver(setup) && setup.isReady }
        // Kept directories are told apart by the second.
        setup.simulation.run(for: .seconds(2))
        return setup
    }

    static func run(_ restore: PerconaPGRestoreObject, _ setup: ClusterLifecycleTests.Setup) throws -> JSONValue {
        let name = restore.metadata.name ?? ""
        setup.simulation.api.put(restore)
        try setup.run(until: "restore \(name) is over") { ["Succeeded", "Failed"].contains(Base.status(setup, name)["state"]?.string ?? "") }
        try setup.run(until: "the cluster is ready") { setup.isReady }
        return Base.status(setup, name)
    }

    @Test func bringsBackTheDataBeforeItAndCanBeUndoneItself() throws {
        let setup = try Self.restored()
        #expect(setup.world.volumes.contents == ["new"])
        let directory = Base.status(setup)[path: "previousData", "directory"]?.string
        let undo = try Self.run(Self.undo("u", of: "r"), setup)
        #expect(undo["state"] == "Succeeded", "\(undo)")
        #expect(undo["target"] == "the data before restore r")
        #expect(undo[path: "undo", "directory"]?.string == directory)
        #expect(setup.world.volumes.contents == ["old"])
        #expect(Base.status(setup)[path: "previousData", "directory"]?.string == nil)
        #expect(Base.status(setup)[path: "previousData", "keptUntil"]?.string?.contains("by restore u") == true)
        let backups = setup.simulation.api.objects(PerconaPGBackupObject.self)
        #expect(backups.count == 3, "each new timeline needs a new backup")
        setup.simulation.run(for: .seconds(2))
        let again = try Self.run(Self.undo("back", of: "u"), setup)
        #expect(again["state"] == "Succeeded", "\(again)")
        #expect(setup.world.volumes.contents == ["new"])
        #expect(setup.world.volumes.violations == [])
    }

    @Test func isDeniedWithoutTheClusterNoticing() throws {
        let setup = try Self.restored()
        setup.world.volumes.fails = true
        let failed = try Self.run(Base.restore("failed"), setup)
        #expect(failed["state"] == "Failed")
        setup.world.volumes.fails = false
        setup.simulation.api.forgetRequests()
        for (name, restore, words) in [
            ("u1", Self.undo("u1", of: "nothing"), "\"nothing\" is no other PerconaPGRestore of cluster c"),
            ("u2", Self.undo("u2", of: "u2"), "\"u2\" is no other PerconaPGRestore"),
            ("u3", Self.undo("u3", of: "failed"), "restore failed has not succeeded"),
            ("u4", Self.undo("u4", of: "r", options: ["--type=immediate"]), "spec.options: must be empty"),
        ] {
            setup.simulation.api.put(restore)
            try setup.run(until: "restore \(name) is over") { Base.status(setup, name)["state"] == "Failed" }
            let error = Base.status(setup, name)["error"]?.string ?? ""
            #expect(error.contains(words) && error.hasSuffix("Nothing was touched"), "\(error)")
        }
        let touched = setup.simulation.api.writes.map(\.path).filter { !$0.contains("perconapgrestores") && !$0.contains("events") }
        #expect(touched == [])
        setup.simulation.api.edit(PerconaPGRestoreObject.self, Base.key) { $0.metadata.annotations = [Annotation.releasePreviousData: "true"] }
        try setup.run(until: "the kept data is gone") { Base.status(setup)[path: "previousData", "directory"]?.string == nil }
        let late = try Self.run(Self.undo("u5", of: "r"), setup)
        #expect(late["error"]?.string?.contains("is not kept: removed at") == true)
        #expect(setup.world.volumes.contents == ["new"])
    }

    @Test func thatFailsLeavesThePresentDataAndKeepsTheOther() throws {
        let setup = try Self.restored()
        let directory = Base.status(setup)[path: "previousData", "directory"]
        setup.world.volumes.fails = true
        let undo = try Self.run(Self.undo("u", of: "r"), setup)
        #expect(undo["state"] == "Failed")
        #expect(setup.world.volumes.contents == ["new"])
        #expect(Base.status(setup)[path: "previousData", "directory"] == directory)
        setup.world.volumes.fails = false
        let again = try Self.run(Self.undo("u2", of: "r"), setup)
        #expect(again["state"] == "Succeeded")
        #expect(setup.world.volumes.contents == ["old"])
        #expect(setup.world.volumes.violations == [])
    }

    @Test(arguments: [(0, .before), (2, .after)] as [(Int, InMemoryAPI.Moment)])
    func survivesTheDeathOfTheOperatorAtAWrite(_ first: Int, _ moment: InMemoryAPI.Moment) throws {
        var deaths = 0
        for number in stride(from: first, to: 400, by: 4) {
            let setup = try Self.restored(replicas: 2)
            setup.simulation.api.put(Self.undo("u", of: "r"))
            let death = OperatorDeath(atWrite: number, moment, of: setup.simulation.api)
            try setup.run(until: "the undo is over after death at write \(number)", turns: 120) {
                death.restartIfDead(setup)
                return Base.status(setup, "u")["state"]?.string == "Succeeded" && setup.isReady
            }
            #expect(setup.world.volumes.contents == ["old"], "write \(number)")
            #expect(setup.world.volumes.violations == [], "write \(number)")
            #expect(Base.status(setup)[path: "previousData", "directory"]?.string == nil, "write \(number)")
            if !death.hasHappened { break }
            deaths += 1
        }
        #expect(deaths > 5)
    }
}
