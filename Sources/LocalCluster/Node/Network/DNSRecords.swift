import KubernetesModel

/// The names that a cluster's DNS knows, as lines of a hosts file.
///
/// - Source: Kubernetes documentation, "DNS for Services and Pods".
struct DNSRecords {
    let domain: String
    let services: [Service]
    let slices: [EndpointSlice]

    var hosts: String {
        var records: Set<Record> = []
        let byService = Dictionary(grouping: slices) { slice in
            ObjectKey(namespace: slice.metadata.namespace, name: slice.metadata.labels?["kubernetes.io/service-name"] ?? "")
        }
        for service in services {
            guard let spec = service.spec, spec.type != "ExternalName" else { continue }
            let name = "\(service.metadata.name ?? "").\(service.metadata.namespace ?? "default").svc.\(domain)"
            if let address = spec.clusterIP, address != "None", !address.isEmpty {
                records.insert(Record(address: address, name: name))
                continue
            }
            for slice in byService[service.key] ?? [] {
                for endpoint in slice.endpoints ?? [] where endpoint.conditions?.ready ?? true || spec.publishNotReadyAddresses == true {
                    for address in endpoint.addresses ?? [] {
                        // The name of the pod first: it is what a reverse lookup gives.
                        let host = endpoint.hostname ?? address.replacing(".", with: "-")
                        records.insert(Record(address: address, name: "\(host).\(name)"))
                        records.insert(Record(address: address, name: name))
                    }
                }
            }
        }
        return records.sorted().map { "\($0.address) \($0.name)\n" }.joined()
    }

    private struct Record: Hashable, Comparable {
        let address: String
        let name: String
        private var order: (String, Int, String) { (address, -name.split(separator: ".").count, name) }
        static func < (one: Self, other: Self) -> Bool { one.order < other.order }
    }
}
