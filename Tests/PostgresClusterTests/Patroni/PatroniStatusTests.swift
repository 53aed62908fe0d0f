import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("What Patroni writes")
struct PatroniStatusTests {
    @Test("a primary that waits for a restart")
    func primary() throws {
        let text = """
            {"conn_url":"postgres://c-a-0.c-pods:5432/postgres","api_url":"https://c-a-0.c-pods:8008/patroni","state":"running","role":"primary",\
            "version":"4.0.4","xlog_location":50331648,"timeline":3,"pending_restart":true,\
            "pending_restart_reason":{"shared_buffers":{"old_value":"128MB","new_value":"1GB"},"max_connections":{}}}
            """
        let status = try #require(PatroniMemberStatus(parsing: text))
        #expect(status.role == .primary && status.state == .running && status.isRunning && status.leads && status.mayLead)
        #expect(status.walPosition == WALPosition(parsing: "0/3000000"))
        #expect(status.timeline == 3 && status.patroniVersion == "4.0.4")
        #expect(status.needsRestart && status.restartParameters == ["max_connections", "shared_buffers"])
        #expect(!status.isPaused)
    }

    @Test("a streaming replica of Patroni 4.1 with tags")
    func replica() throws {
        let text = """
            {"state":"streaming","role":"replica","replication_state":"streaming","receive_lsn":67108864,"replay_lsn":50331648,"timeline":2,\
            "tags":{"nofailover":true},"pause":true}
            """
        let status = try #require(PatroniMemberStatus(parsing: text))
        #expect(status.role == .replica && status.isRunning && !status.leads && !status.mayLead && status.isPaused)
        #expect(status.receivedPosition?.description == "0/4000000" && status.replayedPosition?.description == "0/3000000")
        #expect(status.walPosition == nil && status.replicationState == "streaming" && !status.needsRestart)
    }

    @Test(
        "roles and states of other versions",
        arguments: [
            ("master", PatroniMemberStatus.Role.primary), ("standby_leader", .standbyLeader), ("uninitialized", .unknown("uninitialized")),
        ])
    func roles(_ text: String, _ role: PatroniMemberStatus.Role) {
        #expect(PatroniMemberStatus(parsing: "{\"role\":\"\(text)\",\"state\":\"creating replica\"}")?.role == role)
        #expect(PatroniMemberStatus(parsing: "{\"role\":\"\(text)\",\"state\":\"creating replica\"}")?.state == .creatingReplica)
    }

    @Test("what is no status", arguments: ["", "null", "[]", "{"])
    func none(_ text: String) { #expect(PatroniMemberStatus(parsing: text) == nil) }

    @Test("the leader's record, and one that was released")
    func leader() {
        let record = PatroniLeader(annotations: [
            "leader": "c-a-0", "acquireTime": "2026-11-24T08:44:00.123456+00:00", "renewTime": "2026-11-24T08:45:00.5+00:00", "ttl": "30",
            "transitions": "2", "optime": "50331648",
        ])
        #expect(record.member == "c-a-0" && record.ttl == .seconds(30) && record.transitions == 2)
        #expect(record.position?.description == "0/3000000")
        #expect(
            record.acquired != nil
                && record.renewed?.since(record.acquired ?? record.renewed ?? Timestamp(secondsSince1970: 0)) == .microseconds(60_376_544))
        let released = PatroniLeader(annotations: ["leader": "", "optime": "50331648"])
        #expect(released.member == nil && released.position != nil && released.renewed == nil)
    }

    @Test("the state of the cluster")
    func state() {
        let state = PatroniClusterState(annotations: [
            "initialize": "7412345678901234567", "config": #"{"ttl":30,"pause":true}"#,
            "history":
                #"[[1,25166024,"no recovery target specified","2026-11-24T08:00:00+00:00","c-a-0"],[2,50331808,"no recovery target specified"]]"#,
        ])
        #expect(state.systemIdentifier == "7412345678901234567" && state.isPaused && state.configuration?["ttl"] == 30)
        #expect(state.history.count == 2 && state.timeline == 3 && state.history[0].leader == "c-a-0" && state.history[1].time == nil)
        let empty = PatroniClusterState(annotations: ["initialize": "", "config": "{"])
        #expect(empty.systemIdentifier == nil && empty.configuration == nil && empty.timeline == nil && !empty.isPaused)
    }

    @Test("synchronous standbys and requests")
    func others() {
        let sync = PatroniSynchronousState(annotations: ["leader": "a", "sync_standby": "b, c", "quorum": "1"])
        #expect(sync.standbys == ["b", "c"] && sync.quorum == 1)
        #expect(PatroniFailoverRequest(annotations: [:]) == nil)
        #expect(PatroniFailoverRequest(annotations: ["leader": "a", "member": "b"])?.candidate == "b")
    }

