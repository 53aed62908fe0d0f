import KubernetesModel
import PostgresAPI
import Testing

/// A cluster that is as small as one can be.
let smallest: JSONValue = [
    "apiVersion": "pgv2.percona.com/v2", "kind": "PerconaPGCluster", "metadata": ["name": "hippo", "namespace": "postgres"],
    "spec": [
        "postgresVersion": 17,
        "instances": [
            ["name": "a", "dataVolumeClaimSpec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]]
        ],
        "backups": [
            "pgbackrest": [
                "repos": [
                    [
                        "name": "repo1",
                        "volume": ["volumeClaimSpec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]],
                    ]
                ]
            ]
        ],
    ],
]

/// The smallest cluster with some values changed; nil takes a field away.
func cluster(_ changes: [(path: String, value: JSONValue?)]) -> JSONValue {
    var result = smallest
    for (path, value) in changes { result = setting(value, in: result, at: path.split(separator: ".").map(String.init)) }
    return result
}

private func setting(_ value: JSONValue?, in json: JSONValue, at path: [String]) -> JSONValue {
    var json = json
    let key = path[0]
    if let index = Int(key), var elements = json.array {
        while elements.count <= index { elements.append(.emptyObject) }
        elements[index] = path.count == 1 ? value ?? .null : setting(value, in: elements[index], at: Array(path.dropFirst()))
        return .array(elements)
    }
    json[key] = path.count == 1 ? value : setting(value, in: json[key] ?? .emptyObject, at: Array(path.dropFirst()))
    return json
}

@Suite("An object of a custom resource") struct ObjectTests {
    @Test func readsTypedValuesAndDefaults() throws {
        let spec = try PerconaPGCluster(parsing: smallest).spec
        #expect(spec.postgresVersion == 17)
        #expect(spec.instances[0].replicas == 1)
        #expect(spec.instances[0].dataVolumeClaimSpec.resources?.requests?["storage"] == "1Gi")
        #expect(spec.port == 5432)
        #expect(spec.patroni.leaderLeaseDurationSeconds == 30)
        #expect(spec.expose.type == .clusterIP)
        #expect(spec.extensions.pgAudit.enabled)
        #expect(spec.backups.enabled)
        #expect(spec.proxy == nil)
        #expect(spec.users == nil)
    }

    @Test func tellsUnsetFromDefault() throws {
        let spec = try PerconaPGCluster(parsing: cluster([("spec.port", 5432), ("spec.users", [])])).spec
        #expect(spec.isSet(\.port))
        #expect(!spec.isSet(\.patroni))
        #expect(spec.users == [])
    }

    @Test func keepsWhatItDoesNotKnow() throws {
        let json = cluster([("spec.fromTheFuture", 1)])
        let read = try PerconaPGCluster(parsing: json, unknownFields: .kept)
        #expect(read.json == json)
        #expect(read.spec.json["fromTheFuture"] == 1)
    }

    @Test func isWrittenFieldByField() {
        var status = Object<PerconaPGClusterStatus>()
        status.state = .ready
        status.postgres.ready = 3
        status.pgbouncer.size = 2
        status.host = "hippo-pgbouncer.postgres.svc"
        #expect(
            status.json == [
                "state": "ready", "postgres": ["ready": 3], "pgbouncer": ["size": 2], "host": "hippo-pgbouncer.postgres.svc",
            ])
        status.host = nil
        status.unset(\.pgbouncer)
        #expect(status.json == ["state": "ready", "postgres": ["ready": 3]])
    }

    @Test func readsWrongTypesAsUnsetInsteadOfFailing() {
        let spec = Object<PerconaPGClusterSpec>(unchecked: ["port": "many", "instances": 3, "patroni": []])
        #expect(spec.port == 5432)
        #expect(spec.instances.isEmpty)
        #expect(spec.patroni.port == 8008)
    }
}
