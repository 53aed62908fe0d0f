import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import PostgresAPI
import PostgresCluster

@testable import EgretCommand

/// The cluster that the tests of `kubectl pg` look at, and what belongs to it.
struct ExampleCluster {
    static let now: Timestamp = Timestamp(parsing: "2026-11-24T12:00:00Z") ?? .distantPast
    static let key = ObjectKey(namespace: "postgres-operator", name: "cluster1")

    static func ago(_ seconds: Int) -> Timestamp { now.adding(.seconds(-seconds)) }

    var state = "ready"
    var conditions: [(type: String, status: String, reason: String, message: String)] = [
        ("ReadyForBackup", "True", "AllConditionsAreTrue", ""),
        ("Ready", "True", "Ready", "every instance and pooler is ready, and a write went through the Service"),
        ("Accepted", "True", "Accepted", "the spec is acted on"),
    ]
    var users: JSONValue?
    /// Further fields of the status.
    var moreStatus: JSONValue = .emptyObject

    var resource: PerconaPGCluster {
        let volume: JSONValue = ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]
        let list = conditions.map { condition -> JSONValue in
            [
                "type": .string(condition.type), "status": .string(condition.status), "reason": .string(condition.reason),
                "message": .string(condition.message), "lastTransitionTime": .string(Self.ago(720).description),
            ]
        }
        var cluster = PerconaPGCluster(json: [
            "apiVersion": "pgv2.percona.com/v2", "kind": "PerconaPGCluster",
            "metadata": ["name": "cluster1", "namespace": "postgres-operator", "creationTimestamp": .string(Self.ago(90_000).description)],
            "spec": [
                "postgresVersion": 17, "instances": [["name": "instance1", "replicas": 2, "dataVolumeClaimSpec": volume]],
                "proxy": ["pgBouncer": ["replicas": 1]],
                "backups": [
                    "pgbackrest": [
                        "repos": [
                            ["name": "repo1", "volume": ["volumeClaimSpec": volume]],
                            ["name": "repo2", "s3": ["bucket": "backups", "endpoint": "s3.example.com", "region": "eu"]],
                        ]
                    ]
                ],
            ],
            "status": [
                "state": .string(state), "host": "cluster1-pgbouncer.postgres-operator.svc", "patroniVersion": "4.0.6",
                "postgres": ["version": 17, "ready": 2, "size": 2], "pgbouncer": ["ready": 1, "size": 1],
                "pgbackrest": [
                    "repos": [["name": "repo1", "stanzaCreated": true, "bound": true], ["name": "repo2"]],
                    "scheduledBackups": [
                        ["repo": "repo1", "type": "full", "nextScheduleTime": "2026-11-28T00:00:00Z"],
                        ["repo": "repo1", "type": "incr", "nextScheduleTime": "2026-11-24T13:00:00Z"],
                    ],
                ],
                "conditions": .array(list),
            ],
        ])
        for (key, value) in moreStatus.object ?? [:] { cluster.json[path: "status", key] = value }
        if let users { cluster.json[path: "spec", "users"] = users }
        return cluster
    }

    static func pod(_ name: String, _ labels: [String: String], containers: [String], isReady: Bool = true, status: JSONValue? = nil) -> Pod {
        var annotations: JSONValue = .emptyObject
        if let status { annotations["status"] = .string(status.text) }
        var all: JSONValue = [Label.cluster: "cluster1"]
        for (key, value) in labels { all[key] = .string(value) }
        return Pod(json: [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": .string(name), "namespace": "postgres-operator", "labels": all, "annotations": annotations,
                "creationTimestamp": .string(ago(3_600).description),
            ],
            "spec": ["nodeName": "node-a", "containers": .array(containers.map { ["name": .string($0)] })],
            "status": [
                "phase": "Running", "conditions": [["type": "Ready", "status": isReady ? "True" : "False"]],
                "containerStatuses": .array(containers.map { ["name": .string($0), "restartCount": 1, "state": ["running": .emptyObject]] }),
            ],
        ])
    }

    static func member(_ suffix: String, role: String, position: Int64, isReady: Bool = true, more: JSONValue = .emptyObject) -> Pod {
        var status: JSONValue = [
            "state": "running", "role": .string(role), "timeline": 3, "xlog_location": .integer(position), "version": "4.0.6",
        ]
        if role != "primary" { status["replication_state"] = "streaming" }
        for (key, value) in more.object ?? [:] { status[key] = value }
        return pod(
            "cluster1-instance1-\(suffix)-0",
            [Label.instance: "cluster1-instance1-\(suffix)", Label.instanceSet: "instance1", Label.data: "postgres", Label.role: role],
            containers: ["database", "replication-cert-copy", "pgbackrest"], isReady: isReady, status: status)
    }

    var pods: [Pod] = [
        member("aaaa", role: "primary", position: 100_663_296),
        member("bbbb", role: "replica", position: 100_600_000),
        pod("cluster1-pgbouncer-5d4-x", [Label.role: "pgbouncer"], containers: ["pgbouncer", "pgbouncer-config"]),
        pod("cluster1-repo-host-0", [Label.pgBackRest: "", Label.pgBackRestDedicated: ""], containers: ["pgbackrest", "pgbackrest-config"]),
        pod("cluster1-backup-abcd-x", [Label.pgBackRest: "", Label.pgBackRestBackup: "manual"], containers: ["pgbackrest"]),
    ]

    static func backup(_ name: String, repo: String = "repo1", created: Int, _ status: JSONValue) -> PerconaPGBackup {
        PerconaPGBackup(json: [
            "apiVersion": "pgv2.percona.com/v2", "kind": "PerconaPGBackup",
            "metadata": [
                "name": .string(name), "namespace": "postgres-operator", "creationTimestamp": .string(ago(created).description),
            ],
            "spec": ["pgCluster": "cluster1", "repoName": .string(repo), "options": ["--type=full"]], "status": status,
        ])
    }

    var backups: [PerconaPGBackup] = [
        backup(
            "first", created: 7_200,
            [
                "state": "Succeeded", "backupType": "full", "backupName": "20261124-100000F", "size": 31_457_280,
                "completed": .string(ago(7_000).description), "latestRestorableTime": "2026-11-24 11:58:00.250000+0000",
            ]),
        backup("second", created: 60, ["state": "Running", "progress": ["percent": 42, "bytes": 1_288_490_188, "totalBytes": 3_067_833_782]]),
        backup("broken", repo: "repo2", created: 600, ["state": "Failed", "error": "[103]: unable to find a valid repository"]),
    ]

    var events: [Event] = [
        event("PerconaPGCluster", "cluster1", "Normal", "InstanceAdded", "instance cluster1-instance1-bbbb was added", 900),
        event("Pod", "cluster1-instance1-bbbb-0", "Warning", "Unhealthy", "Readiness probe failed", 300, count: 3),
        event("Pod", "cluster1-instance1-bbbb-0", "Normal", "Pulled", "not of interest", 310),
        event("PerconaPGCluster", "cluster2", "Warning", "NoLeader", "of another cluster", 10),
    ]

    static func event(
        _ kind: String, _ name: String, _ type: String, _ reason: String, _ message: String, _ seconds: Int, count: Int = 1
    ) -> Event {
        Event(json: [
            "apiVersion": "v1", "kind": "Event", "metadata": ["name": .string("\(name).\(reason)"), "namespace": "postgres-operator"],
            "involvedObject": ["kind": .string(kind), "name": .string(name), "namespace": "postgres-operator"],
            "type": .string(type), "reason": .string(reason), "message": .string(message), "count": count.json,
            "lastTimestamp": .string(ago(seconds).description),
        ])
    }

    var endpoints: [Endpoints] = [
        Endpoints(json: [
            "apiVersion": "v1", "kind": "Endpoints",
            "metadata": [
                "name": "cluster1-ha-config", "namespace": "postgres-operator",
                "annotations": ["initialize": "7412345678901234567", "config": #"{"synchronous_mode": true}"#],
            ],
        ]),
        Endpoints(json: [
            "apiVersion": "v1", "kind": "Endpoints",
            "metadata": [
                "name": "cluster1-ha-sync", "namespace": "postgres-operator", "annotations": ["sync_standby": "cluster1-instance1-bbbb-0"],
            ],
        ]),
    ]

    /// An API server that has all of it.
    var api: InMemoryAPI {
        let clock = TestClock(date: Self.ago(90_000))
        let api = InMemoryAPI(clock: clock)
        func put<Object: KubernetesObject>(_ objects: [Object]) {
            // The server decides when an object was created.
            for object in objects.sorted(by: { ($0.metadata.creationTimestamp ?? .distantPast) < ($1.metadata.creationTimestamp ?? .distantPast) }) {
                let time = object.metadata.creationTimestamp.map { $0.since(Self.ago(90_000)) } ?? .zero
                if time > clock.now { clock.advance(to: time) }
                api.put(object)
            }
        }
        put([resource])
        put(pods)
        put(backups)
        for event in events { api.put(event) }
        for object in endpoints { api.put(object) }
        return api
    }

    func overview(of api: InMemoryAPI? = nil) async throws -> ClusterOverview {
        try await ClusterOverview.observe(resource, of: api ?? self.api, at: Self.now)
    }
}
