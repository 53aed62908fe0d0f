import KubernetesModel

/// An EndpointSlice as hand-made Endpoints lead to it: one for each set of ports and kind of address.
struct MirroredSlice {
    var addressType: String
    var ports: [EndpointSlicePort]
    var endpoints: [KubernetesModel.Endpoint] = []

    /// The slices of some Endpoints.
    static func all(of endpoints: Endpoints) -> [MirroredSlice] {
        var slices: [MirroredSlice] = []
        for subset in endpoints.subsets ?? [] {
            let ports = (subset.ports ?? []).map {
                EndpointSlicePort(appProtocol: $0.appProtocol, name: $0.name ?? "", port: $0.port, protocol: $0.protocol ?? "TCP")
            }
            let ready = (subset.addresses ?? []).map { endpoint($0, isReady: true) }
            for endpoint in ready + (subset.notReadyAddresses ?? []).map({ endpoint($0, isReady: false) }) {
                let type = endpoint.addresses?.first?.contains(":") == true ? "IPv6" : "IPv4"
                let index = slices.firstIndex { $0.addressType == type && $0.ports == ports } ?? slices.endIndex
                if index == slices.endIndex { slices.append(MirroredSlice(addressType: type, ports: ports)) }
                slices[index].endpoints.append(endpoint)
            }
        }
        return slices
    }

    private static func endpoint(_ address: EndpointAddress, isReady: Bool) -> KubernetesModel.Endpoint {
        KubernetesModel.Endpoint(
            addresses: [address.ip ?? ""], conditions: EndpointConditions(ready: isReady), hostname: address.hostname, nodeName: address.nodeName,
            targetRef: address.targetRef)
    }

    // MARK: Metadata

    static let manager = "endpointslicemirroring-controller.k8s.io"

    static func labels(of endpoints: Endpoints) -> [String: String] {
        var labels = endpoints.metadata.labels ?? [:]
        labels["endpointslice.kubernetes.io/managed-by"] = manager
        labels["kubernetes.io/service-name"] = endpoints.metadata.name
        return labels
    }

    /// Annotations are mirrored too, but for those that are about the Endpoints object itself.
    static func annotations(of endpoints: Endpoints) -> [String: String]? {
        let own: Set = [TriggerTimes.annotation, "kubectl.kubernetes.io/last-applied-configuration"]
        let annotations = (endpoints.metadata.annotations ?? [:]).filter { !own.contains($0.key) }
        return annotations.isEmpty ? nil : annotations
    }

    /// What Patroni renews every few seconds. Kubernetes writes a slice each time; nobody reads it there, so here it goes along with other changes only.
    private static let heartbeats: Set = ["renewTime", "optime", "slots", "retain_slots"]

    /// Whether annotations differ by more than heartbeats.
    static func differ(_ one: [String: String]?, _ other: [String: String]?) -> Bool {
        func lasting(_ annotations: [String: String]?) -> [String: String] { (annotations ?? [:]).filter { !heartbeats.contains($0.key) } }
        return lasting(one) != lasting(other)
    }
}
