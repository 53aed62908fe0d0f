import Foundation
import KubernetesModel
import NIOCore
import Testing

@testable import LocalNode

@Suite(.enabled(if: NodeFixture.canRun), .serialized)
struct RealNetworkTests {
    /// A pod that answers HTTP on port 8080 with its name.
    private func server(_ name: String) -> JSONValue {
        [
            "hostname": .string(name), "subdomain": "web",
            "containers": [
                shell(
                    "mkdir -p /www; hostname > /www/name; exec httpd -f -p 8080 -h /www",
                    ["readinessProbe": ["httpGet": ["path": "/name", "port": 8080], "periodSeconds": 1]])
            ],
        ]
    }

    private func service(_ name: String, ip: String, _ more: JSONValue = .emptyObject) -> Service {
        var spec: JSONValue = ["clusterIP": .string(ip), "ports": [["name": "http", "port": 80, "targetPort": 8080, "protocol": "TCP"]]]
        for (key, value) in more.object ?? [:] { spec[key] = value }
        return Service(json: [
            "apiVersion": "v1", "kind": "Service", "metadata": ["name": .string(name), "namespace": "default", "uid": .string(name)], "spec": spec,
        ])
    }

    private func slice(_ service: String, _ addresses: [(address: String, hostname: String, isReady: Bool)]) -> EndpointSlice {
        EndpointSlice(json: [
            "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "addressType": "IPv4",
            "metadata": [
                "name": .string("\(service)-1"), "namespace": "default", "labels": ["kubernetes.io/service-name": .string(service)],
            ],
            "endpoints": .array(
                addresses.map {
                    ["addresses": [.string($0.address)], "hostname": .string($0.hostname), "conditions": ["ready": .bool($0.isReady)]]
                }),
            "ports": [["name": "http", "port": 8080, "protocol": "TCP"]],
        ])
    }

    @Test func `Services lead to their endpoints from pods and from the machine, by address, name and port of the node`() async throws {
        try await NodeFixture.with(number: 15) { fixture in
            try await fixture.running { node in
                let keys = ["web-0", "web-1"].map { fixture.create($0, self.server($0)) }
                let addresses = try await keys.asyncMap { try #require(try await fixture.wait(for: $0, "ready") { $0.isReady }.podIP) }
                let range = fixture.configuration.network.serviceRange
                let cluster = range[100].description
                fixture.api.put(self.service("web", ip: "None"))
                fixture.api.put(self.slice("web", [(addresses[0], "web-0", true), (addresses[1], "web-1", true)]))
                fixture.api.put(
                    self.service(
                        "all", ip: cluster, ["type": "NodePort", "ports": [["name": "http", "port": 80, "nodePort": 30915, "protocol": "TCP"]]]))
                fixture.api.put(self.slice("all", [(addresses[0], "web-0", true), (addresses[1], "web-1", true)]))
                fixture.api.put(self.service("one", ip: range[101].description))
                fixture.api.put(self.slice("one", [(addresses[0], "web-0", true)]))
                fixture.api.put(self.service("none", ip: range[102].description))
                fixture.api.put(self.slice("none", [(addresses[0], "web-0", false)]))

                let pod = try #require(fixture.api.object(Pod.resourceType, keys[0]))
                @Sendable func inPod(_ script: String) async throws -> (status: Int32, text: String) {
                    let conversation = Conversation()
                    let status = try await node.streams.exec(
                        pod: pod, NodeExecRequest(container: "main", command: ["sh", "-c", script]), session: conversation.session)
                    return (status, conversation.output + conversation.error)
                }
                func onMachine(_ url: String) async throws -> String {
                    try await Command.run([try #require(NodeFixture.busybox), "timeout", "3", "wget", "-q", "-O", "-", url]).outputText
                }
                try await fixture.wait("an answer by name") {
                    try await inPod("wget -q -O - http://one.default.svc.cluster.local/name").text == "web-0\n"
                } describe: {
                    ""
                }
                // A pod reaches itself through a Service.
                #expect(try await inPod("timeout 3 wget -q -O - http://one/name").text == "web-0\n")
                var seen: Set<String> = []
                for _ in 0..<24 { seen.insert(try await inPod("timeout 3 wget -q -O - http://all/name").text) }
                #expect(seen == ["web-0\n", "web-1\n"])
                #expect(try await inPod("timeout 3 wget -q -O - http://web-1.web:8080/name").text == "web-1\n")
                #expect(try await onMachine("http://\(addresses[1]):8080/name") == "web-1\n")
                #expect(try await onMachine("http://\(range[101])/name") == "web-0\n")
                #expect(try await onMachine("http://127.0.0.1:30915/name").hasPrefix("web-"))
                #expect(try await onMachine("http://\(fixture.configuration.network.hostAddress):30915/name").hasPrefix("web-"))
                // Without an endpoint a Service refuses; what does not exist is unknown at once.
                let start = ContinuousClock.now
                let refused = try await inPod("timeout 3 wget -q -O - http://none/name")
                #expect(refused.status != 0 && refused.text.contains("refused"), "\(refused)")
                #expect(try await inPod("nslookup nothing.default.svc.cluster.local").text.contains("NXDOMAIN"))
                #expect(try await inPod("nslookup example.com").text.contains("NXDOMAIN"))
                #expect(ContinuousClock.now - start < .seconds(3))
                // Pods see each other's own addresses, and nothing outside.
                #expect(try await inPod("timeout 3 wget -q -O - http://\(addresses[1]):8080/name").text == "web-1\n")
                #expect(try await inPod("timeout 3 wget -q -O - http://192.0.2.1/").status != 0)
                // One endpoint goes: nothing leads there any more.
                fixture.api.put(self.slice("all", [(addresses[1], "web-1", true)]))
                try await fixture.wait("one endpoint", within: .seconds(2)) {
                    for _ in 0..<8 where try await inPod("timeout 3 wget -q -O - http://all/name").text != "web-1\n" { return false }
                    return true
                }
            }
        }
    }
}

extension Array {
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}
