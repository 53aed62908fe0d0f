import Foundation
import KubernetesModel
import NIOHTTP1
import Testing

@testable import LocalAPIServer

/// The real `kubectl`: what `scripts/install-tools` installed, or else the one in PATH.
struct Kubectl: Sendable {
    let path: String
    let kubeconfig: String

    static let path: String? = {
        let environment = ProcessInfo.processInfo.environment
        let cache = environment["EGRET_CACHE"] ?? "\(environment["HOME"] ?? "")/.cache/egret"
        let directories = ["\(cache)/tools/bin"] + (environment["PATH"] ?? "").split(separator: ":").map(String.init)
        return directories.map { "\($0)/kubectl" }.first(where: FileManager.default.isExecutableFile)
    }()

    init(_ server: RunningServer) throws {
        path = try #require(Self.path)
        kubeconfig = server.directory.appendingPathComponent("admin.kubeconfig").path
    }

    /// - Returns: what it wrote, errors too, and its exit status.
    func run(_ arguments: [String]) async throws -> (output: String, status: Int32) {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("kubectl-\(UUID().uuidString)")
        try Data().write(to: output)
        defer { try? FileManager.default.removeItem(at: output) }
        let handle = try FileHandle(forWritingTo: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["--kubeconfig", kubeconfig, "--cache-dir", kubeconfig + ".cache"] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        let status = try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return (String(decoding: try Data(contentsOf: output), as: UTF8.self), status)
    }
}

@Suite("kubectl", .enabled(if: Kubectl.path != nil), .timeLimit(.minutes(5))) struct KubectlTests {
    /// What is typed after `kubectl create`, where the object is then, and a part of it.
    private static let creations: [(arguments: String, path: String, part: [String], value: JSONValue)] = [
        ("namespace n", "/api/v1/namespaces/n", ["status", "phase"], "Active"),
        ("secret generic s --from-literal=k=v", "/api/v1/namespaces/default/secrets/s", ["data"], ["k": "dg=="]),
        ("configmap c --from-literal=k=v --from-literal=e=", "/api/v1/namespaces/default/configmaps/c", ["data"], ["k": "v", "e": ""]),
        ("serviceaccount a", "/api/v1/namespaces/default/serviceaccounts/a", ["metadata", "name"], "a"),
        (
            "role r --verb=get,list --resource=pods", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles/r", ["rules"],
            [["apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]]]
        ),
        (
            "rolebinding b --role=r --serviceaccount=default:a", "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings/b",
            ["subjects"], [["kind": "ServiceAccount", "name": "a", "namespace": "default"]]
        ),
        (
            "clusterrole r --verb=get --non-resource-url=/x", "/apis/rbac.authorization.k8s.io/v1/clusterroles/r", ["rules"],
            [["nonResourceURLs": ["/x"], "verbs": ["get"]]]
        ),
        (
            "clusterrolebinding b --clusterrole=r --user=u", "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/b", ["subjects"],
            [["apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "u"]]
        ),
        (
            "service clusterip s --tcp=80:8080", "/api/v1/namespaces/default/services/s", ["spec", "ports"],
            [["name": "80-8080", "port": 80, "protocol": "TCP", "targetPort": 8080]]
        ),
        ("deployment d --image=i --replicas=0", "/apis/apps/v1/namespaces/default/deployments/d", ["spec", "replicas"], 0),
        ("job j --image=i -- true", "/apis/batch/v1/namespaces/default/jobs/j", ["spec", "backoffLimit"], 6),
        ("cronjob cj --image=i --schedule=@daily", "/apis/batch/v1/namespaces/default/cronjobs/cj", ["spec", "schedule"], "@daily"),
        (
            "poddisruptionbudget p --selector=a=b --min-available=50%", "/apis/policy/v1/namespaces/default/poddisruptionbudgets/p",
            ["spec"], ["minAvailable": "50%", "selector": ["matchLabels": ["a": "b"]]]
        ),
        ("quota q --hard=cpu=1500m,pods=2", "/api/v1/namespaces/default/resourcequotas/q", ["spec", "hard"], ["cpu": "1500m", "pods": "2"]),
        ("priorityclass pc --value=-5", "/apis/scheduling.k8s.io/v1/priorityclasses/pc", ["value"], -5),
        (
            "ingress i --rule=example.com/=s:80", "/apis/networking.k8s.io/v1/namespaces/default/ingresses/i", ["spec", "rules"],
            [
                [
                    "host": "example.com",
                    "http": ["paths": [["path": "/", "pathType": "Exact", "backend": ["service": ["name": "s", "port": ["number": 80]]]]]],
                ]
            ]
        ),
    ]

    @Test("creates what its clients have types for, asks and deletes, in whichever encoding its version sends")
    func creates() async throws {
        try await RunningServer.with { server in
            let kubectl = try Kubectl(server)
            let connection = try await TestConnection(server)
            for creation in Self.creations {
                let words = creation.arguments.split(separator: " ").map(String.init)
                let result = try await kubectl.run(["create"] + words)
                #expect(result.status == 0, "\(creation.arguments): \(result.output)")
                let object = try await connection.request(.GET, creation.path)
                #expect(object.status == 200)
                #expect(object.json[path: creation.part] == creation.value, "\(creation.arguments): \(object.body)")
            }
            let token = try await kubectl.run(["create", "token", "a", "--duration=20m"])
            #expect(token.status == 0 && token.output.split(separator: ".").count == 3, "\(token.output)")
            let may = try await kubectl.run(["auth", "can-i", "list", "pods", "--as=system:serviceaccount:default:a"])
            #expect(may.output == "yes\n")
            let scaled = try await kubectl.run(["scale", "deployment/d", "--replicas=2"])
            #expect(scaled.status == 0, "\(scaled.output)")
            let deleted = try await kubectl.run(["delete", "deployment/d", "secret/s", "--wait=false"])
            #expect(deleted.status == 0, "\(deleted.output)")
            #expect(try await connection.request(.GET, "/api/v1/namespaces/default/secrets/s").status == 404)
            await connection.close()
        }
    }

    @Test("creates what is in a List, and refuses an unknown field of it") func list() async throws {
        try await RunningServer.with { server in
            let kubectl = try Kubectl(server)
            func create(_ configMap: JSONValue) async throws -> (output: String, status: Int32) {
                let file = server.directory.appendingPathComponent("list.json")
                var item = configMap
                item["apiVersion"] = "v1"
                item["kind"] = "ConfigMap"
                let list: JSONValue = ["apiVersion": "v1", "kind": "List", "items": [item]]
                try Data(list.utf8).write(to: file)
                return try await kubectl.run(["create", "--filename", file.path])
            }
            let good = try await create(["metadata": ["name": "a"], "data": ["k": "v"]])
            #expect(good.status == 0, "\(good.output)")
            let bad = try await create(["metadata": ["name": "b"], "date": ["k": "v"]])
            #expect(bad.status == 1 && bad.output.contains(#"unknown field "date""#), "\(bad.output)")
        }
    }
}
