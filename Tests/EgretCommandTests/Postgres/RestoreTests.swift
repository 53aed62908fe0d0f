import ArgumentParser
import KubernetesClient
import KubernetesModel
import PostgresAPI
import Testing

@testable import EgretCommand

@Suite("pg restore") struct RestoreCommandTests {
    private let cluster = ExampleCluster().resource
    private let backups = ExampleCluster().backups.map(BackupRecord.init)

    private func target(_ wish: RecoveryTarget.Wish) throws -> RecoveryTarget { try RecoveryTarget(wish, now: ExampleCluster.now) }

    @Test(
        "understands where to restore to",
        arguments: [
            (RecoveryTarget.Wish(), [], "the newest state that was archived"),
            (.init(time: "2026-11-24 11:30:00+01"), ["--type=time", #"--target="2026-11-24 10:30:00+00""#], "2026-11-24 10:30:00 UTC"),
            (.init(time: "2026-11-24T10:30:00.5Z"), ["--type=time", #"--target="2026-11-24 10:30:00.500000+00""#], "2026-11-24 10:30:00.500000 UTC"),
            (.init(lsn: "0/3000148"), ["--type=lsn", "--target=0/3000148"], "WAL position 0/3000148"),
            (.init(transaction: "742"), ["--type=xid", "--target=742"], "transaction 742"),
            (.init(restorePoint: "before-upgrade"), ["--type=name", "--target=before-upgrade"], "restore point before-upgrade"),
            (.init(restorePoint: #"a "b" $c"#), ["--type=name", #"--target="a \"b\" \$c""#], #"restore point a "b" $c"#),
            (.init(set: "20261124-100000F_20261124-110000I"), ["--set=20261124-100000F_20261124-110000I"], "the newest state that was archived"),
        ] as [(RecoveryTarget.Wish, [String], String)])
    func targets(_ wish: RecoveryTarget.Wish, _ options: [String], _ words: String) throws {
        let target = try target(wish)
        #expect(target.options == options)
        #expect(target.words == words)
    }

    @Test(
        "says what is wrong with a target, and what would be right",
        arguments: [
            (
                RecoveryTarget.Wish(time: "yesterday"),
                #"--to-time: must be a time such as "2026-11-24 12:00:00+00" or 2026-11-24T12:00:00Z, is "yesterday""#
            ),
            (
                .init(time: "2026-11-24 12:00:01"),
                "--to-time: 2026-11-24 12:00:01 UTC is in the future (it is 2026-11-24 12:00:00 UTC); leave it out for the newest state"
            ),
            (.init(time: "2026-11-24 11:00:00Z", lsn: "0/1"), "--to-time and --to-lsn: there is one place to restore to; give one of them"),
            (.init(lsn: "30000148"), #"--to-lsn: must be a position such as 0/3000148, as pg_current_wal_lsn() gives it, is "30000148""#),
            (.init(transaction: "-1"), #"--to-xid: must be the number of a transaction, as pg_current_xact_id() gives it, is "-1""#),
            (.init(restorePoint: "a\nb"), "--to-name: must be a name that pg_create_restore_point() was given"),
            (
                .init(set: "first"),
                #"--set: must be the label of a backup such as 20261124-120004F, as `kubectl pg backups` shows it, is "first""#
            ),
        ] as [(RecoveryTarget.Wish, String)])
    func wrongTargets(_ wish: RecoveryTarget.Wish, _ message: String) {
        let error = #expect(throws: CommandFailure.self) { try target(wish) }
        #expect(error?.description == message)
    }

    @Test("GoldenRestore: shows what will happen, and what looks wrong")
    func plan() throws {
        let plan = try RestorePlan(
            cluster, repo: nil, target: try target(.init(time: "2026-11-24 08:00:00", set: "20200101-000000F")), options: ["--process-max=2"],
            backups: backups)
        try expectRecorded(plan.text(), at: "Tests/EgretCommandTests/Golden/restore-plan.txt")
        let resource = try plan.resource(named: nil, at: ExampleCluster.now)
        #expect(resource.key == ObjectKey(namespace: "postgres-operator", name: "cluster1-restore-20261124-120000"))
        #expect(
            resource.spec.json == [
                "pgCluster": "cluster1", "repoName": "repo1",
                "options": ["--set=20200101-000000F", "--type=time", #"--target="2026-11-24 08:00:00+00""#, "--process-max=2"],
            ])
    }

    @Test("begins with the backup that a PerconaPGBackup stands for")
    func backup() throws {
        let plan = try RestoreCommand.parse(["--backup", "first"]).plan(for: cluster, backups: backups)
        #expect(plan.repo == "repo1" && plan.target.options == ["--set=20261124-100000F"] && plan.doubts.isEmpty)
        for (name, message) in [
            ("none", "--backup: cluster cluster1 has no PerconaPGBackup none; `kubectl pg backups` shows them"),
            ("broken", "--backup: broken has not succeeded, so there is nothing to restore; `kubectl pg backups` shows its state"),
        ] {
            let error = #expect(throws: CommandFailure.self) {
                try RestoreCommand.parse(["--backup", name]).plan(for: cluster, backups: backups)
            }
            #expect(error?.description == message)
        }
        #expect(throws: (any Error).self) { try RestoreCommand.parse(["--backup", "first", "--set", "20261124-100000F"]) }
    }

    @Test("undoes the last restore that keeps data, or the one that is named") func undo() throws {
        func restore(_ name: String, _ status: JSONValue) -> RestoreRecord {
            let spec: JSONValue = ["pgCluster": "cluster1", "repoName": "repo2"]
            return RestoreRecord(PerconaPGRestore(json: ["metadata": ["name": .string(name)], "spec": spec, "status": status]))
        }
        let kept: JSONValue = [
            "state": "Succeeded", "started": "2026-11-24T10:00:00Z", "previousData": ["directory": "/pgdata/pg17_kept_20261124T100000Z"],
        ]
        let gone: JSONValue = ["state": "Succeeded", "previousData": ["keptUntil": "removed at 2026-11-24T11:00:00Z"]]
        let restores = [restore("failed", ["state": "Failed"]), restore("gone", gone), restore("kept", kept), restore("older", kept)]
        let plan = try UndoPlan(cluster, restore: nil, restores: restores)
        #expect(
            plan.text() == """
                This replaces all data of cluster postgres-operator/cluster1; its clients are cut off until that is done.
                  undoes        restore kept
                  back comes    /pgdata/pg17_kept_20261124T100000Z, as it was at 2026-11-24 10:00:00 UTC
                  kept in turn  the present data, with all that was written since

                """)
        let request = try plan.resource(named: nil, at: ExampleCluster.now)
        #expect(request.key == ObjectKey(namespace: "postgres-operator", name: "cluster1-undo-20261124-120000"))
        #expect(request.spec.json == ["pgCluster": "cluster1", "repoName": "repo2"])
        #expect(request.metadata.annotations == ["egret.dev/undo-restore": "kept"])
        #expect(try UndoPlan(cluster, restore: "older", restores: restores).undone.name == "older")
        for (name, message) in [
            ("gone", "--restore: the data from before gone is not kept: the data from before: removed at 2026-11-24T11:00:00Z"),
            ("failed", "--restore: the data from before failed is not kept: it has not succeeded"),
            ("no", "--restore: cluster cluster1 has no PerconaPGRestore no; there are: failed, gone, kept, older"),
        ] {
            let error = #expect(throws: CommandFailure.self) { try UndoPlan(cluster, restore: name, restores: restores) }
            #expect(error?.description == message)
        }
        let nothing = #expect(throws: CommandFailure.self) { try UndoPlan(cluster, restore: nil, restores: [restores[1]]) }
        #expect(nothing?.description == "--undo: no restore of cluster cluster1 keeps the data from before it")
        for wrong in [["--undo", "--set", "F"], ["--undo", "--option=--delta"], ["--restore", "kept"]] {
            #expect(throws: (any Error).self) { try RestoreCommand.parse(wrong) }
        }
    }

    @Test(
        "tells what an operator says while it restores",
        arguments: [
            (JSONValue.emptyObject, "r waits"),
            (["state": "Starting"], "r: is starting"),
            (["state": "Running", "message": "the cluster is being stopped"], "r: the cluster is being stopped"),
            (
                ["state": "Succeeded", "recoveredTo": "2026-11-24 10:29:59+00"],
                "cluster1 is restored from repo1; its last transaction is of 2026-11-24 10:29:59+00"
            ),
            (["state": "Failed", "error": "the time lies before the first backup"], "r failed: the time lies before the first backup"),
            (
                [
                    "state": "Succeeded",
                    "previousData": ["directory": "/pgdata/pg17_kept", "claim": "c-pgdata", "bytes": 1_048_576, "keptUntil": "you say so"],
                ],
                "cluster1 is restored from repo1; the data from before is in /pgdata/pg17_kept of claim c-pgdata (1 MiB), kept until: you say so"
            ),
            (
                ["state": "Succeeded", "previousData": ["keptUntil": "removed at 2026-11-24T12:00:00Z"]],
                "cluster1 is restored from repo1; the data from before: removed at 2026-11-24T12:00:00Z"
            ),
            (["state": "Failed"], "r failed: the operator gave no reason; see its log"),
        ] as [(JSONValue, String)])
    func words(_ status: JSONValue, _ text: String) {
        let restore = RestoreRecord(
            PerconaPGRestore(json: ["metadata": ["name": "r"], "spec": ["pgCluster": "cluster1", "repoName": "repo1"], "status": status]))
        #expect(RestoreCommand.words(of: restore) == text)
    }
}
