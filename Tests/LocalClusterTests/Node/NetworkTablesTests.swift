import KubernetesModel
import Testing

@testable import LocalNode

struct NetworkTablesTests {
    private func network() throws -> NetworkConfiguration {
        NetworkConfiguration(
            instance: "x", podRange: try #require(AddressRange("10.244.0.0/16")), serviceRange: try #require(AddressRange("10.96.0.0/16")))
    }

    @Test(arguments: ["10.244.0.0/16", "192.168.4.0/22", "10.0.0.0/8", "10.1.2.4/30"])
    func `ranges are read and written`(_ text: String) throws {
        #expect(try #require(AddressRange(text)).description == text)
    }

    @Test(arguments: ["", "10.0.0.0", "10.0.0.1/16", "10.0.0/16", "10.0.0.0/31", "10.0.0.256/8", "a.b.c.d/8", "10.0.0.0/x", "-1.0.0.0/8"])
    func `what is no range is refused`(_ text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test func `a released address is given again only after all others`() throws {
        var pool = AddressPool(range: try #require(AddressRange("10.0.0.0/29")), reserved: 2)
        #expect((0..<5).compactMap { _ in pool.take()?.description } == ["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"])
        #expect(pool.take() == nil)
        for text in ["10.0.0.5", "10.0.0.3"] { pool.release(try #require(IPv4Address(text))) }
        #expect(pool.take()?.description == "10.0.0.3")
        #expect(pool.take()?.description == "10.0.0.5")
        var adopted = AddressPool(range: try #require(AddressRange("10.0.0.0/29")), reserved: 2)
        adopted.reserve(try #require(IPv4Address("10.0.0.3")))
        #expect(adopted.take()?.description == "10.0.0.4")
    }

    @Test(arguments: [
        ("10.244.0.0/16", nil), ("10.99.0.0/16", "10.99.0.0/16 (other)"), ("10.0.0.0/8", "10.99.0.0/16 (other)"),
        ("10.99.4.0/24", "10.99.0.0/16 (other)"),
        ("192.168.1.0/24", "192.168.1.7 (eth1)"), ("10.50.0.0/16", nil),
    ])
    func `a range that the machine uses for something else is refused`(_ range: String, _ other: String?) throws {
        let routes = MachineRoutes(
            text: """
                default via 192.0.2.1 dev eth0
                10.99.0.0/16 dev other proto kernel scope link src 10.99.0.1
                10.50.0.64 dev egx123 scope link src 10.50.0.1
                local 192.168.1.7 dev eth1 table local proto kernel scope host src 192.168.1.7
                """)
        let range = try #require(AddressRange(range))
        var found: String?
        do { try routes.check(range) { $0.hasPrefix("egx") } } catch { found = error.other }
        #expect(found == other)
    }

    private let service = Service(json: [
        "metadata": ["name": "db", "namespace": "ns"],
        "spec": [
            "clusterIP": "10.96.0.20", "clusterIPs": ["10.96.0.20"],
            "ports": [["name": "pg", "port": 5432, "targetPort": "postgres", "nodePort": 30001], ["name": "u", "port": 53, "protocol": "UDP"]],
        ],
    ])

    private func slice(_ endpoints: JSONValue) -> EndpointSlice {
        EndpointSlice(json: [
            "metadata": ["name": "db-1", "namespace": "ns", "labels": ["kubernetes.io/service-name": "db"]], "addressType": "IPv4",
            "ports": [["name": "pg", "port": 5433, "protocol": "TCP"]], "endpoints": endpoints,
        ])
    }

    @Test func `a route leads to ready endpoints, else to those that still serve while they end`() {
        let ready: JSONValue = ["addresses": ["10.244.0.70"], "conditions": ["ready": true]]
        let unready: JSONValue = ["addresses": ["10.244.0.71"], "conditions": ["ready": false, "serving": false]]
        let ending: JSONValue = ["addresses": ["10.244.0.72"], "conditions": ["ready": false, "serving": true, "terminating": true]]
        func targets(_ endpoints: JSONValue) -> [[String]] {
            ServiceRoute.all(services: [service], slices: [slice(endpoints)]).map { $0.targets.map { "\($0.address):\($0.port)" } }
        }
        #expect(targets([ready, unready, ending]) == [["10.244.0.70:5433"], []])
        #expect(targets([unready, ending]) == [["10.244.0.72:5433"], []])
        #expect(targets([unready]) == [[], []])
        #expect(targets([["addresses": ["10.244.0.73"]]]) == [["10.244.0.73:5433"], []])
    }

    @Test func `the table translates what has endpoints and refuses what has none`() throws {
        let routes = ServiceRoute.all(
            services: [service], slices: [slice([["addresses": ["10.244.0.70"]], ["addresses": ["10.244.0.71"]]])])
        let text = ServiceTable(network: try network(), routes: routes, podAddresses: ["10.244.0.70"]).text
        #expect(text.hasPrefix("table ip egret_x {}\ndelete table ip egret_x\ntable ip egret_x {\n"))
        #expect(text.contains("meta l4proto tcp dnat ip to numgen random mod 2 map { 0 : 10.244.0.70 . 5433, 1 : 10.244.0.71 . 5433 }"))
        #expect(text.contains("elements = { 10.96.0.20 . tcp . 5432 : goto service-0 }"))
        #expect(text.contains("elements = { tcp . 30001 : goto service-0 }"))
        #expect(text.contains("elements = { 10.96.0.20 . udp . 53 }"))
        #expect(text.contains("elements = { 10.244.0.70 . 10.244.0.70 }"))
    }

    @Test func `names of Services, of endpoints and of pods behind headless Services`() {
        let headless = Service(json: ["metadata": ["name": "pods", "namespace": "ns"], "spec": ["clusterIP": "None"]])
        let outside = Service(json: [
            "metadata": ["name": "ext", "namespace": "ns"], "spec": ["type": "ExternalName", "externalName": "example.com"],
        ])
        let slice = EndpointSlice(json: [
            "metadata": ["name": "pods-1", "namespace": "ns", "labels": ["kubernetes.io/service-name": "pods"]], "addressType": "IPv4",
            "endpoints": [
                ["addresses": ["10.244.0.70"], "hostname": "db-0", "conditions": ["ready": true]],
                ["addresses": ["10.244.0.71"], "conditions": ["ready": true]],
                ["addresses": ["10.244.0.72"], "hostname": "db-2", "conditions": ["ready": false]],
            ],
        ])
        let hosts = DNSRecords(domain: "cluster.local", services: [service, headless, outside], slices: [slice]).hosts
        #expect(
            hosts == """
                10.244.0.70 db-0.pods.ns.svc.cluster.local
                10.244.0.70 pods.ns.svc.cluster.local
                10.244.0.71 10-244-0-71.pods.ns.svc.cluster.local
                10.244.0.71 pods.ns.svc.cluster.local
                10.96.0.20 db.ns.svc.cluster.local

                """)
        var published = headless
        published.spec?.publishNotReadyAddresses = true
        #expect(DNSRecords(domain: "d", services: [published], slices: [slice]).hosts.contains("10.244.0.72 db-2.pods.ns.svc.d\n"))
    }

    @Test func `a pod's resolver and hosts files`() throws {
        let pod = Pod(json: [
            "metadata": ["name": "db-0", "namespace": "ns"],
            "spec": [
                "hostname": "db-0", "subdomain": "pods", "hostAliases": [["ip": "1.2.3.4", "hostnames": ["a", "b"]]],
                "dnsConfig": ["searches": ["extra"], "options": [["name": "ndots", "value": "2"], ["name": "edns0"]]],
            ],
        ])
        let files = ResolverFiles(pod: pod, network: try network(), address: "10.244.0.70", machineResolver: "machine\n")
        #expect(
            files.resolver
                == "search ns.svc.cluster.local svc.cluster.local cluster.local extra\nnameserver 10.96.0.10\noptions ndots:2 edns0\n")
        #expect(files.hosts.contains("10.244.0.70\tdb-0.pods.ns.svc.cluster.local\tdb-0\n"))
        #expect(files.hosts.hasSuffix("1.2.3.4\ta\tb\n"))
        var other = pod
        other.spec?.dnsPolicy = "Default"
        #expect(ResolverFiles(pod: other, network: try network(), address: nil, machineResolver: "machine\n").resolver == "machine\n")
    }
}
