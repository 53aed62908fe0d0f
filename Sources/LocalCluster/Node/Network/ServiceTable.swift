import KubernetesModel

/// A port of a Service and where it leads.
struct ServiceRoute: Sendable, Hashable {
    /// `tcp` or `udp`.
    var transport: String
    /// Addresses at which the Service is reached.
    var addresses: [String]
    var port: Int
    var nodePort: Int?
    /// `address . port` of each endpoint that serves.
    var targets: [Target]
    /// Whether a client keeps its endpoint.
    var keepsClient: Bool

    struct Target: Sendable, Hashable, Comparable {
        var address: String
        var port: Int
        static func < (one: Self, other: Self) -> Bool { (one.address, one.port) < (other.address, other.port) }
    }
}

extension ServiceRoute {
    /// The routes of all Services, from their EndpointSlices.
    static func all(services: [Service], slices: [EndpointSlice]) -> [ServiceRoute] {
        let byService = Dictionary(grouping: slices) { slice in
            ObjectKey(namespace: slice.metadata.namespace, name: slice.metadata.labels?["kubernetes.io/service-name"] ?? "")
        }
        return services.sorted { $0.key < $1.key }.flatMap { service -> [ServiceRoute] in
            guard let spec = service.spec, spec.type != "ExternalName" else { return [] }
            let clusterAddresses = (spec.clusterIPs ?? [spec.clusterIP].compactMap { $0 }).filter { IPv4Address($0) != nil }
            guard !clusterAddresses.isEmpty else { return [] }
            let balancers = service.status?.loadBalancer?.ingress?.compactMap(\.ip) ?? []
            let addresses = (clusterAddresses + (spec.externalIPs ?? []) + balancers).filter { IPv4Address($0) != nil }
            let own = byService[service.key] ?? []
            return (spec.ports ?? []).compactMap { port in
                let transport = (port.protocol ?? "TCP").lowercased()
                guard let number = port.port, transport == "tcp" || transport == "udp" else { return nil }
                return ServiceRoute(
                    transport: transport, addresses: addresses, port: number, nodePort: port.nodePort.flatMap { $0 > 0 ? $0 : nil },
                    targets: targets(of: port, in: own), keepsClient: spec.sessionAffinity == "ClientIP")
            }
        }
    }

    /// Endpoints that are ready; if none is, those that still serve while they end.
    private static func targets(of port: ServicePort, in slices: [EndpointSlice]) -> [Target] {
        var ready: Set<Target> = []
        var ending: Set<Target> = []
        for slice in slices where slice.addressType ?? "IPv4" == "IPv4" {
            let transport = port.protocol ?? "TCP"
            guard let match = slice.ports?.first(where: { ($0.name ?? "") == (port.name ?? "") && ($0.protocol ?? "TCP") == transport }),
                let number = match.port
            else { continue }
            for endpoint in slice.endpoints ?? [] {
                guard let address = endpoint.addresses?.first, IPv4Address(address) != nil else { continue }
                let target = Target(address: address, port: number)
                if endpoint.conditions?.ready ?? true {
                    ready.insert(target)
                } else if endpoint.conditions?.serving == true, endpoint.conditions?.terminating == true {
                    ending.insert(target)
                }
            }
        }
        return (ready.isEmpty ? ending : ready).sorted()
    }
}

/// The packet filter's table of one cluster, as a text for `nft`.
///
/// Everything is in one table of our own, which is replaced as a whole in one transaction; connections that exist are not touched.
struct ServiceTable {
    let network: NetworkConfiguration
    let routes: [ServiceRoute]
    /// Addresses of pods here, for connections that a pod makes to itself through a Service.
    let podAddresses: [String]
    /// Pods that NetworkPolicies isolate.
    var isolated: [IsolatedPods] = []

