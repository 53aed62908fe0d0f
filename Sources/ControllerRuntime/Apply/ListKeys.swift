public import KubernetesModel

/// How the elements of a list are told apart, by the name of the field that holds it.
///
/// - Source: `x-kubernetes-list-map-keys` in the OpenAPI documents of Kubernetes 1.36, and Service ports, which have the port for a name.
public enum ListKeys {
    /// The fields that identify an element; nil for a list that is one value, in which positions count.
    public static func keys(of field: String, elements: [JSONValue]) -> [String]? {
        guard elements.allSatisfy({ $0.object != nil }) else { return nil }
        let candidates: [[String]] =
            switch field {
            case "containers", "initContainers", "ephemeralContainers", "volumes", "env", "imagePullSecrets", "resourceClaims", "secrets":
                [["name"]]
            case "containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses": [["name"]]
            case "ports": [["containerPort", "protocol"], ["port", "protocol"]]
            case "volumeMounts": [["mountPath"]]
            case "volumeDevices": [["devicePath"]]
            case "hostAliases": [["ip"]]
            case "topologySpreadConstraints": [["topologyKey", "whenUnsatisfiable"]]
            case "conditions": [["type"]]
            case "ownerReferences": [["uid"]]
            default: []
            }
        return candidates.first { keys in elements.allSatisfy { $0[keys[0]] != nil } }
    }

    /// What identifies an element among the others, as text: `name=database`.
    public static func identity(of element: JSONValue, by keys: [String]) -> String {
        keys.map { key in
            // Kubernetes' only default in a list key.
            let value = element[key] ?? (key == "protocol" ? "TCP" : .null)
            return "\(key)=\(value.string ?? value.text)"
        }.joined(separator: ",")
    }

    /// Fields whose list is a set of values: the order does not count, and others may have added to it.
    public static let sets: Set<String> = ["finalizers"]
}
