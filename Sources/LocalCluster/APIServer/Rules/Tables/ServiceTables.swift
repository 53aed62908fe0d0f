import KubernetesModel

/// Services and what they lead to as `kubectl get` prints them.
enum ServiceTables {
    static let service: [TableColumn] = [
        .name, .path("Type", ["spec", "type"]),
        .text("Cluster-IP") { service in
            let address = service[path: "spec", "clusterIPs"]?[0]?.string ?? service[path: "spec", "clusterIP"]?.string ?? ""
            return address.isEmpty ? "<none>" : address
        },
        .text("External-IP", externalAddress), .text("Port(s)", ports), .age,
        .text("Selector", priority: 1) { BuiltInTables.map($0[path: "spec", "selector"]) },
    ]

    private static func externalAddress(_ service: JSONValue) -> String {
        let spec = service["spec"] ?? .emptyObject
        let given = spec.list("externalIPs").compactMap(\.string)
        switch spec.text("type") {
        case "LoadBalancer":
            let ingress = (service[path: "status", "loadBalancer", "ingress"]?.array ?? []).map {
                $0.text("ip").isEmpty ? $0.text("hostname") : $0.text("ip")
            }
            return ingress.isEmpty && given.isEmpty ? "<pending>" : (ingress + given).joined(separator: ",")
        case "ExternalName": return spec.text("externalName")
        default: return BuiltInTables.joined(given)
        }
    }

    private static func ports(_ service: JSONValue) -> String {
        BuiltInTables.joined(
            (service[path: "spec", "ports"]?.array ?? []).map { port in
                let node = port["nodePort"]?.integer ?? 0
                return "\(port["port"]?.integer ?? 0)\(node > 0 ? ":\(node)" : "")/\(port.text("protocol"))"
            })
    }

    static let endpoints: [TableColumn] = [
        .name,
        .text("Endpoints") { object in
            var texts: [String] = []
            for subset in object.list("subsets") {
                let ports = subset.list("ports")
                for address in subset.list("addresses") {
                    if ports.isEmpty { texts.append(address.text("ip")) }
                    texts += ports.map { "\(address.text("ip")):\($0["port"]?.integer ?? 0)" }
                }
            }
            return shortened(texts)
        }, .age,
    ]

    /// The first three, and how many more there are.
    private static func shortened(_ texts: [String]) -> String {
        texts.count > 3 ? texts.prefix(3).joined(separator: ",") + " + \(texts.count - 3) more..." : BuiltInTables.joined(texts)
    }

    static let endpointSlice: [TableColumn] = [
        .name, .path("AddressType", ["addressType"]),
        .text("Ports") { slice in
            guard slice.has("ports") else { return "<unset>" }
            return shortened(slice.list("ports").map { port in port["port"]?.integer.map(String.init) ?? "*" })
        },
        .text("Endpoints") { slice in
            let addresses = slice.list("endpoints").flatMap { $0.list("addresses").compactMap(\.string) }
            return addresses.isEmpty ? "<unset>" : shortened(addresses)
        }, .age,
    ]

    static let ingress: [TableColumn] = [
        .name, .path("Class", ["spec", "ingressClassName"], none: "<none>"),
        .text("Hosts") { ingress in
            let hosts = (ingress[path: "spec", "rules"]?.array ?? []).map { $0.text("host").isEmpty ? "*" : $0.text("host") }
            return hosts.isEmpty ? "*" : shortened(hosts)
        },
        .text("Address") { ingress in
            (ingress[path: "status", "loadBalancer", "ingress"]?.array ?? []).map { $0.text("ip").isEmpty ? $0.text("hostname") : $0.text("ip") }
                .joined(separator: ",")
        },
        .text("Ports") { ($0[path: "spec", "tls"]?.array ?? []).isEmpty ? "80" : "80, 443" }, .age,
    ]
}
