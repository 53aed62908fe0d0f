import KubernetesModel
import Logging

/// Creates what every cluster has: namespaces, roles, priority classes and the `kubernetes` service.
struct Bootstrap: Sendable {
    let services: APIServices
    /// The address and port at which pods reach the server; nil if it listens on loopback only.
    let endpoint: (address: String, port: Int)?

    func run() async throws {
        for name in ["default", "kube-system", "kube-public", "kube-node-lease"] {
            try await ensure("", "namespaces", ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": .string(name)]])
        }
        for object in BootstrapRoles.objects {
            let resource = object["kind"]?.string == "ClusterRole" ? "clusterroles" : "clusterrolebindings"
            try await ensure(RoleIndex.group, resource, object)
        }
        for (name, value, description) in [
            ("system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node."),
            (
                "system-cluster-critical", 2_000_000_000,
                "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."
            ),
        ] as [(String, Int64, String)] {
            try await ensure(
                "scheduling.k8s.io", "priorityclasses",
                [
                    "apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": ["name": .string(name)], "value": .integer(value),
                    "description": .string(description),
                ], checked: false)
        }
        try await ensureService()
    }

    /// Creates an object unless there is one.
    ///
    /// - Parameter checked: whether the rules for clients hold; names that are reserved for the system break one.
    private func ensure(_ group: String, _ resource: String, namespace: String = "", _ object: JSONValue, checked: Bool = true) async throws {
        let name = object[path: ["metadata", "name"]]?.string ?? ""
        let key = StorageKey(GroupResource(group, resource), namespace: namespace, name: name)
        guard services.store.get(key) == nil, let writer = services.writer(group, resource) else { return }
        if checked {
            _ = try await writer.create(object, namespace: namespace)
            return
        }
        var value = try writer.rules.decode(object)
        writer.rules.prepareForCreate(&value, context: writer.context(namespace: namespace, name: nil))
        _ = try await services.store.create(key, value)
    }

    /// The service `kubernetes`, whose endpoint is this server.
    private func ensureService() async throws {
        let labels: JSONValue = ["component": "apiserver", "provider": "kubernetes"]
        let clusterIP = JSONValue.string(services.allocations.firstAddress)
        let port = Int64(endpoint?.port ?? 6_443)
        try await ensure(
            "", "services", namespace: "default",
            [
                "apiVersion": "v1", "kind": "Service", "metadata": ["name": "kubernetes", "labels": labels],
                "spec": [
                    "clusterIP": clusterIP, "ports": [["name": "https", "protocol": "TCP", "port": 443, "targetPort": .integer(port)]],
                ],
            ])
        guard let endpoint else { return }
        let slice = StorageKey(GroupResource("discovery.k8s.io", "endpointslices"), namespace: "default", name: "kubernetes")
        let endpoints: JSONValue = [["addresses": [.string(endpoint.address)], "conditions": ["ready": true]]]
        let ports: JSONValue = [["name": "https", "protocol": "TCP", "port": .integer(port)]]
        let subsets: JSONValue = [["addresses": [["ip": .string(endpoint.address)]], "ports": ports]]
        if services.store.get(slice) != nil {
            try await services.store.modify(slice) { object in
                object["endpoints"] = endpoints
                object["ports"] = ports
            }
            try await services.store.modify(StorageKey(GroupResource("", "endpoints"), namespace: "default", name: "kubernetes")) {
                $0["subsets"] = subsets
            }
            return
        }
        try await ensure(
            "", "endpoints", namespace: "default",
            [
                "apiVersion": "v1", "kind": "Endpoints",
                "metadata": ["name": "kubernetes", "labels": ["endpointslice.kubernetes.io/skip-mirror": "true"]], "subsets": subsets,
            ])
        try await ensure(
            "discovery.k8s.io", "endpointslices", namespace: "default",
            [
                "apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice",
                "metadata": ["name": "kubernetes", "labels": ["kubernetes.io/service-name": "kubernetes"]], "addressType": "IPv4",
                "endpoints": endpoints, "ports": ports,
            ])
    }
}
