import KubernetesModel
import PostgresAPI
import Testing
import Yams

@testable import PostgresCluster

@Suite("From a custom resource to a definition")
struct DefinitionTests {
    static let settings = OperatorSettings(
        defaults: OperatorDefaults(version: "3.1.0", images: RelatedImages(postgres: [17: "default-postgres"], pgBouncer: "default-pgbouncer")),
        initImage: "operator-image", dnsDomain: "k8s.example")

    private func definition(_ yaml: String) throws -> ClusterDefinition {
        ClusterDefinition(try PerconaPGCluster(parsing: try JSONValue(yaml: yaml)), operator: Self.settings)
    }

    @Test("the shipped cr.yaml gives the stock cluster")
    func shipped() throws {
        let text = try #require(SampleManifest.all().first { $0.name == "cr.yaml" }).text
        let cluster = try definition(text)
        #expect(cluster.name == "cluster1" && cluster.crVersion == "3.1.0" && cluster.postgresVersion == 17 && cluster.port == 5432)
        #expect(cluster.instanceSets.map(\.name) == ["instance1"] && cluster.instanceSets[0].replicas == 3)
        #expect(cluster.instanceSets[0].scheduling.affinity != nil)
        #expect(cluster.pgBouncer?.replicas == 3 && cluster.backups.isEnabled && cluster.backups.tracksLatestRestorableTime)
        #expect(cluster.backups.repos.map(\.name) == ["repo1"] && cluster.backups.repos[0].volumeClaim != nil)
        #expect(cluster.images.initContainer == "operator-image" && cluster.dnsDomain == "k8s.example")
        #expect(cluster.effectiveUsers.map(\.name) == ["cluster1"] && cluster.extensions == ExtensionsDefinition())
        #expect(cluster.standby == nil && !cluster.isPaused && !cluster.isOpenShift)
    }

    @Test("what a resource leaves open is filled in")
    func defaults() throws {
        let cluster = try definition(
            """
            apiVersion: pgv2.percona.com/v2
            kind: PerconaPGCluster
            metadata: {name: a, namespace: n, uid: u}
            spec:
              postgresVersion: 17
              instances:
              - dataVolumeClaimSpec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
              backups: {enabled: false}
              proxy: {pgBouncer: {replicas: 0}}
            """)
        #expect(cluster.images.postgres == "default-postgres" && cluster.instanceSets.map(\.name) == ["00"])
        #expect(cluster.pgBouncer == nil && !cluster.backups.isEnabled && cluster.crVersion == "3.1.0")
        #expect(cluster.instanceSets[0].metadata.labels == ["pgv2.percona.com/version": "3.1.0"])
        #expect(StatefulSet.repoHost(of: cluster) == nil)
    }