    var text: String {
        let name = network.table
        var lines = ["table ip \(name) {}", "delete table ip \(name)", "table ip \(name) {"]
        var destinations: [String] = []
        var nodePorts: [String] = []
        var refused: [String] = []
        var refusedNodePorts: [String] = []
        for (number, route) in routes.enumerated() {
            let chain = "service-\(number)"
            for address in Set(route.addresses).sorted() {
                let key = "\(address) . \(route.transport) . \(route.port)"
                if route.targets.isEmpty { refused.append(key) } else { destinations.append("\(key) : goto \(chain)") }
            }
            if let port = route.nodePort {
                let key = "\(route.transport) . \(port)"
                if route.targets.isEmpty { refusedNodePorts.append(key) } else { nodePorts.append("\(key) : goto \(chain)") }
            }
            if !route.targets.isEmpty { lines += ["  chain \(chain) {", "    \(translation(route))", "  }"] }
        }
        lines += set("map services", type: "ipv4_addr . inet_proto . inet_service : verdict", destinations)
        lines += set("map node-ports", type: "inet_proto . inet_service : verdict", nodePorts)
        lines += set("set refused", type: "ipv4_addr . inet_proto . inet_service", refused)
        lines += set("set refused-node-ports", type: "inet_proto . inet_service", refusedNodePorts)
        lines += set("set themselves", type: "ipv4_addr . ipv4_addr", Set(podAddresses).sorted().map { "\($0) . \($0)" })
        lines += chains
        lines += PolicyChains(groups: isolated).lines
        lines.append("}")
        return lines.joined(separator: "\n") + "\n"
    }

    private func set(_ name: String, type: String, _ elements: [String]) -> [String] {
        var lines = ["  \(name) {", "    type \(type)"]
        if !elements.isEmpty { lines.append("    elements = { \(elements.joined(separator: ", ")) }") }
        return lines + ["  }"]
    }

    private func translation(_ route: ServiceRoute) -> String {
        if route.targets.count == 1 { return "meta l4proto \(route.transport) dnat to \(route.targets[0].address):\(route.targets[0].port)" }
        let choice = route.keepsClient ? "jhash ip saddr mod \(route.targets.count)" : "numgen random mod \(route.targets.count)"
        let targets = route.targets.enumerated().map { "\($0) : \($1.address) . \($1.port)" }.joined(separator: ", ")
        return "meta l4proto \(route.transport) dnat ip to \(choice) map { \(targets) }"
    }

    private var chains: [String] {
        let pods = "\"\(network.devicePrefix)*\""
        let lookup = [
            "    ip daddr . meta l4proto . th dport vmap @services",
            "    fib daddr type local meta l4proto . th dport vmap @node-ports",
        ]
        var lines = ["  chain prerouting {", "    type nat hook prerouting priority dstnat; policy accept;"] + lookup + ["  }"]
        lines += ["  chain output {", "    type nat hook output priority -100; policy accept;"] + lookup + ["  }"]
        lines += [
            "  chain postrouting {",
            "    type nat hook postrouting priority srcnat; policy accept;",
            // A pod would drop a packet from its own address, and so would this machine's loopback.
            "    ip saddr . ip daddr @themselves masquerade",
            "    ip saddr 127.0.0.0/8 oifname \(pods) masquerade",
        ]
        if network.allowsOutside { lines.append("    ip saddr \(network.podRange) oifname != \(pods) oifname != \"lo\" masquerade") }
        lines += ["  }"]
        let refusal = [
            "    ip daddr . meta l4proto . th dport @refused meta l4proto tcp reject with tcp reset",
            "    ip daddr . meta l4proto . th dport @refused reject with icmp type port-unreachable",
        ]
        // Pods reach this machine's loopback through Services only: the kernel would let them in, since node ports need route_localnet.
        lines += [
            "  chain loopback-guard {", "    type filter hook prerouting priority raw; policy accept;",
            "    iifname \(pods) ip daddr 127.0.0.0/8 drop", "  }",
        ]
        lines += ["  chain forward {", "    type filter hook forward priority filter; policy accept;"] + refusal
        lines += ["    ip daddr \(network.serviceRange) iifname \(pods) reject with icmp type host-unreachable"]
        if network.allowsOutside {
            lines.append("    iifname != \(pods) oifname \(pods) ct state new drop")
        } else {
            lines.append("    iifname \(pods) oifname != \(pods) reject with icmp type admin-prohibited")
            lines.append("    iifname != \(pods) oifname \(pods) drop")
        }
        lines += ["  }"]
        lines += [
            "  chain local-output {", "    type filter hook output priority filter; policy accept;",
        ]
        lines += refusal
        lines += [
            "    fib daddr type local meta l4proto . th dport @refused-node-ports meta l4proto tcp reject with tcp reset",
            "    ip daddr \(network.nameServer) accept",
            "    ip daddr \(network.serviceRange) reject with icmp type host-unreachable", "  }",
        ]
        return lines
    }
}
