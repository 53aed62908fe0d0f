import KubernetesModel
@testable import PostgresAPI
import Testing

@Suite("Fields that nothing acts on yet") struct UnsupportedFieldsTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let path: String
        let value: JSONValue
        let unsupported: [String]
        init(_ path: String, _ value: JSONValue, _ unsupported: String...) { (self.path, self.value, self.unsupported) = (path, value, unsupported) }
        var testDescription: String { "\(path): \(value.text)" }
    }

    static let rows: [Row] = [
        Row("spec.pmm", ["enabled": false, "image": "i", "secret": "s", "serverHost": "h"]),
        Row("spec.pmm", ["enabled": true, "image": "i", "secret": "s", "serverHost": "h"], "spec.pmm"),
        Row("spec.logcollector", ["enabled": false, "image": "i"]),
        Row("spec.logcollector", ["image": "i"], "spec.logcollector"),
        Row("spec.standby", ["host": "elsewhere"]),
        Row("spec.standby", ["enabled": true, "host": "elsewhere", "maxAcceptableLag": "1Mi"]),
        Row("spec.dataSource.volumes", ["pgDataVolume": ["pvcName": "old", "directory": "pg17"]]),
        Row("spec.patroni.switchover", ["enabled": false, "type": "Switchover"]),
        Row("spec.patroni.switchover", ["enabled": true], "spec.patroni.switchover"),
        Row("spec.backups.trackLatestRestorableTime", false),
        Row("spec.backups.trackLatestRestorableTime", true),
        Row("spec.backups.pgbackrest.repos.0.schedules", ["full": "0 0 * * 6"]),
        Row("spec.backups.pgbackrest.repos.0.schedules", [:]),
        Row("spec.instances.0.initContainers", []),
        Row("spec.instances.0.initContainers", [["name": "x"]], "spec.instances[0].initContainers"),
        Row("spec.instances.0.containers", ["replicaCertCopy": ["resources": [:]]]),
        Row("spec.instances.0.containers", ["replicaCertCopy": ["resources": ["limits": ["cpu": "1"]]]], "spec.instances[0].containers"),
        Row("spec.tls", ["certManagementPolicy": "auto"]),
        Row("spec.tls", ["certManagementPolicy": "operatorProvidedOnly"]),
        Row(
            "spec.tls", ["certManagementPolicy": "userProvidedOnly", "caValidityDuration": "9h"], "spec.tls.caValidityDuration",
            "spec.tls.certManagementPolicy"),
        Row("spec.proxy", ["pgBouncer": ["exposeSuperusers": false, "paused": true]], "spec.proxy.pgBouncer.paused"),
        Row("spec.extensions", ["pg_cron": ["enabled": true], "builtin": ["pgvector": true]]),
        Row("spec.extensions", ["pg_tde": ["enabled": false]]),
        Row("spec.extensions", ["image": ""]),
    ]

    @Test(arguments: rows) func areThoseThatAskForSomething(_ row: Row) throws {
        let read = try PerconaPGCluster(parsing: cluster([(row.path, row.value)]))
        #expect(read.unsupportedFields().map(\.text) == row.unsupported)
    }

    @Test func areNoneOfTheSmallestCluster() throws {
        #expect(try PerconaPGCluster(parsing: smallest).unsupportedFields().isEmpty)
    }
}

@Suite("Defaults of the operator") struct OperatorDefaultsTests {
    let defaults = OperatorDefaults(
        version: "3.1.0",
        images: RelatedImages(environment: [
            "RELATED_IMAGE_POSTGRES_17": "pg:17", "RELATED_IMAGE_POSTGRES_18": "", "RELATED_IMAGE_PGBACKREST": "backrest",
            "RELATED_IMAGE_PGBOUNCER": "bouncer", "OTHER": "x",
        ]))

