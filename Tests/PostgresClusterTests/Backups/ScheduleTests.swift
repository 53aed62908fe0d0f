import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("A backup schedule") struct ScheduleTests {
    /// A cluster that runs since PlanExample.now, 08:00 UTC, with a full backup each half hour.
    private func cluster(_ text: String = "*/30 * * * *") -> ClusterSnapshot {
        var cluster = PlanExample.running()
        cluster.definition.backups.repos[0].schedules = [.init(.full, text)]
        cluster.settle()
        return cluster
    }

    private func created(_ plan: Plan) -> [String] {
        plan.actions.compactMap { if case .create(_, let key, _) = $0.action { key.name } else { nil } }
    }

    private func record(_ cluster: ClusterSnapshot) -> JSONValue? { cluster.resource.status[path: "pgbackrest", "scheduledBackups"]?[0] }

    @Test func beginsWhenItIsFirstSeen() throws {
        let cluster = cluster()
        #expect(record(cluster)?["lastScheduleTime"]?.string == "2027-01-15T08:00:00Z")
        #expect(record(cluster)?["nextScheduleTime"]?.string == "2027-01-15T08:30:00Z")
        #expect(record(cluster)?["cronJobName"] == "c-repo1-full")
        let plan = Planner().plan(cluster)
        #expect(created(plan).isEmpty)
        #expect(plan.lookAgain?.after == .seconds(1800))
    }

    @Test func makesOneBackupForEachTime() throws {
        var cluster = cluster()
        cluster.now = cluster.now.adding(.seconds(1800))
        let plan = Planner().plan(cluster)
        let name = try #require(created(plan).first)
        #expect(created(plan).count == 1 && name.hasPrefix("c-repo1-full-") && name.utf8.count == "c-repo1-full-".utf8.count + 4)
        #expect(created(Planner().plan(cluster)) == [name], "a plan that is made twice names the same object")
        cluster.settle()
        #expect(cluster.backups[name]?.state == .succeeded && cluster.backups[name]?.options == ["--type=full"])
        #expect(record(cluster)?["lastBackup"]?.string == name && record(cluster)?["lastScheduleTime"]?.string == "2027-01-15T08:30:00Z")
        #expect(record(cluster)?["succeeded"] == 1)
        cluster.backups[name] = nil
        #expect(created(Planner().plan(cluster)).isEmpty, "that time is settled")
        cluster.now = cluster.now.adding(.seconds(1800))
        #expect(created(Planner().plan(cluster)).count == 1)
        #expect(created(Planner().plan(cluster)) != [name])
    }

    @Test func isNotSettledBeforeTheObjectWasSeen() {
        var cluster = cluster()
        cluster.now = cluster.now.adding(.seconds(1800))
        let plan = Planner().plan(cluster)
        // The request to create it failed, the status was written.
        cluster.resource.status = plan.status ?? .null
        #expect(created(Planner().plan(cluster)) == created(plan))
    }

    @Test func makesUpForTheNewestTimeOnlyAndCountsTheOthers() {
        var cluster = cluster()
        cluster.now = cluster.now.adding(.seconds(4 * 1800 + 300))
        #expect(created(Planner().plan(cluster)).count == 1)
        cluster.settle()
        #expect(record(cluster)?["missed"] == 3 && record(cluster)?["lastMissedTime"]?.string == "2027-01-15T09:30:00Z")
        #expect(record(cluster)?["lastScheduleTime"]?.string == "2027-01-15T10:00:00Z")
        #expect(cluster.backups.values.filter { $0.name.hasPrefix("c-repo1-full") }.count == 1)
    }

    @Test func makesUpForNothingThatIsTooLate() {
        var cluster = cluster()
        cluster.now = cluster.now.adding(.seconds(1800 + 901))
        let plan = Planner().plan(cluster)
        #expect(created(plan).isEmpty)
        #expect(plan.events.map(\.because.message) == ["one backup (full) to repo1 missed, the last one of 2027-01-15T08:30:00Z"])
        cluster.settle()
        #expect(record(cluster)?["missed"] == 1)
        #expect(Planner().plan(cluster).events.isEmpty, "it is reported once")
    }

    @Test func waitsForAClusterThatAcceptsWrites() throws {
        var cluster = cluster()
        let pods = cluster.pods
        cluster.pods = []
        cluster.now = cluster.now.adding(.seconds(1800))
        #expect(created(Planner().plan(cluster)).isEmpty)
        #expect(try #require(Planner().plan(cluster).lookAgain).after <= .seconds(901))
        cluster.pods = pods
        #expect(created(Planner().plan(cluster)).count == 1)
    }

    @Test func doesNotQueueUpBehindItself() {
        var cluster = cluster("* * * * *")
        cluster.now = cluster.now.adding(.seconds(60))
        cluster.carryOut(Planner().plan(cluster))
        cluster.resource.status = Planner().plan(cluster).status ?? .null
        cluster.now = cluster.now.adding(.seconds(60))
        #expect(created(Planner().plan(cluster)).isEmpty)
    }

    @Test func beginsAnewWhenItIsChanged() {
        var cluster = cluster()
        cluster.now = cluster.now.adding(.seconds(7200))
        cluster.definition.backups.repos[0].schedules = [.init(.full, "0 * * * *")]
        #expect(created(Planner().plan(cluster)).isEmpty)
        cluster.settle()
        #expect(record(cluster)?["schedule"] == "0 * * * *" && record(cluster)?["missed"] == nil)
        cluster.definition.backups.repos[0].schedules = []
        cluster.settle()
        #expect(cluster.resource.status[path: "pgbackrest", "scheduledBackups"] == [])
    }

    @Test func differsByRepositoryTypeAndCluster() {
        var names: Set<String> = []
        for uid in ["u1", "u2"] {
            var cluster = cluster()
            cluster.definition.uid = uid
            let claim = cluster.definition.backups.repos[0].storage
            cluster.definition.backups.repos = ["repo1", "repo2"].map {
                .init(name: $0, storage: claim, schedules: [.init(.full, "*/30 * * * *"), .init(.differential, "*/30 * * * *")])
            }
            cluster.resource.status[path: ["pgbackrest", "scheduledBackups"]] = nil
            cluster.settle()
            cluster.now = cluster.now.adding(.seconds(1800))
            names.formUnion(created(Planner().plan(cluster)).filter { $0.hasPrefix("c-repo") }.map { String($0.suffix(4)) })
        }
        #expect(names.count == 8)
    }
}
