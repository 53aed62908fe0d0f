import Foundation
import Glibc
import KubernetesClient
import KubernetesKubeconfig
import KubernetesModel
import LocalCluster
import Logging
import Testing

@testable import LocalNode

/// API server, controllers and node together, with real containers, seen as a client of Kubernetes sees them.
@Suite(.enabled(if: NodeFixture.canRun), .serialized)
struct RealClusterTests {
    private let directory = "/var/tmp/egret-test-cluster"

    private var configuration: LocalClusterConfiguration {
        var configuration = LocalClusterConfiguration(dataDirectory: directory)
        configuration.port = 17_443
        configuration.podRange = "10.247.0.0/16"
        configuration.serviceRange = "10.248.0.0/16"
        return configuration
    }

    private func running(_ body: (KubernetesClient) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let cluster = LocalCluster(configuration: configuration, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await cluster.run() }
            defer { group.cancelAll() }
            var client: KubernetesClient?
            try await wait("the node is ready") {
                guard FileManager.default.fileExists(atPath: configuration.kubeconfigPath) else { return false }
                let candidate = KubernetesClient(try Kubeconfig(files: [configuration.kubeconfigPath]).configuration(), logger: logger)
                guard let nodes: ObjectList<Node> = try? await candidate.list() else { return false }
                client = candidate
                return nodes.items.contains { $0.status?.conditions?.contains { $0.type == "Ready" && $0.status == "True" } == true }
            }
            try await body(try #require(client))
        }
    }

    private func wait(_ what: String, within limit: Duration = .seconds(30), _ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw NodeFixture.Timeout(description: "\(what) did not happen within \(limit)")
    }

    private let statefulSet = StatefulSet(json: [
        "apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": ["name": "web", "namespace": "default"],
        "spec": [
            "replicas": 2, "serviceName": "pods", "selector": ["matchLabels": ["app": "web"]],
            "template": [
                "metadata": ["labels": ["app": "web"]],
                "spec": [
                    "terminationGracePeriodSeconds": 1, "securityContext": ["runAsUser": 26, "fsGroup": 26, "runAsNonRoot": true],
                    "containers": [
                        [
                            "name": "main", "image": .string(NodeFixture.image), "imagePullPolicy": "IfNotPresent",
                            "command": ["sh", "-c", "hostname >> /data/name; exec httpd -f -p 8080 -h /data"],
                            "ports": [["name": "http", "containerPort": 8080]],
                            "readinessProbe": ["httpGet": ["path": "/name", "port": "http"], "periodSeconds": 1],
                            "volumeMounts": [["name": "data", "mountPath": "/data"]],
                            "securityContext": [
                                "readOnlyRootFilesystem": true, "allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]],
                            ],
                        ]
                    ],
                ],
            ],
            "volumeClaimTemplates": [
                ["metadata": ["name": "data"], "spec": ["accessModes": ["ReadWriteOnce"], "resources": ["requests": ["storage": "1Gi"]]]]
            ],
        ],
    ])

    private func service(_ name: String, _ spec: JSONValue) -> Service {
        Service(json: ["apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(name), "namespace": "default"], "spec": spec])
    }

    @Test func `a StatefulSet runs with claims, names and a Service, reaches the API, and survives a restart of the control plane`() async throws {
        let lock = try await NodeFixture.lock("\(directory).lock")
        defer { close(lock) }
        try await configuration.destroy()
        let storage = try configuration.node.storage
        try await NodeFixture.makeImage(in: storage, directory: directory + "-image")
        let first = ObjectKey(namespace: "default", name: "web-0")
        var before: Pod?
        do {
            try await running { client in
                _ = try await client.create(service("pods", ["clusterIP": "None", "publishNotReadyAddresses": true, "selector": ["app": "web"]]))
                _ = try await client.create(
                    service("web", ["selector": ["app": "web"], "ports": [["name": "http", "port": 80, "targetPort": "http"]]]))
                _ = try await client.create(statefulSet)
                try await wait("both pods are ready") {
                    let set = try await client.get(StatefulSet.self, statefulSet.key)
                    return set.status?.readyReplicas == 2
                }
                before = try await client.get(Pod.self, first)
                func run(_ script: String) async throws -> String {
                    let result = try await client.exec(["sh", "-c", script], in: first, container: "main")
                    return String(decoding: result.stdout, as: UTF8.self)
                }
                try await wait("the other pod by name") { try await run("timeout 3 wget -q -O - http://web-1.pods:8080/name") == "web-1\n" }
                try await wait("a pod by the Service") { try await run("timeout 3 wget -q -O - http://web/name").hasPrefix("web-") }
                let token = "/var/run/secrets/kubernetes.io/serviceaccount/token"
                let answer = try await run(
                    "timeout 5 wget -q -O - --header \"Authorization: Bearer $(cat \(token))\" https://kubernetes.default.svc/version")
                #expect(answer.contains("gitVersion"), "the API server answers a pod's service account: \(answer)")
                let claim = try await client.get(PersistentVolumeClaim.self, ObjectKey(namespace: "default", name: "data-web-0"))
                #expect(claim.status?.phase == "Bound")
            }
            try await running { client in
                let after = try await client.get(Pod.self, first)
                #expect(after.metadata.uid == before?.metadata.uid)
                #expect(after.status?.containerStatuses?.first?.containerID == before?.status?.containerStatuses?.first?.containerID)
                try await client.delete(Pod.resourceType, first, gracePeriodSeconds: 0)
                try await wait("the pod is made again") {
                    guard let pod = try await client.find(Pod.self, first), pod.metadata.uid != before?.metadata.uid else { return false }
                    return pod.status?.conditions?.contains { $0.type == "Ready" && $0.status == "True" } == true
                }
                let result = try await client.exec(["cat", "/data/name"], in: first, container: "main")
                #expect(String(decoding: result.stdout, as: UTF8.self) == "web-0\nweb-0\n", "the volume outlived the pod")
                try await client.delete(StatefulSet.resourceType, statefulSet.key, propagation: .foreground)
                try await wait("the pods are gone") { try await client.list(Pod.self, namespace: "default").items.isEmpty }
                for number in 0..<2 {
                    try await client.delete(PersistentVolumeClaim.resourceType, ObjectKey(namespace: "default", name: "data-web-\(number)"))
                }
                let volumes = try configuration.node.volumesDirectory
                try await wait("the volumes are gone") { try FileManager.default.contentsOfDirectory(atPath: volumes).isEmpty }
            }
        } catch {
            try? await configuration.destroy()
            throw error
        }
        try await configuration.destroy()
        _ = try await Command.run(["rm", "-rf", directory + "-image"])
    }
}