    @Test("positions", arguments: [("0/3000148", UInt64(0x3000148)), ("16/B374D848", 0x16_B374_D848), ("FFFFFFFF/FFFFFFFF", .max)])
    func positions(_ text: String, _ bytes: UInt64) {
        #expect(WALPosition(parsing: text)?.bytes == bytes)
        #expect(WALPosition(bytes: bytes).description == text)
    }

    @Test("what is no position", arguments: ["", "/", "0/", "x/1", "1/2/3", "123456789/0", "-1/0", "+1/0"])
    func noPosition(_ text: String) { #expect(WALPosition(parsing: text) == nil) }
}

@Suite("What pgBackRest and the init step report")
struct ReportTests {
    @Test("backups with their annotations")
    func info() throws {
        let text = """
            [{"archive":[{"database":{"id":1,"repo-key":1},"id":"17-1","max":"000000010000000000000005","min":"000000010000000000000001"}],
            "backup":[{"annotation":{"percona.com/backup-name":"b1","percona.com/backup-job-type":"replica-create"},
            "archive":{"start":"000000010000000000000003","stop":"000000010000000000000003"},"backrest":{"format":5,"version":"2.54.2"},
            "database":{"id":1,"repo-key":1},"error":false,"info":{"delta":31457280,"repository":{"delta":4194304,"size":4194304},"size":31457280},
            "label":"20261124-084401F","lsn":{"start":"0/3000028","stop":"0/3000120"},"prior":null,"reference":null,
            "timestamp":{"start":1795510000,"stop":1795510010},"type":"full"}],
            "cipher":"none","db":[{"id":1,"repo-key":1,"system-id":7412345678901234567,"version":"17"}],"name":"db",
            "repo":[{"cipher":"none","key":1,"status":{"code":0,"message":"ok"}}],
            "status":{"code":0,"lock":{"backup":{"held":true}},"message":"ok"}}]
            """
        let stanza = try #require(PgBackRestInfo(parsing: text)?.stanza)
        #expect(stanza.status == .ok && stanza.isLocked && stanza.archives.first?.max == "000000010000000000000005")
        let backup = try #require(stanza.backups.first)
        #expect(backup.label == "20261124-084401F" && backup.type == "full" && backup.repo == 1 && backup.prior == nil && !backup.hasErrors)
        #expect(backup.backupName == "b1" && backup.jobType == "replica-create" && backup.jobName == nil)
        #expect(backup.databaseDelta == 31_457_280 && backup.repositoryDelta == 4_194_304)
        #expect(backup.stop.since(backup.start) == .seconds(10) && backup.stopPosition?.description == "0/3000120")
    }

    @Test("stanzas without a backup", arguments: [(2, PgBackRestInfo.Status.noBackup), (1, .missing), (99, .missing), (4, .error(4))])
    func codes(_ code: Int, _ status: PgBackRestInfo.Status) {
        #expect(PgBackRestInfo(parsing: "[{\"name\":\"db\",\"status\":{\"code\":\(code)}}]")?.stanza?.status == status)
    }

    @Test("nothing to read")
    func nothing() {
        #expect(PgBackRestInfo(parsing: "[]")?.stanza == nil)
        #expect(PgBackRestInfo(parsing: "ERROR") == nil)
    }

    @Test("volumes: the further one is known by timeline first")
    func volumes() throws {
        let report = try #require(
            VolumeReport(
                parsing: """
                    {"program": "postgres-startup", "volume": "cluster", "dataDirectory": "/pgdata/pg17", "majorVersion": 17,
                    "systemIdentifier": "7412345678901234567", "timeline": 3, "checkpoint": "0/3000148", "redo": "0/3000110",
                    "minimumRecoveryEnd": "0/4000000", "minimumRecoveryEndTimeline": 3, "clusterState": "in production"}
                    """))
        guard case .cluster(let state) = report.content else { Issue.record("no cluster"); return }
        #expect(state.reached == (3, WALPosition(bytes: 0x400_0000)))
        #expect(state.systemIdentifier == "7412345678901234567" && state.clusterState == "in production" && report.error == nil)
        #expect(VolumeReport(parsing: #"{"program":"postgres-startup","volume":"empty"}"#)?.content == .empty)
        #expect(VolumeReport(parsing: #"{"program":"postgres-startup","error":"no"}"#)?.error == "no")
        #expect(VolumeReport(parsing: #"{"program":"other"}"#) == nil)
    }
}
