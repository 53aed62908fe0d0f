import KubernetesModel

/// What a pod may ask about itself and its surroundings when its containers are made.
struct PodFacts: Sendable {
    var pod: Pod
    var nodeName: String
    var hostAddress: String
    var addresses: [String]
    /// Cores and bytes that a container without a limit may use.
    var allocatable: [String: Quantity]

    /// The value of a field (`fieldRef.fieldPath`).
    ///
    /// - Throws: ``PodProblem`` for a field that the downward API does not have.
    func field(_ path: String) throws(PodProblem) -> String {
        let metadata = pod.metadata
        switch path {
        case "metadata.name": return pod.name
        case "metadata.namespace": return pod.namespace
        case "metadata.uid": return pod.uid
        case "metadata.labels": return keyValueLines(metadata.labels ?? [:])
        case "metadata.annotations": return keyValueLines(metadata.annotations ?? [:])
        case "spec.nodeName": return nodeName
        case "spec.serviceAccountName": return pod.spec?.serviceAccountName ?? "default"
        case "status.hostIP", "status.hostIPs": return hostAddress
        case "status.podIP": return addresses.first ?? ""
        case "status.podIPs": return addresses.joined(separator: ",")
        default: break
        }
        for (prefix, values) in [("metadata.labels['", metadata.labels ?? [:]), ("metadata.annotations['", metadata.annotations ?? [:])]
        where path.hasPrefix(prefix) && path.hasSuffix("']") {
            return values[String(path.dropFirst(prefix.count).dropLast(2))] ?? ""
        }
        throw PodProblem(reason: "CreateContainerConfigError", message: "fieldPath \(path) is not a field that a container can ask for")
    }

    /// The value of a resource (`resourceFieldRef`), in units of the divisor, rounded up.
    func resource(_ selector: ResourceFieldSelector, container: String) throws(PodProblem) -> String {
        let name = selector.containerName ?? container
        guard let container = pod.allContainers.first(where: { $0.name == name })?.container else {
            throw PodProblem(reason: "CreateContainerConfigError", message: "container \(name) not found")
        }
        let path = selector.resource ?? ""
        let parts = path.split(separator: ".", maxSplits: 1).map(String.init)
        guard parts.count == 2, parts[0] == "limits" || parts[0] == "requests" else {
            throw PodProblem(
                reason: "CreateContainerConfigError", message: "resource \(path) is unknown: limits.NAME or requests.NAME is expected")
        }
        let limit = container.resources?.limits?[parts[1]]
        let amount = (parts[0] == "limits" ? limit ?? allocatable[parts[1]] : container.resources?.requests?[parts[1]] ?? limit) ?? 0
        let divisor = selector.divisor.map { $0.milli == 0 ? 1000 : $0.milli } ?? 1000
        return String((amount.milli + divisor - 1) / divisor)
    }

    private func keyValueLines(_ values: [String: String]) -> String {
        values.sorted { $0.key < $1.key }.map { "\($0.key)=\(quoted($0.value))" }.joined(separator: "\n")
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

/// Where ConfigMaps, Secrets and the like are looked up: the node's caches.
protocol ObjectSource: Sendable {
    /// Nil if there is none, as far as is known.
    func object(_ type: ResourceType, _ key: ObjectKey) -> JSONValue?
    func objects(_ type: ResourceType) -> [JSONValue]
}
