import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("Objects of a cluster, as recorded")
struct GoldenTests {
    @Test("Services and the Endpoints of the primary", arguments: Example.all)
    func services(_ example: Example) throws {
        let cluster = example.cluster
        try expect("Services", example) {
            [
                Service.primary(of: cluster), Endpoints.primary(of: cluster, leadingTo: "10.96.0.10"), Service.leader(of: cluster),
                Service.patroniState(of: cluster), Service.replicas(of: cluster), Service.pods(of: cluster), Service.pgBouncer(of: cluster),
            ]
        }
    }

    @Test("instances, their volumes and budgets", arguments: Example.all)
    func instances(_ example: Example) throws {
        let cluster = example.cluster
        try expect("Instances", example) {
            var objects: [(any KubernetesObject)?] = []
            for set in cluster.instanceSets {
                let first = example.instances.first { $0.set.name == set.name }
                objects.append(first.map { StatefulSet.instance($0, of: cluster, rollOut: ["pgv2.percona.com/env-secret-config-hash": "5d41"]) })
                objects.append(contentsOf: first.map { PersistentVolumeClaim.volumes(of: $0, in: cluster) } ?? [])
                objects.append(PodDisruptionBudget.instances(of: set, in: cluster))
            }
            return objects + PersistentVolumeClaim.sidecars(of: cluster)
        }
    }

    @Test("Patroni's configuration before and after the bootstrap", arguments: Example.all)
    func patroni(_ example: Example) throws {
        let cluster = example.cluster
        let instance = try #require(example.instances.first)
        let dynamic = DynamicConfiguration.content(of: cluster)
        let made = DataOrigin(bootstrap: .initdb, replicas: .leaderOnly)
        let restored = DataOrigin(bootstrap: .existing, replicas: .backup(repo: 2))
        let backedUp = DataOrigin(bootstrap: nil, replicas: .backup(repo: 1))
        try expect("Patroni", example) {
            [
                ConfigMap.patroniCluster(of: cluster, bootstrap: dynamic, origin: made),
                ConfigMap.patroniCluster(of: cluster, bootstrap: nil, origin: restored),
                ConfigMap.patroniCluster(of: cluster, bootstrap: nil, origin: backedUp),
            ]
                + [made, restored, backedUp].map { ConfigMap.patroniInstance(instance, of: cluster, origin: $0) }
        }
    }

    @Test("pgBackRest: repository host, configuration, Jobs", arguments: Example.all)
    func pgBackRest(_ example: Example) throws {
        let cluster = example.cluster
        guard let repo = cluster.backups.repos.first else { return }
        let owner = OwnerReference(apiVersion: "pgv2.percona.com/v2", kind: "PerconaPGBackup", name: "backup1", uid: "b")
        try expect("PgBackRest", example) {
            [
                StatefulSet.repoHost(of: cluster), ConfigMap.pgBackRest(of: cluster, instances: example.instances.map(\.name).reversed()),
                Job.backup(.init(backup: "backup0", repo: repo, kind: .replicaCreate), name: "job0", of: cluster, owner: owner),
                Job.backup(
                    .init(backup: "backup1", repo: repo, options: ["--type=incr"], kind: .manual), name: "job1", of: cluster, owner: owner),
            ] + cluster.backups.repos.map { PersistentVolumeClaim.repository($0, of: cluster) }
        }
    }

    @Test("the Job of a restore drill", arguments: Example.all.filter { $0.cluster.backups.isEnabled })
    func drill(_ example: Example) throws {
        var cluster = example.cluster
        let repo = try #require(cluster.backups.repos.first)
        let plain = DrillRequest(name: "drill0", repo: repo, marker: WALPosition(bytes: 0x1_0500_0028), origin: .schedule(PlanExample.now))
        let asked = DrillRequest(name: "drill1", repo: repo, marker: WALPosition(bytes: 0x500_0028), origin: .request("before the upgrade"))
        try expect("Drill", example) {
            cluster.backups.drills = DrillDefinition()
            let first = Job.drill(plain, of: cluster)
            cluster.backups.drills.checksRowsInIndexes = true
            cluster.backups.drills.sql = .init(configMap: "checks", key: "checks.sql")
            cluster.backups.drills.resources = ResourceRequirements(limits: ["cpu": "1"])
            cluster.backups.drills.deadline = .seconds(600)
            cluster.backups.drills.volumeClaim = cluster.instanceSets[0].dataVolumeClaim
            return [first, Job.drill(asked, of: cluster)]
        }
    }

    @Test("pgBackRest's files for every kind of storage, with the options that users set")
    func storages() throws {
        let cluster = Example.storages.cluster
        let map = ConfigMap.pgBackRest(of: cluster, instances: Example.storages.instances.map(\.name))
        let files = (map.data ?? [:]).sorted { $0.key < $1.key }.map { "### \($0.key)\n\($0.value)" }
        try expectGolden(files.joined(separator: "\n") + "\n", "PgBackRest/storages.conf")
        let access = [AccessControl.instances(of: cluster), AccessControl.pgBackRest(of: cluster)]
        try expectGolden(yaml(access.map(\.account)), "PgBackRest/storages-accounts.yaml")
    }

    @Test("the pooler", arguments: Example.all)
    func pgBouncer(_ example: Example) throws {
        let cluster = example.cluster
        guard cluster.pgBouncer != nil else {
            #expect(Deployment.pgBouncer(of: cluster) == nil)
            #expect(ConfigMap.pgBouncer(of: cluster) == nil)
            return
        }
        try expect("PgBouncer", example) {
            [Deployment.pgBouncer(of: cluster), ConfigMap.pgBouncer(of: cluster), PodDisruptionBudget.pgBouncer(of: cluster)]
        }
    }

    @Test("accounts and Roles", arguments: Example.all)
    func accessControl(_ example: Example) throws {
        var cluster = example.cluster
        cluster.isOpenShift = example.name == "rich"
        let all = [AccessControl.instances(of: cluster), AccessControl.pgBackRest(of: cluster)]
        try expect("AccessControl", example) { all.flatMap { [$0.account, $0.role, $0.binding] as [any KubernetesObject] } }
    }

    @Test("Secrets", arguments: Example.all)
    func secrets(_ example: Example) throws {
        let cluster = example.cluster
        let texts = ["key": "text"]
        try expect("Secrets", example) {
            [
                Secret.authority(of: cluster, texts), Secret.serverCertificate(of: cluster, texts), Secret.replicationCertificate(of: cluster, texts),
                Secret.certificates(of: example.instances[0], in: cluster, texts), Secret.pgBackRest(of: cluster, texts),
                Secret.pgBouncer(of: cluster, texts),
            ] + cluster.effectiveUsers.map { Secret.user($0, of: cluster, texts) }
        }
    }

    /// Asks twice: the second answer must be the first.
    private func expect(_ subject: String, _ example: Example, _ build: () -> [(any KubernetesObject)?]) throws {
        let first = yaml(build())
        #expect(first == yaml(build()), "asked again, \(subject) of \(example) differs")
        try expectGolden(first, "\(subject)/\(example.name).yaml")
    }
}
