import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("Patroni's dynamic configuration")
struct DynamicConfigurationTests {
    private func parameters(_ change: (inout ClusterDefinition) -> Void, missing: Set<String> = []) -> [String: JSONValue] {
        var cluster = Example.stock.cluster
        change(&cluster)
        let content = DynamicConfiguration.content(of: cluster, missingLibraries: missing)
        return content[path: "postgresql", "parameters"]?.object ?? [:]
    }

    @Test("what users set wins over defaults and loses to what the operator relies on")
    func precedence() {
        let parameters = parameters { cluster in
            cluster.patroni.dynamicConfiguration = [
                "postgresql": ["parameters": ["jit": "on", "archive_mode": "off", "work_mem": "1MB", "wal_level": "replica"]]
            ]
            cluster.parameters = ["work_mem": "2MB"]
        }
        #expect(parameters["jit"] == "on" && parameters["wal_level"] == "replica")
        #expect(parameters["archive_mode"] == "on" && parameters["work_mem"] == "2MB")
    }

    @Test(
        "preloaded libraries",
        arguments: [
            (nil, [], "pgaudit"), ("pg_hint_plan", [], "pg_hint_plan,pgaudit"), (" a , pgaudit,a", [], "a,pgaudit"),
            ("a,citus", [], "citus,a,pgaudit"),
            ("citus", [], "citus,pgaudit"), ("a", ["pgaudit"], "a"), (nil, ["pgaudit"], nil), ("", ["pgaudit"], ""),
        ] as [(String?, Set<String>, String?)])
    func libraries(_ user: String?, _ missing: Set<String>, _ expected: String?) {
        let parameters = parameters({ cluster in cluster.parameters["shared_preload_libraries"] = user.map { .string($0) } }, missing: missing)
        #expect(parameters["shared_preload_libraries"]?.string == expected)
    }

    @Test("settings of a library that is not loaded are left out")
    func missingLibrary() {
        let enable = { (cluster: inout ClusterDefinition) in cluster.extensions.pgStatMonitor = true }
        #expect(parameters(enable)["pg_stat_monitor.pgsm_query_max_len"] == "2048")
        #expect(parameters(enable, missing: ["pg_stat_monitor"])["pg_stat_monitor.pgsm_query_max_len"] == nil)
    }

    @Test("without backups WAL is let go, and nothing is fetched")
    func noBackups() {
        let parameters = parameters { $0.backups.isEnabled = false }
        #expect(parameters["archive_command"] == "true" && parameters["restore_command"] == nil && parameters["track_commit_timestamp"] == nil)
    }

    @Test(
        "a standby cluster follows by stream, by repository, or both",
        arguments: [
            (StandbyDefinition(host: "h", port: 5433), ["basebackup"], false), (StandbyDefinition(repoName: "repo2"), ["pgbackrest"], true),
            (StandbyDefinition(host: "h", repoName: "repo2"), ["pgbackrest", "basebackup"], true),
        ])
    func standby(_ standby: StandbyDefinition, _ methods: [String], _ replays: Bool) {
        var cluster = Example.stock.cluster
        cluster.standby = standby
        cluster.patroni.dynamicConfiguration = ["standby_cluster": ["restore_command": "mine", "primary_slot_name": "kept"]]
        let section = DynamicConfiguration.content(of: cluster)["standby_cluster"]
        #expect(section?["create_replica_methods"] == methods.json)
        #expect(section?["host"]?.string == standby.host && section?["primary_slot_name"] == "kept")
        #expect(section?["restore_command"]?.string?.hasSuffix(#"archive-get %f "%p" --repo=2"#) == (replays ? true : nil))
        #expect(parameters { $0.standby = standby }["restore_command"]?.string?.hasSuffix("--repo=2") == replays)
    }

    @Test("after a promotion nothing of a standby is left")
    func promoted() {
        var cluster = Example.stock.cluster
        cluster.patroni.dynamicConfiguration = ["standby_cluster": ["host": "old"]]
        #expect(DynamicConfiguration.content(of: cluster)["standby_cluster"] == nil)
    }

    @Test("with TLS only, rules that let in do so with TLS, and rules that refuse refuse all")
    func tlsOnly() {
        var cluster = Example.minimal.cluster
        cluster.tlsOnly = true
        let rules = HostBasedAuthentication.rules(of: cluster)
        #expect(rules.contains(#"hostssl all "monitor" "::1/128" scram-sha-256"#))
        #expect(rules.contains(#"host all "_crunchyrepl" all reject"#))
        #expect(!rules.contains { $0.hasPrefix("host ") && !$0.hasSuffix(" reject") })
        #expect(rules.last == "hostssl all all all scram-sha-256")
    }

    @Test("names in rules stay names", arguments: [("a", "\"a\""), ("a\"b", "\"a\"\"b\""), ("/x.y", "\"/^/x\\.y$\""), ("a\nb", "\"a b\"")])
    func names(_ name: String, _ quoted: String) { #expect(HostBasedAuthentication.name(name) == quoted) }
}

@Suite("Configuration files and commands")
struct TextTests {
    @Test(
        "a value never becomes another option", arguments: [("a", "k = a\n"), ("a\nb = c", "k = a b = c\n"), ("a\r\nb", "k = a b\n"), ("", "k =\n")])
    func ini(_ value: String, _ line: String) { #expect(INIText.line("k", value) == line) }

    @Test("words for a shell", arguments: [("a-b=c/d", "a-b=c/d"), ("", "''"), ("a b", "'a b'"), ("it's", #"'it'"'"'s'"#), ("$x", "'$x'")])
    func shell(_ word: String, _ quoted: String) { #expect(ShellText.quoted(word) == quoted) }

    @Test("positions in the WAL", arguments: [("0/3000148", UInt64(0x300_0148)), ("16/B374D848", 0x16_B374_D848), ("FFFFFFFF/FFFFFFFF", .max)])
    func positions(_ text: String, _ bytes: UInt64) {
        #expect(WALPosition(parsing: text)?.bytes == bytes)
        #expect(WALPosition(bytes: bytes).description == text)
    }

    @Test("what is no position", arguments: ["", "/", "0/", "x/1", "1/2/3", "123456789/0", "-1/0", "+1/0"])
    func noPosition(_ text: String) { #expect(WALPosition(parsing: text) == nil) }
}

@Suite("Budgets and Services")
struct BudgetTests {
    @Test(
        "how many instances must stay",
        arguments: [
            (1, nil, nil), (2, nil, 1), (3, "50%", "50%"), (1, 1, 1), (3, 0, nil), (3, "0%", nil), (1, "1%", "1%"),
        ] as [(Int, IntOrString?, IntOrString?)])
    func budget(_ replicas: Int, _ wanted: IntOrString?, _ expected: IntOrString?) {
        var set = Example.stock.cluster.instanceSets[0]
        set.replicas = replicas
        set.minAvailable = wanted
        #expect(PodDisruptionBudget.instances(of: set, in: Example.stock.cluster)?.spec?.minAvailable == expected)
    }

    @Test("without replicas there is no Service of replicas")
    func replicas() {
        #expect(Service.replicas(of: Example.minimal.cluster) == nil)
        #expect(Service.replicas(of: Example.stock.cluster) != nil)
    }
}
