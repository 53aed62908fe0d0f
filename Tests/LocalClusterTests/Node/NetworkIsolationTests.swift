import KubernetesModel
import Testing

@testable import LocalNode

@Suite("Network policies, by address") struct NetworkIsolationTests {
    private static func pod(
        _ name: String, _ address: String, _ labels: [String: String], in namespace: String = "default", _ more: JSONValue = .emptyObject
    ) -> Pod {
        var pod: JSONValue = [
            "metadata": ["name": .string(name), "namespace": .string(namespace), "labels": .object(labels.mapValues { .string($0) })],
            "spec": [
                "containers": [
                    ["name": "main", "ports": [["name": "http", "containerPort": 8080], ["name": "dns", "containerPort": 53, "protocol": "UDP"]]]
                ]
            ],
            "status": ["podIP": .string(address), "phase": "Running"],
        ]
        for (key, value) in more.object ?? [:] { pod[path: ["spec", key]] = value }
        return Pod(json: pod)
    }

    private static let pods = [
        pod("web-1", "10.1.0.1", ["app": "web"]), pod("web-2", "10.1.0.2", ["app": "web"]), pod("client", "10.1.0.3", ["app": "client"]),
        pod("other", "10.1.0.4", ["app": "client"], in: "other"), pod("machine", "10.1.0.9", ["app": "client"], ["hostNetwork": true]),
    ]
    private static let namespaces = ["default", "other"].map {
        Namespace(json: ["metadata": ["name": .string($0), "labels": ["kubernetes.io/metadata.name": .string($0)]]])
    }

    private static func policy(_ spec: JSONValue, name: String = "p") -> NetworkPolicy {
        NetworkPolicy(json: ["metadata": ["name": .string(name), "namespace": "default"], "spec": spec])
    }

    private static func groups(_ policies: NetworkPolicy..., pods: [Pod] = pods) -> [IsolatedPods] {
        NetworkIsolation(pods: pods, namespaces: namespaces, policies: policies).groups
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let spec: JSONValue
        let groups: [IsolatedPods]
    }

    private static let web = ["10.1.0.1", "10.1.0.2"]
    private static let webOnly: JSONValue = ["matchLabels": ["app": "web"]]
    private static func block(_ text: String) -> AddressBlock { AddressBlock(text)! }

    @Test(arguments: [
        Row(
            testDescription: "without rules nothing comes in, to all pods of the namespace that are not the machine's",
            spec: ["podSelector": [:], "policyTypes": ["Ingress"]],
            groups: [IsolatedPods(direction: .ingress, addresses: web + ["10.1.0.3"], rules: [])]),
        Row(
            testDescription: "a rule without peers and ports lets everything in",
            spec: ["podSelector": webOnly, "ingress": [[:]]],
            groups: [IsolatedPods(direction: .ingress, addresses: web, rules: [TrafficRule()])]),
        Row(
            testDescription: "pods are those of the namespace, and those of others where a selector says so",
            spec: [
                "podSelector": webOnly,
                "ingress": [
                    ["from": [["podSelector": ["matchLabels": ["app": "client"]]]]],
                    ["from": [["namespaceSelector": ["matchLabels": ["kubernetes.io/metadata.name": "other"]]]]],
                    ["from": [["namespaceSelector": [:], "podSelector": ["matchLabels": ["app": "client"]]]]],
                ],
            ],
            groups: [
                IsolatedPods(
                    direction: .ingress, addresses: web,
                    rules: [
                        TrafficRule(peers: .pods(["10.1.0.3"])), TrafficRule(peers: .pods(["10.1.0.4"])),
                        TrafficRule(peers: .pods(["10.1.0.3", "10.1.0.4"])),
                    ])
            ]),
        Row(
            testDescription: "peers that are nobody allow nothing",
            spec: ["podSelector": webOnly, "ingress": [["from": [["podSelector": ["matchLabels": ["app": "nobody"]]]]]]],
            groups: [IsolatedPods(direction: .ingress, addresses: web, rules: [])]),
        Row(
            testDescription: "ports have numbers, ranges, or the names that the destination gives them",
            spec: [
                "podSelector": webOnly,
                "ingress": [["ports": [["port": 5432], ["port": 9000, "endPort": 9010, "protocol": "UDP"], ["port": "http"], ["port": "dns"]]]],
            ],
            groups: [
                IsolatedPods(
                    direction: .ingress, addresses: web,
                    rules: [
                        TrafficRule(transport: "tcp", ports: 5432...5432), TrafficRule(transport: "udp", ports: 9000...9010),
                        TrafficRule(destination: "10.1.0.1", transport: "tcp", ports: 8080...8080),
                        TrafficRule(destination: "10.1.0.2", transport: "tcp", ports: 8080...8080),
                    ])
            ]),
        Row(
            testDescription: "what goes out is isolated where egress is written, and leads to blocks of addresses as well",
            spec: [
                "podSelector": ["matchLabels": ["app": "client"]], "policyTypes": ["Egress"],
                "egress": [
                    ["to": [["ipBlock": ["cidr": "192.0.2.9/24", "except": ["192.0.2.128/25"]]], ["ipBlock": ["cidr": "2001:db8::/32"]]]],
                    ["to": [["podSelector": webOnly]], "ports": [["port": "http"]]],
                ],
            ],
            groups: [
                IsolatedPods(
                    direction: .egress, addresses: ["10.1.0.3"],
                    rules: [
                        TrafficRule(peers: .block(block("192.0.2.0/24"), except: [block("192.0.2.128/25")])),
                        TrafficRule(peers: .pods(web), destination: "10.1.0.1", transport: "tcp", ports: 8080...8080),
                        TrafficRule(peers: .pods(web), destination: "10.1.0.2", transport: "tcp", ports: 8080...8080),
                    ])
            ]),
    ])
    func resolves(_ row: Row) { #expect(Self.groups(Self.policy(row.spec)) == row.groups) }

    @Test("several policies add up, and pods with the same ones are one group")
    func addUp() {
        let groups = Self.groups(
            Self.policy(["podSelector": [:], "ingress": [["ports": [["port": 1]]]]], name: "a"),
            Self.policy(["podSelector": Self.webOnly, "ingress": [["ports": [["port": 2]]], ["ports": [["port": 1]]]]], name: "b"))
        let one = TrafficRule(transport: "tcp", ports: 1...1)
        let two = TrafficRule(transport: "tcp", ports: 2...2)
        #expect(
            groups == [
                IsolatedPods(direction: .ingress, addresses: ["10.1.0.3"], rules: [one]),
                IsolatedPods(direction: .ingress, addresses: Self.web, rules: [one, two]),
            ])
    }

