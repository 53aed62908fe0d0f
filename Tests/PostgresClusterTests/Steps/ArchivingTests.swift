import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("Archiving of WAL") struct ArchivingTests {
    private func cluster(report: String?, since reason: String? = nil, _ status: String = "True") -> ClusterSnapshot {
        var cluster = PlanExample.running()
        for index in cluster.pods.indices where cluster.pods[index].metadata.name == cluster.leader?.name {
            cluster.pods[index].metadata.annotations?[Annotation.archiving] = report
        }
        let conditions = cluster.resource.status["conditions"]?.array ?? []
        cluster.resource.status["conditions"] = .array(
            conditions.filter { $0["type"] != "WALArchiving" }
                + (reason.map { [["type": "WALArchiving", "status": .string(status), "reason": .string($0), "message": ""]] } ?? []))
        return cluster
    }

    private func condition(_ plan: Plan) -> (status: String?, reason: String?, message: String) {
        let found = plan.status?["conditions"]?.array?.first { $0["type"] == "WALArchiving" }
        return (found?["status"]?.string, found?["reason"]?.string, found?["message"]?.string ?? "")
    }

    static let failing =
        #"{"error":"[39] repo1: no space left","free":63,"oldest":"0000000100000000000000A1","since":"2027-01-15T07:59:00Z","waiting":12}"#

    @Test(
        "the condition says what the leader says",
        arguments: [
            (nil, "Unknown", "ArchivingUnknown", "has not said"),
            ("no JSON", "Unknown", "ArchivingUnknown", "has not said"),
            ("{}", "True", "Archiving", "is in each repository"),
            (failing, "False", "ArchivingFails", "12 files of WAL of c-"),
            (failing, "False", "ArchivingFails", "the oldest, 0000000100000000000000A1, since 2027-01-15T07:59:00Z: [39] repo1: no space left; 63 %"),
            (#"{"oldest":"A","waiting":1,"since":"2027-01-15T07:59:00Z"}"#, "False", "ArchivingLags", "waits since 2027-01-15T07:59:00Z"),
            (
                #"{"oldest":"A","reachable":true,"waiting":1,"since":"2027-01-15T07:59:00Z"}"#, "False", "ArchivingLags",
                "waits since 2027-01-15T07:59:00Z: pgBackRest has not said why, and every repository answers"
            ),
            (#"{"oldest":"A","waiting":1,"error":"e","free":19}"#, "False", "DiskAtRisk", "19 % of the WAL's volume are free"),
        ] as [(String?, String, String, String)])
    func condition(report: String?, status: String, reason: String, message: String) {
        let found = condition(Planner().plan(cluster(report: report)))
        #expect(found.status == status && found.reason == reason)
        #expect(found.message.contains(message), "\(found.message)")
    }

    @Test(
        "a stanza that is gone is told from other trouble",
        arguments: [
            (
                "[103] unable to find a valid repository:; repo2: [FileMissingError] unable to load info file '/e2e/archive/db/archive.info' or",
                ["repo2"]
            ),
            (
                "repo1: [FileMissingError] unable to load info file '/a/archive.info'; repo3: [FileMissingError] unable to load '/b/archive.info'",
                ["repo1", "repo3"]
            ),
            ("[103] unable; repo2: [FileMissingError] unable to open missing file '/pgdata/x'", []),
            ("[103] unable; repo2: [ProtocolError] HTTP request failed with 403; repo2: archive.info", []),
            ("[45] WAL file '000000010000000000000002' already exists in the repo1 archive", []),
        ] as [(String, Set<String>)]) func lostStanza(error: String, repos: Set<String>)
    {
        #expect(ArchiveReport.Trouble(waiting: 1, oldest: "A", error: error).reposWithoutStanza == repos)
    }

    @Test("people are told once when it begins and once when it ends")
    func events() {
        func events(_ cluster: ClusterSnapshot) -> [String] {
            Planner().plan(cluster).events.map { "\($0.kind.rawValue) \($0.because.reason.rawValue)" }.filter { $0.contains("Archiving") }
        }
        #expect(events(cluster(report: Self.failing, since: "Archiving")) == ["Warning ArchivingFails"])
        #expect(events(cluster(report: Self.failing, since: "ArchivingFails", "False")) == [])
        #expect(events(cluster(report: "{}", since: "ArchivingFails", "False")) == ["Normal Archiving"])
        #expect(events(cluster(report: "{}", since: "Archiving")) == [])
        #expect(events(cluster(report: "{}", since: "ArchivingUnknown", "Unknown")) == [])
    }

    @Test("trouble with archiving keeps no cluster from being ready, and nothing is done to a member")
    func ready() {
        let plan = Planner().plan(cluster(report: Self.failing, since: "ArchivingFails", "False"))
        #expect(plan.status?["state"] == "ready")
        #expect(plan.changesNothing)
    }

    @Test("the newest backup tells up to when it can be restored")
    func restorable() throws {
        func plan(_ time: String, present: String? = nil, tracks: Bool = true) -> [JSONValue] {
            var cluster = cluster(report: #"{"restorable":"\#(time)"}"#, since: "Archiving")
            cluster.definition.backups.tracksLatestRestorableTime = tracks
            for name in cluster.backups.keys {
                cluster.backups[name]?.status["completed"] = "2027-01-15T07:00:00Z"
                cluster.backups[name]?.status["latestRestorableTime"] = present.map { .string($0) }
            }
            var older = BackupResource(metadata: ObjectMeta(name: "older", namespace: "ns", uid: "o"), spec: ["pgCluster": "c", "repoName": "repo1"])
            older.status = ["state": "Succeeded", "completed": "2027-01-15T06:00:00Z"]
            cluster.backups["older"] = older
            return Planner().plan(cluster).actions.compactMap { planned in
                guard case .writeStatus(_, let key, let status) = planned.action, status["latestRestorableTime"] != nil else { return nil }
                #expect(planned.isQuiet && key.name != "older")
                return status["latestRestorableTime"]
            }
        }
        #expect(plan("2027-01-15T07:30:00.25Z") == ["2027-01-15 07:30:00.250000+0000"])
        #expect(plan("2027-01-15T08:30:00+01:00") == ["2027-01-15 07:30:00.000000+0000"])
        #expect(plan("2027-01-15T06:30:00Z") == [], "before the backup was complete")
        #expect(plan("2027-01-15T07:30:00Z", present: "2027-01-15 07:30:00.000000+0000") == [])
        #expect(plan("2027-01-15T07:20:00Z", present: "2027-01-15 07:30:00.000000+0000") == [], "never back")
        #expect(plan("2027-01-15T07:30:00Z", tracks: false) == [])
    }
}
