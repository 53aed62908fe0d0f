import KubernetesModel
import PostgresAPI
import Testing

struct WrongInput: Sendable, CustomTestStringConvertible {
    let changes: [(path: String, value: JSONValue?)]
    let problems: [String]
    init(_ changes: (String, JSONValue?)..., problems: String...) {
        self.changes = changes.map { (path: $0.0, value: $0.1) }
        self.problems = problems
    }
    var testDescription: String { problems.joined(separator: "; ") }
}

private let claim: JSONValue = ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]

@Suite("Wrong input") struct WrongInputTests {
    static let rows = [
        WrongInput(
            ("spec.proxy.pgbouncer", ["replicas": 1]),
            problems:
                "spec.proxy.pgBouncer: is required: PgBouncer, a connection pooler, in Pods of its own.",
            "spec.proxy.pgbouncer: unknown field; did you mean spec.proxy.pgBouncer?"),
        WrongInput(("spec.replicas", 3), problems: "spec.replicas: unknown field"),
        WrongInput(("spec.instances.0.replcas", 3), problems: "spec.instances[0].replcas: unknown field; did you mean spec.instances[0].replicas?"),
        WrongInput(
            ("spec.instances.0.affinity", ["podAntiafinity": [:]]),
            problems:
                "spec.instances[0].affinity.podAntiafinity: unknown field; did you mean spec.instances[0].affinity.podAntiAffinity?"),
        WrongInput(("spec.instances.0.replicas", "3"), problems: #"spec.instances[0].replicas: must be a whole number, is "3""#),
        WrongInput(("spec.instances.0.replicas", 0), problems: "spec.instances[0].replicas: must be at least 1, is 0"),
        WrongInput(("spec.instances.0.replicas", 5_000_000_000), problems: "spec.instances[0].replicas: must fit into 32 bits, is 5000000000"),
        WrongInput(("spec.postgresVersion", 11), problems: "spec.postgresVersion: must be at least 12, is 11"),
        WrongInput(("spec.postgresVersion", 19), problems: "spec.postgresVersion: must be at most 18, is 19"),
        WrongInput(
            ("spec.postgresVersion", nil),
            problems:
                "spec.postgresVersion: is required: Major version of PostgreSQL. Data of another one is brought to it by a PerconaPGUpgrade only."),
        WrongInput(("spec.port", 80), problems: "spec.port: must be at least 1024, is 80"),
        WrongInput(("spec.pause", "yes"), problems: #"spec.pause: must be true or false, is "yes""#),
        WrongInput(("spec.instances", []), problems: "spec.instances: must have at least 1 element, has 0"),
        WrongInput(
            ("spec.instances.1", ["name": "a", "dataVolumeClaimSpec": claim]),
            problems:
                #"spec.instances[1].name: must be unique, is "a" as in spec.instances[0]: use another one, or make one of the two"#),
        WrongInput(
            ("spec.instances.0.name", "A_b"),
            problems:
                #"spec.instances[0].name: must match ^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$, is "A_b": use small letters, digits and - between them"#),
        WrongInput(
            ("spec.backups.pgbackrest.repos.0.name", "repo5"),
            problems:
                #"spec.backups.pgbackrest.repos[0].name: must match ^repo[1-4]$, is "repo5": use repo1, repo2, repo3 or repo4"#),
        WrongInput(
            ("spec.backups.pgbackrest.repos", []),
            problems:
                "spec.backups: At least one repository must be configured when backups are enabled"),
        WrongInput(("spec.backups", nil), problems: "spec.backups: is required: Backups and archiving of WAL, with pgBackRest."),
        WrongInput(
            ("spec.expose.type", "Loadbalancer"),
            problems:
                #"spec.expose.type: must be one of ClusterIP, NodePort, LoadBalancer, is "Loadbalancer": did you mean LoadBalancer?"#),
        WrongInput(
            ("spec.instances.0.dataVolumeClaimSpec.resources.requests.storage", "1 Gi"),
            problems:
                "spec.instances[0].dataVolumeClaimSpec.resources.requests.storage: must be a quantity such as 500m or 1Gi"),
        WrongInput(("spec.instances.0.env", [["value": "secret"]]), problems: "spec.instances[0].env[0].name: is required"),
        WrongInput(
            ("spec.instances.0.env", [["name": "A", "value": 12345]]),
            problems: "spec.instances[0].env[0].value: must be a text, is a number: put it in quotes"),
        WrongInput(
            ("spec.users", [["name": "rhino", "options": "SUPERUSER; DROP TABLE a"]]),
            problems:
                #"spec.users[0].options: must match ^[^;]*$, is "SUPERUSER; DROP TABLE a": leave out the semicolon"#),
        WrongInput(
            ("spec.users", [["name": "rhino", "databases": ["a", "a"]]]),
            problems:
                #"spec.users[0].databases[1]: must be unique, is "a" as in spec.users[0].databases[0]: use another one, or make one of the two"#),
        WrongInput(
            ("spec.users", [["name": "", "databases": [""]]]),
            problems:
                "spec.users[0].databases[0]: must not be empty, is \"\"",
            "spec.users[0].name: must not be empty, is \"\"",
            "spec.users[0].name: must match ^[a-z0-9]([-a-z0-9]*[a-z0-9])?$, is \"\": use small letters, digits and - between them"),
        WrongInput(
            ("spec.users", [["name": "rhino", "grantPublicSchemaAccess": true]]), ("spec.postgresVersion", 14),
            problems:
                "spec: PostgresVersion must be >= 15 if grantPublicSchemaAccess exists and is true"),
        WrongInput(("spec.extensions.pg_tde", ["enabled": true]), problems: "spec.extensions.pg_tde: vault is required for enabling pg_tde"),
        WrongInput(
            ("spec.extensions.pg_tde", ["walEncryption": true]),
            problems:
                "spec.extensions.pg_tde: pg_tde must be enabled to enable WAL encryption"),
        WrongInput(
            ("spec.extensions.pg_tde", ["enabled": true, "vault": ["host": "https://v", "tokenSecret": ["name": "n", "key": "k"]]]),
            ("spec.postgresVersion", 15), problems: "spec: pg_tde is only supported for PG16 and above"),
        WrongInput(
            ("spec.logicalReplicas", [["name": "lr", "dataVolumeClaimSpec": claim]]), ("spec.postgresVersion", 16),
            problems:
                "spec: spec.logicalReplicas requires spec.postgresVersion >= 17"),
        WrongInput(
            ("spec.logicalReplicas", [["name": "lr", "dataVolumeClaimSpec": claim]]), ("spec.backups.enabled", false),
            problems:
                "spec: spec.logicalReplicas[].bootstrapMethod must be 'pg_basebackup' when spec.backups.enabled is false"),
        WrongInput(("spec.crVersion", "latest"), problems: "spec.crVersion: CRVersion must be a valid semantic version"),
        WrongInput(
            ("spec.config.parameters", ["jit": true]),
            problems:
                "spec.config.parameters.jit: must be a number or a text, is true: put it in quotes"),
        WrongInput(("spec.crVersion", 3.1), problems: "spec.crVersion: must be a text, is 3.1: put it in quotes"),
        WrongInput(("spec.config.parameters", ["port": 5433]), problems: "spec.config.parameters: use spec.port instead: port"),
        WrongInput(
            ("spec.config.parameters", ["ssl_ciphers": "x", "ssl_groups": "x"]),
            problems:
                "spec.config.parameters: encryption is always on, with the operator's certificates: ssl"),
        WrongInput(
            ("spec.config.parameters", ["wal_level": "minimal"]),
            problems:
                #"spec.config.parameters: wal_level can be "logical" only, which includes what replicas need"#),
        WrongInput(
            ("spec.patroni.dynamicConfiguration", "ttl: 30"),
            problems:
                #"spec.patroni.dynamicConfiguration: must be an object, is "ttl: 30""#),
        WrongInput(("kind", "PerconaPgCluster"), problems: #"kind: must be PerconaPGCluster, is "PerconaPgCluster""#),
        WrongInput(("specs", [:]), problems: "specs: unknown field; did you mean spec?"),
        WrongInput(
            ("spec.port", "x"), ("spec.pause", 1), ("spec.patroni.port", 1),
            problems:
                "spec.patroni.port: must be at least 1024, is 1", "spec.pause: must be true or false, is 1",
            #"spec.port: must be a whole number, is "x""#),
    ]

    @Test(arguments: rows) func isNamedWithWhatWouldBeRight(_ row: WrongInput) {
        #expect(PerconaPGCluster.problems(in: cluster(row.changes)).map(\.description) == row.problems)
        #expect(throws: InvalidObject.self) { try PerconaPGCluster(parsing: cluster(row.changes)) }
    }

    @Test(arguments: [
        ("spec.instances.0.dataVolumeClaimSpec.resources.requests.storage", "512Mi" as JSONValue, "spec.instances[0].dataVolumeClaimSpec"),
        (
            "spec.backups.pgbackrest.repos.0.volume.volumeClaimSpec.resources.requests.storage", "900M",
            "spec.backups.pgbackrest.repos[0].volume.volumeClaimSpec"
        ),
        ("spec.instances.0.dataVolumeClaimSpec.resources.requests.storage", 1000, "spec.instances[0].dataVolumeClaimSpec"),
    ])
    func aVolumeDoesNotShrink(_ path: String, _ value: JSONValue, _ place: String) throws {
        let old = try PerconaPGCluster(parsing: smallest)
        let new = try PerconaPGCluster(parsing: cluster([(path, value)]))
        #expect(new.problems(changedFrom: old).map(\.description) == ["\(place): a volume cannot shrink: storage must be at least what it was"])
        #expect(old.problems(changedFrom: new).isEmpty)
        #expect(new.problems(changedFrom: new).isEmpty)
    }

    @Test func setsAreMatchedByNameWhenTheyMove() throws {
        let small: JSONValue = ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "100Mi"]]]
        let old = try PerconaPGCluster(parsing: smallest)
        let first: JSONValue = ["name": "b", "dataVolumeClaimSpec": small]
        let new = try PerconaPGCluster(parsing: cluster([("spec.instances", [first, smallest[path: "spec", "instances"]?[0] ?? .null])]))
        #expect(new.problems(changedFrom: old).isEmpty)
    }

    @Test func aRestoreKeepsItsCluster() throws {
        func restore(_ cluster: String) throws -> PerconaPGRestore {
            try PerconaPGRestore(parsing: [
                "apiVersion": "pgv2.percona.com/v2", "kind": "PerconaPGRestore", "spec": ["pgCluster": .string(cluster), "repoName": "repo1"],
            ])
        }
        let problems = try restore("rhino").problems(changedFrom: restore("hippo"))
        #expect(problems.map(\.description) == ["spec.pgCluster: pgCluster is an immutable field"])
    }
}
