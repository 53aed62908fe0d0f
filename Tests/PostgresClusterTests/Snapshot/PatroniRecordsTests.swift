import KubernetesModel
import PostgresCluster
import Testing

/// The texts have the forms that Patroni 4.0 writes: Python's isoformat, numbers as text, JSON.
@Suite("What Patroni writes into annotations") struct PatroniRecordsTests {
    private func endpoints(_ annotations: [String: String], version: String? = "5") -> Endpoints {
        Endpoints(metadata: ObjectMeta(annotations: annotations, name: "c-ha", namespace: "ns", resourceVersion: version))
    }

    @Test func theLeadersRecordIsRead() throws {
        let record = try #require(
            LeaderRecord(
                endpoints([
                    "acquireTime": "2026-11-24T08:40:00.000001+00:00", "leader": "c-i-x7k2-0", "optime": "67109208",
                    "renewTime": "2026-11-24T08:44:00.123456+00:00", "transitions": "3", "ttl": "30",
                ])))
        #expect(record.leader == "c-i-x7k2-0")
        #expect(record.renewTime == Timestamp(parsing: "2026-11-24T08:44:00.123456Z"))
        #expect(record.ttl == 30)
        #expect(record.optime == 67_109_208)
        #expect(record.resourceVersion == "5")
        #expect(record.endpoints == ObjectKey(namespace: "ns", name: "c-ha"))
    }

    @Test(arguments: [
        ("2026-11-24T08:44:00+00:00", "2026-11-24T08:44:00Z"), ("2026-11-24T10:44:00.5+02:00", "2026-11-24T08:44:00.5Z"),
        ("yesterday", nil), ("", nil),
    ])
    func theTimeOfRenewalIsRead(text: String, expected: String?) throws {
        let record = try #require(LeaderRecord(endpoints(["leader": "m", "renewTime": text])))
        #expect(record.renewTime == expected.flatMap(Timestamp.init(parsing:)))
    }

    @Test func aReleasedRecordNamesNobody() throws {
        let record = try #require(LeaderRecord(endpoints(["optime": "7", "ttl": "x"])))
        #expect(record.leader == nil)
        #expect(record.renewTime == nil)
        #expect(record.ttl == nil)
        #expect(record.optime == 7)
    }

    @Test func whatWasNeverReadFromAServerIsNoRecord() {
        #expect(LeaderRecord(endpoints(["leader": "m"], version: nil)) == nil)
        #expect(ClusterRecord(endpoints(["initialize": "7"], version: nil)) == nil)
    }

    @Test(arguments: [
        ("7443121208473321498" as String?, "7443121208473321498" as String?), ("", nil), (nil, nil),
    ])
    func theSystemIdentifierIsThereOnceTheClusterIs(annotation: String?, expected: String?) throws {
        let record = try #require(ClusterRecord(endpoints(annotation.map { ["initialize": $0] } ?? [:])))
        #expect(record.systemIdentifier == expected)
    }

    @Test(
        arguments: [
            (#"{"ttl":30}"#, false, 1_048_576, false),
            (#"{"pause":true,"maximum_lag_on_failover":5}"#, true, 5, false),
            (#"{"pause":false,"maximum_lag_on_failover":-1,"synchronous_mode":true}"#, false, 0, true),
            (#"{"synchronous_mode":"quorum"}"#, false, 1_048_576, true),
            (#"{"synchronous_mode":"off"}"#, false, 1_048_576, false),
            ("{ not JSON", false, 1_048_576, false),
        ] as [(String, Bool, UInt64, Bool)])
    func theDynamicConfigurationIsRead(config: String, isPaused: Bool, lag: UInt64, isSynchronous: Bool) throws {
        let record = try #require(ClusterRecord(endpoints(["config": config])))
        #expect(record.isPaused == isPaused)
        #expect(record.maximumLagOnFailover == lag)
        #expect(record.isSynchronous == isSynchronous)
    }

    @Test func aMembersWordIsRead() throws {
        let member = try #require(
            PatroniMember(
                annotation: #"{"conn_url":"postgres://c-i-x7k2-0.c-pods:5432/postgres","api_url":"https://c-i-x7k2-0.c-pods:8008/patroni","#
                    + #""state":"running","role":"replica","version":"4.0.4","xlog_location":67109208,"replication_state":"streaming","#
                    + #""timeline":2,"pending_restart":true,"pending_restart_reason":{"max_connections":{"old_value":"100","new_value":"200"},"#
                    + #""max_wal_senders":{"old_value":"12","new_value":"10"}},"tags":{"nofailover":true}}"#))
        #expect(member.state == "running")
        #expect(member.role == .replica)
        #expect(member.timeline == 2)
        #expect(member.walPosition == 67_109_208)
        #expect(member.replicationState == "streaming")
        #expect(member.isRestartPending)
        #expect(member.pendingParameters == ["max_connections", "max_wal_senders"])
        #expect(member.loweredParameters == ["max_wal_senders"])
        #expect(member.neverFailsOver)
        #expect(member.version == "4.0.4")
    }

    @Test(arguments: ["", "[]", #"{"role":"primary"}"#, "{"]) func aTextWithoutAStateIsNoMembersWord(text: String) {
        #expect(PatroniMember(annotation: text) == nil)
    }

    @Test(
        arguments: [
            ("master", .primary), ("primary", .primary), ("standby_leader", .standbyLeader), ("sync_standby", .syncStandby),
            ("quorum_standby", .quorumStandby), ("uninitialized", nil), (nil, nil),
        ] as [(String?, MemberRole?)])
    func rolesAreRead(text: String?, role: MemberRole?) { #expect(MemberRole(patroni: text) == role) }
}