    @Test func fillInWhatIsLeftOpen() throws {
        let unnamed = cluster([("spec.instances.0.name", nil), ("spec.proxy", ["pgBouncer": [:]]), ("spec.logcollector", ["image": "fluentbit"])])
        let spec = try PerconaPGCluster(parsing: unnamed).defaulted(by: defaults).spec
        #expect(spec.crVersion == "3.1.0")
        #expect(spec.image == "pg:17")
        #expect(spec.openshift == false)
        #expect(spec.instances.map(\.name) == ["00"])
        #expect(spec.instances[0].metadata.labels == ["pgv2.percona.com/version": "3.1.0"])
        #expect(spec.proxy?.pgBouncer.image == "bouncer")
        #expect(spec.backups.pgbackrest.image == "backrest")
        #expect(spec.backups.json["enabled"] == true)
        #expect(spec.backups.json["trackLatestRestorableTime"] == true)
        #expect(spec.backups.pgbackrest.json["jobs"] == [:])
        #expect(spec.json["autoCreateUserSchema"] == true)
        #expect(spec.json[path: "logcollector", "enabled"] == true)
        #expect(spec.extensions.pgAudit.enabled)
        #expect(!spec.extensions.pgStatMonitor.enabled)
    }

    @Test func leaveAloneWhatIsThere() throws {
        let json = cluster([
            ("spec.crVersion", "2.9.0"), ("spec.image", "mine"), ("spec.openshift", true), ("spec.backups.enabled", false),
            ("spec.extensions", ["builtin": ["pg_audit": false], "pg_audit": ["enabled": true]]),
            ("spec.pmm", ["enabled": true, "image": "i", "secret": "s", "serverHost": "h"]), ("status", ["crVersion": "3.0.0"]),
        ])
        let spec = try PerconaPGCluster(parsing: json).defaulted(by: defaults).spec
        #expect(spec.crVersion == "2.9.0")
        #expect(spec.image == "mine")
        #expect(spec.openshift == true)
        #expect(!spec.backups.enabled)
        #expect(!spec.backups.isSet(\.trackLatestRestorableTime))
        #expect(!spec.extensions.pgAudit.enabled)
        #expect(spec.extensions.pgStatStatements.enabled)
    }

    @Test func keepTheReleaseThatFirstSawTheCluster() throws {
        let read = PerconaPGCluster(json: cluster([("status", ["crVersion": "3.0.0"])]))
        #expect(read.defaulted(by: defaults).spec.crVersion == "3.0.0")
    }

    @Test func changeNothingTheSecondTime() throws {
        let once = try PerconaPGCluster(parsing: cluster([("spec.proxy", ["pgBouncer": [:]])])).defaulted(by: defaults)
        #expect(once.defaulted(by: defaults) == once)
        #expect(once.refusals().isEmpty)
    }
}

