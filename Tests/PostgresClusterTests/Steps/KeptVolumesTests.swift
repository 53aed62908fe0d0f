import PostgresCluster
import Testing

@Suite("Volumes that were kept") struct KeptVolumesTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let reports: [String: VolumeReport]
        let choice: String?
        let decision: KeptVolumes.Decision?

        init(_ text: String, _ reports: [String: VolumeReport], choice: String? = nil, _ decision: KeptVolumes.Decision?) {
            testDescription = text
            self.reports = reports
            self.choice = choice
            self.decision = decision
        }
    }

    static func volume(_ timeline: Int, _ position: UInt64, _ state: String, id: String = "7") -> VolumeReport {
        VolumeReport(.cluster, majorVersion: 17, systemIdentifier: id, timeline: timeline, position: position, state: state)
    }

    @Test(arguments: [
        Row("nothing is on new ones", ["a": .init(.empty), "b": .init(.empty)], .nothingKept),
        Row(
            "the further one of two standbys starts", ["a": volume(1, 10, "in archive recovery"), "b": volume(1, 20, "in archive recovery")],
            .start(instance: "b")),
        Row(
            "a crashed primary counts more than a standby whose control file says more",
            ["a": volume(1, 10, "in production"), "b": volume(1, 20, "in archive recovery")], .start(instance: "a")),
        Row(
            "a later timeline counts more than a further position", ["a": volume(2, 10, "in production"), "b": volume(1, 20, "in production")],
            .start(instance: "a")),
        Row("an empty one joins", ["a": .init(.empty), "b": volume(1, 20, "shut down")], .start(instance: "b")),
        Row("two databases are a choice", ["a": volume(1, 1, "shut down", id: "7"), "b": volume(1, 1, "shut down", id: "8")], nil),
        Row("two primaries of one timeline are a choice", ["a": volume(1, 10, "in production"), "b": volume(1, 20, "in production")], nil),
        Row(
            "a person's choice counts", ["a": volume(1, 10, "in production"), "b": volume(1, 20, "in production")], choice: "a", .start(instance: "a")
        ),
        Row("a choice of an empty volume is refused", ["a": .init(.empty), "b": volume(1, 20, "in production")], choice: "a", nil),
        Row("data of another version is a choice", ["a": .init(.cluster, error: "holds data of PostgreSQL 16")], nil),
    ])
    func decides(_ row: Row) {
        let decision = KeptVolumes.decide(row.reports, choice: row.choice)
        if let expected = row.decision {
            #expect(decision == expected)
        } else {
            guard case .conflict(let text) = decision else {
                Issue.record("expected a conflict, got \(decision)")
                return
            }
            #expect(!text.isEmpty)
        }
    }

    @Test func readsTheReportOfTheInitStep() throws {
        let report = try #require(
            VolumeReport(
                message: #"""
                    {"program": "postgres-startup", "volume": "cluster", "dataDirectory": "/pgdata/pg17", "majorVersion": 17,
                     "systemIdentifier": "7412345678901234567", "timeline": 3, "checkpoint": "1/3000148", "redo": "1/3000110",
                     "minimumRecoveryEnd": "1/4000000", "minimumRecoveryEndTimeline": 4, "clusterState": "in archive recovery"}
                    """#))
        #expect(
            report
                == VolumeReport(
                    .cluster, majorVersion: 17, systemIdentifier: "7412345678901234567", timeline: 4, position: 0x1_0400_0000,
                    state: "in archive recovery"))
        #expect(VolumeReport(message: "Killed") == nil)
    }
}

@Suite("Names of instances") struct InstanceNamesTests {
    @Test func areTheSameEachTime() {
        let names = InstanceNames.additions(cluster: "c", uid: "u", set: "s", present: [], orphans: [], missing: 3)
        #expect(names == InstanceNames.additions(cluster: "c", uid: "u", set: "s", present: [], orphans: [], missing: 3))
        #expect(Set(names).count == 3)
        #expect(InstanceNames.additions(cluster: "c", uid: "u", set: "s", present: [names[0]], orphans: [], missing: 2) == Array(names[1...]))
        #expect(InstanceNames.additions(cluster: "c", uid: "other", set: "s", present: [], orphans: [], missing: 3) != names)
    }

    @Test func useVolumesAgain() {
        let names = InstanceNames.additions(cluster: "c", uid: "u", set: "s", present: ["c-s-aaaa"], orphans: ["c-s-aaaa", "c-s-bbbb"], missing: 2)
        #expect(names.first == "c-s-bbbb")
        #expect(names.count == 2)
    }

    @Test func neverRemoveTheLeader() {
        let instances = [
            (name: "a", leads: false, isReady: true), (name: "b", leads: true, isReady: true), (name: "c", leads: false, isReady: false),
        ]
        #expect(InstanceNames.removals(instances, surplus: 1) == ["c"])
        #expect(InstanceNames.removals(instances, surplus: 2) == ["c", "a"])
        #expect(InstanceNames.removals(instances, surplus: 3) == ["c", "a"])
    }
}
