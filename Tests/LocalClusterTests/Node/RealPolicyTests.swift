import KubernetesClient
import KubernetesModel
import Testing

@testable import LocalNode

@Suite(.enabled(if: NodeFixture.canRun), .serialized)
struct RealPolicyTests {
    private func policy(_ name: String, _ spec: JSONValue) -> NetworkPolicy {
        NetworkPolicy(json: [
            "apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": ["name": .string(name), "namespace": "default"], "spec": spec,
        ])
    }

    @Test func `policies hold between pods, and leave probes, names and answers alone`() async throws {
        try await NodeFixture.with(number: 16) { fixture in
            try await fixture.running { node in
                let script = "mkdir -p /tmp/w; echo here > /tmp/w/name; httpd -p 8080 -h /tmp/w; httpd -p 9090 -h /tmp/w; exec sleep 1000"
                let container = shell(
                    script, name: "main",
                    [
                        "ports": [["name": "http", "containerPort": 8080]],
                        "readinessProbe": ["httpGet": ["path": "/name", "port": 8080], "periodSeconds": 1, "failureThreshold": 1],
                    ])
                let keys = ["server", "friend", "stranger"].map { name in
                    fixture.create(name, ["containers": [container]], labels: ["app": name])
                }
                let addresses = try await keys.asyncMap { try #require(try await fixture.wait(for: $0, "ready") { $0.isReady }.podIP) }
                let address = fixture.configuration.network.serviceRange[100].description
                fixture.api.put(
                    Service(json: [
                        "apiVersion": "v1", "kind": "Service", "metadata": ["name": "server", "namespace": "default"],
                        "spec": ["clusterIP": .string(address), "ports": [["name": "http", "port": 80, "protocol": "TCP"]]],
                    ]))
                fixture.api.put(
                    EndpointSlice(json: [
                        "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
                        "metadata": ["name": "server-1", "namespace": "default", "labels": ["kubernetes.io/service-name": "server"]],
                        "endpoints": [["addresses": [.string(addresses[0])], "conditions": ["ready": true]]],
                        "ports": [["name": "http", "port": 8080, "protocol": "TCP"]],
                    ]))
                @Sendable func reaches(_ from: Int, _ url: String) async throws -> Bool {
                    let pod = try #require(fixture.api.object(Pod.resourceType, keys[from]))
                    let conversation = Conversation()
                    let command = ["timeout", "2", "wget", "-q", "-O", "-", "http://\(url)/name"]
                    _ = try await node.streams.exec(
                        pod: pod, NodeExecRequest(container: "main", command: command), session: conversation.session)
                    return conversation.output == "here\n"
                }
                @Sendable func expect(_ what: String, _ wanted: [(from: Int, url: String, reaches: Bool)]) async throws {
                    for one in wanted {
                        try await fixture.wait("\(what): \(one)", within: .seconds(30)) { try await reaches(one.from, one.url) == one.reaches }
                    }
                }
                try await expect(
                    "without policies everybody is let in", [(1, "\(addresses[0]):8080", true), (2, "server.default.svc.cluster.local", true)])

                fixture.api.put(
                    self.policy(
                        "server",
                        [
                            "podSelector": ["matchLabels": ["app": "server"]], "policyTypes": ["Ingress"],
                            "ingress": [["from": [["podSelector": ["matchLabels": ["app": "friend"]]]], "ports": [["port": "http"]]]],
                        ]))
                try await expect(
                    "the friend is let in by address and by Service to the one port, the stranger and other ports are not",
                    [
                        (2, "\(addresses[0]):8080", false), (2, "server", false), (1, "\(addresses[0]):9090", false),
                        (1, "\(addresses[0]):8080", true), (1, "server", true), (0, "\(addresses[2]):8080", true), (0, "server.default", true),
                    ])
                // A pod that gets the label is let in at once.
                _ = try await fixture.api.patch(Pod.resourceType, keys[2], ["metadata": ["labels": ["app": "friend"]]])
                try await expect("the label lets in", [(2, "\(addresses[0]):8080", true)])

                fixture.api.put(self.policy("friends", ["podSelector": ["matchLabels": ["app": "friend"]], "policyTypes": ["Egress"]]))
                try await expect("nothing goes out", [(1, "\(addresses[0]):8080", false), (2, "server", false), (0, "\(addresses[1]):8080", true)])
                let names = Conversation()
                let pod = try #require(fixture.api.object(Pod.resourceType, keys[1]))
                _ = try await node.streams.exec(
                    pod: pod, NodeExecRequest(container: "main", command: ["nslookup", "server.default.svc.cluster.local"]), session: names.session)
                #expect(names.output.contains(address), "\(names.output)\(names.error)")
                // The probes of a second each went on all the time.
                for key in keys { #expect(fixture.status(key).isReady) }

                for name in ["server", "friends"] {
                    _ = try await fixture.api.delete(NetworkPolicy.resourceType, ObjectKey(namespace: "default", name: name))
                }
                try await expect("without policies everybody is let in again", [(1, "\(addresses[0]):9090", true), (2, "server", true)])
            }
        }
    }
}