@Suite("What cannot be, although the schema lets it pass") struct RefusalTests {
    static let rows: [WrongInput] = [
        WrongInput(
            ("spec.dataSource", ["postgresCluster": ["repoName": "repo1"]]),
            problems:
                "spec.dataSource.postgresCluster.clusterName: is this cluster itself: name another cluster, or restore in place by a PerconaPGRestore"
        ),
        WrongInput(
            ("spec.postgresVersion", 16),
            problems:
                "spec.image: is required: this operator was given no image for PostgreSQL 16 (RELATED_IMAGE_POSTGRES_16), so name one"),
        WrongInput(
            ("spec.backups.pgbackrest.repos.0.volume", nil),
            problems:
                "spec.backups.pgbackrest.repos[0]: does not say where it is kept: give volume, s3, gcs or azure"),
        WrongInput(
            ("spec.backups.pgbackrest.repos.0.gcs", ["bucket": "b"]),
            problems:
                "spec.backups.pgbackrest.repos[0]: is kept in volume and gcs: give one of them"),
        WrongInput(
            ("spec.backups.pgbackrest.repos.0.schedules", ["full": "0 61 * * *", "incremental": "@daily", "differential": "1 2 3 4"]),
            problems:
                "spec.backups.pgbackrest.repos[0].schedules.full: is not a cron schedule, hour: \"61\" is not in 0-23: is \"0 61 * * *\": "
                + "give minute, hour, day, month and day of the week, for example \"0 1 * * 6\", or @daily",
            "spec.backups.pgbackrest.repos[0].schedules.differential: is not a cron schedule, has 4 fields, not 5: is \"1 2 3 4\": "
                + "give minute, hour, day, month and day of the week, for example \"0 1 * * 6\", or @daily"),
        WrongInput(
            (
                "spec.backups.drills",
                ["schedule": "0 3 * * 8", "repoName": "repo3", "checks": ["amcheck": false, "heapAllIndexed": true], "deadlineSeconds": 60]
            ),
            problems:
                "spec.backups.drills.schedule: is not a cron schedule, day of the week: \"8\" is not in 0-7: is \"0 3 * * 8\": "
                + "give minute, hour, day, month and day of the week, for example \"0 1 * * 6\", or @daily",
            "spec.backups.drills.repoName: is repo3, which is not in spec.backups.pgbackrest.repos: name one of repo1",
            "spec.backups.drills.checks.heapAllIndexed: has no meaning without amcheck: set spec.backups.drills.checks.amcheck to true, or leave it "
                + "out"),
        WrongInput(("spec.backups.drills", ["schedule": "@weekly"])),
        WrongInput(
            ("spec.extensions", ["pg_stat_monitor": ["enabled": true], "builtin": ["pg_stat_statements": true]]),
            problems:
                "spec.extensions: pg_stat_monitor and pg_stat_statements are both enabled: enable one of them"),
        WrongInput(
            ("spec.extensions", ["custom": [["name": "x"]], "storage": ["secret": ["name": "s"]]]),
            problems:
                "spec.extensions.image: is required for custom extensions"),
        WrongInput(
            ("spec.patroni.dynamicConfiguration", ["postgresql": ["parameters": ["wal_level": "minimal"]]]),
            problems:
                #"spec.patroni.dynamicConfiguration.postgresql.parameters.wal_level: must be logical or replica, is "minimal""#),
        WrongInput(("spec.standby", ["enabled": true]), problems: "spec.standby: does not say what to follow: give host, repoName, or both"),
        WrongInput(
            ("spec.standby", ["enabled": true, "repoName": "repo3"]),
            problems: "spec.standby.repoName: is not among spec.backups.pgbackrest.repos, is \"repo3\": use repo1"),
        WrongInput(
            ("spec.standby", ["enabled": true, "host": "elsewhere"]),
            problems:
                "spec.secrets: needs a certificate that the source at spec.standby.host lets in: name a copy of the source's authority in "
                + "customRootCATLSSecret, or its certificates in customTLSSecret and customReplicationTLSSecret"),
        WrongInput(
            ("spec.standby", ["enabled": true, "repoName": "repo1"]), ("spec.dataSource", ["volumes": ["pgDataVolume": ["pvcName": "old"]]]),
            problems:
                "spec.standby: cannot be enabled together with spec.dataSource: a standby cluster is made from what it follows: take one of the two away"
        ),
        WrongInput(
            (
                "spec.dataSource",
                ["volumes": ["pgDataVolume": ["pvcName": "a", "directory": "/x"], "pgWALVolume": ["pvcName": "a", "directory": "b/.."]]]
            ),
            problems:
                "spec.dataSource.volumes.pgDataVolume.directory: must be a path on the volume, is \"/x\": give it without / at its beginning and without ..",
            "spec.dataSource.volumes.pgWALVolume.pvcName: is the claim of pgDataVolume, too: name another one",
            "spec.dataSource.volumes.pgWALVolume.directory: must be a path on the volume, is \"b/..\": give it without / at its beginning and without ..",
            "spec.dataSource.volumes.pgWALVolume: needs a place to go: give pgDataVolume and spec.instances[0].walVolumeClaimSpec, too"),
        WrongInput(
            ("spec.dataSource", ["volumes": ["pgDataVolume": ["pvcName": "a"]], "postgresCluster": ["clusterName": "other", "repoName": "repo1"]]),
            problems: "spec.dataSource.volumes: is given together with another data source: take one of the two away"),
        WrongInput(
            ("spec.expose", ["nodePort": 30000]),
            problems:
                "spec.expose.nodePort: has no meaning with type ClusterIP: use type NodePort or LoadBalancer"),
        WrongInput(
            ("spec.secrets", ["customTLSSecret": ["optional": true], "customRootCATLSSecret": ["name": "ca"]]),
            problems:
                "spec.secrets.customTLSSecret.name: is required: the name of the Secret with the certificate"),
        WrongInput(
            ("spec.secrets", ["customTLSSecret": ["name": "server"]]),
            problems:
                "spec.secrets.customReplicationTLSSecret: is required beside customTLSSecret: give a Secret with a client certificate for "
                + "_crunchyrepl from the same authority, or the authority itself in spec.secrets.customRootCATLSSecret"),
        WrongInput(
            ("spec.secrets", ["customReplicationTLSSecret": ["name": "client"]]),
            problems:
                "spec.secrets.customTLSSecret: is required beside customReplicationTLSSecret: give a Secret with a server certificate from the same "
                + "authority, or the authority itself in spec.secrets.customRootCATLSSecret"),
        WrongInput(("spec.secrets", ["customTLSSecret": ["name": "server"], "customRootCATLSSecret": ["name": "ca"]])),
        WrongInput(("spec.secrets", ["customTLSSecret": ["name": "server"], "customReplicationTLSSecret": ["name": "client"]])),
        WrongInput(
            ("spec.patroni.switchover", ["enabled": true, "type": "Failover"]),
            problems:
                "spec.patroni.switchover: needs a second instance", "spec.patroni.switchover.targetInstance: is required for a failover"),
        WrongInput(
            ("metadata.name", "a-name-that-is-much-longer-than-anybody-would-t"),
            problems:
                "spec.instances[0].name: has 48 characters together with the cluster's name: use at most 46"),
    ]

    @Test(arguments: rows) func isNamedWithItsRemedy(_ row: WrongInput) throws {
        let defaults = OperatorDefaults(
            version: "3.1.0", images: RelatedImages(postgres: [17: "pg"], pgBackRest: "backrest", pgBouncer: "bouncer"))
        let read = try PerconaPGCluster(parsing: cluster(row.changes)).defaulted(by: defaults)
        #expect(read.refusals().map(\.description) == row.problems)
    }

    @Test func setsOfOneNameAreSeenOnceTheyAreNumbered() throws {
        let claim = smallest[path: "spec", "instances"]?[0]?["dataVolumeClaimSpec"] ?? .null
        let json = cluster([("spec.instances", [["dataVolumeClaimSpec": claim], ["name": "00", "dataVolumeClaimSpec": claim]])])
        let defaults = OperatorDefaults(version: "3.1.0", images: RelatedImages(postgres: [17: "pg"], pgBackRest: "backrest"))
        let problems = try PerconaPGCluster(parsing: json).defaulted(by: defaults).refusals()
        #expect(problems.map(\.description) == [#"spec.instances[1].name: is "00" as that of spec.instances[0]: give each set a name of its own"#])
    }

    @Test(arguments: [("2026-11-12T12:00:00Z", false), ("2026-11-13T00:00:00Z", true)]) func aMajorVersionEnds(_ now: String, _ ended: Bool) throws {
        #expect(PostgresMajor.isEndOfLife(14, at: try #require(Timestamp(parsing: now))) == ended)
        #expect(PostgresMajor.endOfLife(of: 17) == "2029-11-08")
    }
}