    @Test("pods that have ended, or have no address yet, are nobody")
    func gone() {
        var ended = Self.pod("ended", "10.1.0.1", [:])
        ended.json[path: ["status", "phase"]] = "Succeeded"
        var new = Self.pod("new", "10.1.0.2", [:])
        new.json[path: ["status", "podIP"]] = nil
        #expect(Self.groups(Self.policy(["podSelector": [:]]), pods: [ended, new]).isEmpty)
    }

    @Test(arguments: [("10.1.2.3/8", "10.0.0.0/8"), ("0.0.0.0/0", "0.0.0.0/0"), ("10.1.2.3/32", "10.1.2.3/32")])
    func `a block is read, and its other bits are dropped`(_ text: String, _ block: String) { #expect(AddressBlock(text)?.description == block) }

    @Test(arguments: ["10.0.0.0", "10.0.0.0/33", "::/0", "10.0.0/8", "10.0.0.0/8; drop", ""])
    func `what is no block is none`(_ text: String) { #expect(AddressBlock(text) == nil) }

    @Test func `the chains say what passes, in the words of nft`() {
        let groups = [
            IsolatedPods(
                direction: .ingress, addresses: ["10.1.0.1", "10.1.0.2"],
                rules: [
                    TrafficRule(peers: .pods(["10.1.0.3", "10.1.0.4"]), transport: "tcp", ports: 5432...5432),
                    TrafficRule(peers: .block(Self.block("0.0.0.0/0"), except: [Self.block("10.0.0.0/8")]), transport: "udp", ports: 1...9),
                    TrafficRule(destination: "10.1.0.1", transport: "tcp", ports: 8080...8080),
                ]),
            IsolatedPods(direction: .egress, addresses: ["10.1.0.1"], rules: [TrafficRule()]),
        ]
        #expect(
            PolicyChains(groups: groups).lines.joined(separator: "\n") == """
                  chain ingress-0 {
                    ip saddr { 10.1.0.3, 10.1.0.4 } meta l4proto tcp th dport 5432 return
                    ip saddr != 10.0.0.0/8 meta l4proto udp th dport 1-9 return
                    ip daddr 10.1.0.1 meta l4proto tcp th dport 8080 return
                    drop
                  }
                  chain egress-1 {
                    return
                    drop
                  }
                  map isolated-ingress {
                    type ipv4_addr : verdict
                    elements = { 10.1.0.1 : jump ingress-0, 10.1.0.2 : jump ingress-0 }
                  }
                  map isolated-egress {
                    type ipv4_addr : verdict
                    elements = { 10.1.0.1 : jump egress-1 }
                  }
                  chain policies {
                    type filter hook forward priority filter + 1; policy accept;
                    ct state established,related accept
                    ip saddr . ip daddr @themselves accept
                    ip saddr vmap @isolated-egress
                    ip daddr vmap @isolated-ingress
                  }
                """)
        #expect(PolicyChains(groups: []).lines.isEmpty)
    }
}
