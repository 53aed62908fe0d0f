import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("Pod Security")
struct PodSecurityTests {
    @Test("every container of ours is restricted and cannot write its root file system", arguments: Example.all)
    func restricted(_ example: Example) throws {
        let cluster = example.cluster
        let users = Set(cluster.instanceSets.flatMap { $0.initContainers + $0.sidecars.containers }.compactMap(\.name))
        var pods = example.instances.map { StatefulSet.instance($0, of: cluster).spec?.template?.spec }
        pods.append(StatefulSet.repoHost(of: cluster)?.spec?.template?.spec)
        pods.append(Deployment.pgBouncer(of: cluster)?.spec?.template?.spec)
        if let repo = cluster.backups.repos.first {
            let job = Job.backup(.init(backup: "b", repo: repo, kind: .manual), name: "j", of: cluster, owner: OwnerReference())
            pods.append(job.spec?.template?.spec)
            let drill = DrillRequest(name: "d", repo: repo, marker: WALPosition(bytes: 1), origin: .request("x"))
            pods.append(Job.drill(drill, of: cluster).spec?.template?.spec)
        }
        for pod in pods.compactMap({ $0 }) {
            #expect(pod.hostPID == nil && pod.hostNetwork == nil)
            for container in (pod.initContainers ?? []) + (pod.containers ?? []) where !users.contains(container.name ?? "") {
                let context = try #require(container.securityContext, "\(container.name ?? "")")
                #expect(context.allowPrivilegeEscalation == false)
                #expect(context.capabilities?.drop == ["ALL"])
                #expect(context.runAsNonRoot == true)
                #expect(context.seccompProfile?.type == "RuntimeDefault")
                #expect(context.readOnlyRootFilesystem == true)
            }
        }
    }

    @Test("every mount has its volume and every name of a volume is there once", arguments: Example.all)
    func mounts(_ example: Example) {
        for instance in example.instances {
            let pod = StatefulSet.instance(instance, of: example.cluster).spec?.template?.spec
            let volumes = (pod?.volumes ?? []).compactMap(\.name)
            #expect(Set(volumes).count == volumes.count)
            for container in (pod?.initContainers ?? []) + (pod?.containers ?? []) {
                for mount in container.volumeMounts ?? [] { #expect(volumes.contains(mount.name ?? ""), "\(container.name ?? ""): \(mount)") }
            }
        }
    }

    @Test("programs that speak to Patroni are told its port", arguments: [8008, 8018])
    func patroniPort(port: Int) {
        var cluster = Example.stock.cluster
        cluster.patroni.port = port
        let containers = StatefulSet.instance(Example.stock.instances[0], of: cluster).spec?.template?.spec?.containers ?? []
        func told(_ name: String) -> String? {
            containers.first { $0.name == name }?.env?.first { $0.name == "PATRONI_RESTAPI_LISTEN" }?.value
        }
        #expect(told("database") == "*:\(port)")
        #expect(told("replication-cert-copy") == (port == 8008 ? nil : "*:\(port)"))
    }

    @Test("processes of PostgreSQL end with their container, and a leader has time to hand over")
    func instancePods() {
        let pod = StatefulSet.instance(Example.stock.instances[0], of: Example.stock.cluster).spec?.template?.spec
        #expect(pod?.shareProcessNamespace == false)
        #expect(pod?.terminationGracePeriodSeconds == 300)
        #expect(pod?.securityContext?.fsGroup == 26)
        #expect(pod?.containers?.first?.lifecycle?.preStop?.exec?.command == ["/opt/crunchy/bin/pre-stop"])
        #expect(pod?.containers?.compactMap(\.name) == ["database", "replication-cert-copy", "pgbackrest", "pgbackrest-config"])
    }
}