    @Test("every part arrives")
    func everything() throws {
        let cluster = try definition(Self.manifest)
        let set = cluster.instanceSets[0]
        #expect(cluster.metadata == CustomMetadata(labels: ["l": "1"], annotations: ["a": "2"]))
        #expect(cluster.imagePullPolicy == "Always" && cluster.imagePullSecrets.map(\.name) == ["pull"])
        #expect(cluster.tlsOnly && cluster.isPaused && cluster.isOpenShift && cluster.dnsDomain == "example.org")
        #expect(cluster.initContainer.image == "init" && set.initContainer.image == nil)
        #expect(set.tablespaces.map(\.name) == ["ts"] && set.walVolumeClaim != nil && set.minAvailable == "50%")
        #expect(set.sidecars.containers.map(\.name) == ["s"] && set.sidecars.claims.map(\.name) == ["sp"] && set.env.map(\.name) == ["E"])
        #expect(set.extraVolumes.first?.source == Volume(emptyDir: EmptyDirVolumeSource(), name: "x"))
        #expect(set.extraVolumes.first?.mounts.first?.mountPath == "/x" && set.extraVolumes.first?.mounts.first?.readOnly == true)
        #expect(set.certificateCopyResources?.limits?["cpu"] == "1" && set.scheduling.priorityClassName == "high")
        #expect(cluster.pgBouncer?.global == ["pool_mode": "transaction"] && cluster.pgBouncer?.exposesSuperusers == true)
        #expect(cluster.pgBouncer?.usersSecret == "more" && cluster.pgBouncer?.additionalTrustedCAs == ["ca"])
        #expect(cluster.expose.type == "LoadBalancer" && cluster.expose.loadBalancerSourceRanges == ["10.0.0.0/8"])
        #expect(
            cluster.backups.repos.map(\.storage) == [
                .s3(bucket: "b", endpoint: "e", region: "r"), .gcs(bucket: "g"), .azure(container: "z"),
            ])
        #expect(cluster.backups.jobs.backoffLimit == 20 && cluster.backups.manual?.initialDelaySeconds == 7 && cluster.backups.listensOnIPv6)
        #expect(cluster.backups.repoHost.resources?.limits?["cpu"] == "200m" && cluster.backups.global == ["repo1-retention-full": "2"])
        #expect(cluster.patroni.leaderLeaseDurationSeconds == 20 && cluster.patroni.createReplicaMethods == ["basebackup"])
        #expect(cluster.parameters == ["work_mem": "8MB", "max_connections": 50])
        #expect(
            cluster.authenticationRules == [AuthenticationRule(connection: "host", databases: ["d"], users: ["u"], method: "ldap", options: ["p": 1])]
        )
        #expect(
            cluster.users == [
                UserDefinition(
                    name: "app", databases: ["app"], options: "CREATEDB", passwordType: .alphaNumeric, secretName: "app-secret",
                    grantsPublicSchema: true)
            ])
        #expect(cluster.extensions.pgVector && cluster.extensions.pgCron && !cluster.extensions.pgAudit && !cluster.createsUserSchemas)
        #expect(cluster.standby == StandbyDefinition(host: "h", port: 5433, repoName: "repo1"))
        #expect(cluster.tls.certificateValidity == .seconds(5400) && cluster.tls.customSecret?.name == "tls")
    }

    @Test(
        "durations",
        arguments: [
            ("8760h", 31_536_000), ("1h30m", 5400), ("1.5h", 5400), ("90s", 90), ("", nil), ("x", nil), ("5", nil), ("-1h", nil), ("0s", nil),
            ("1d", nil),
        ] as [(String, Int?)])
    func durations(_ text: String, _ seconds: Int?) {
        #expect(GoDuration.parse(text) == seconds.map { .seconds($0) })
    }

    static let manifest = """
        apiVersion: pgv2.percona.com/v2
        kind: PerconaPGCluster
        metadata: {name: a, namespace: n, uid: u, annotations: {pgv2.percona.com/pgbackrest-ip-version: IPv6}}
        spec:
          postgresVersion: 17
          image: postgres
          imagePullPolicy: Always
          imagePullSecrets: [{name: pull}]
          initContainer: {image: init}
          metadata: {labels: {l: "1"}, annotations: {a: "2"}}
          tlsOnly: true
          pause: true
          openshift: true
          clusterServiceDNSSuffix: example.org
          autoCreateUserSchema: false
          expose: {type: LoadBalancer, loadBalancerSourceRanges: [10.0.0.0/8]}
          tls: {certValidityDuration: 1h30m}
          secrets: {customTLSSecret: {name: tls}, customReplicationTLSSecret: {name: replication}}
          standby: {enabled: true, host: h, port: 5433, repoName: repo1}
          config: {parameters: {work_mem: 8MB, max_connections: 50}}
          authentication: {rules: [{connection: host, databases: [d], users: [u], method: ldap, options: {p: 1}}]}
          extensions: {pgvector: {enabled: true}, pg_cron: {enabled: true}, builtin: {pg_audit: false}}
          patroni: {leaderLeaseDurationSeconds: 20, createReplicaMethods: [basebackup]}
          users:
          - {name: app, databases: [app], options: CREATEDB, password: {type: AlphaNumeric}, secretName: app-secret, grantPublicSchemaAccess: true}
          instances:
          - name: one
            replicas: 2
            minAvailable: 50%
            priorityClassName: high
            env: [{name: E, value: v}]
            containers: {replicaCertCopy: {resources: {limits: {cpu: "1"}}}}
            dataVolumeClaimSpec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            walVolumeClaimSpec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            tablespaceVolumes: [{name: ts, dataVolumeClaimSpec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
            sidecars: [{name: s, image: i}]
            sidecarPVCs: [{name: sp, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}]
            extraVolumes: [{name: x, volumeSource: {emptyDir: {}}, mounts: [{mountPath: /x, readOnly: true}]}]
          proxy:
            pgBouncer:
              replicas: 2
              image: pgbouncer
              exposeSuperusers: true
              usersSecret: {name: more}
              additionalTrustedCAs: [{name: ca}]
              config: {global: {pool_mode: transaction}}
          backups:
            pgbackrest:
              image: pgbackrest
              global: {repo1-retention-full: "2"}
              repoHost: {resources: {limits: {cpu: 200m}}}
              jobs: {backoffLimit: 20}
              manual: {repoName: repo1, initialDelaySeconds: 7}
              repos:
              - {name: repo1, s3: {bucket: b, endpoint: e, region: r}}
              - {name: repo2, gcs: {bucket: g}}
              - {name: repo3, azure: {container: z}}
        """
}

extension JSONValue {
    /// Reads YAML, for tests.
    init(yaml: String) throws {
        self = try JSONValue(try #require(try Yams.compose(yaml: yaml)))
    }

    private init(_ node: Yams.Node) throws {
        switch node {
        case .mapping(let mapping):
            self = .object(try Dictionary(uniqueKeysWithValues: mapping.map { (try #require($0.key.string), try JSONValue($0.value)) }))
        case .sequence(let sequence): self = .array(try sequence.map { try JSONValue($0) })
        default:
            if node.null != nil {
                self = .null
            } else if let value = node.bool {
                self = .bool(value)
            } else if let value = node.int {
                self = .integer(Int64(value))
            } else {
                self = .string(try #require(node.string))
            }
        }
    }
}
