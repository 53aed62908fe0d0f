import KubernetesModel

/// What becomes of a CustomResourceDefinition after it was stored; its defaults and validation are in ``BuiltInRules``.
enum CustomResourceDefinitions {
    /// The definition with the status (conditions `NamesAccepted` and `Established`, accepted names, stored versions) that it gets next to the others.
    ///
    /// - Parameters:
    ///   - crd: as it is stored.
    ///   - others: all other definitions of the same group.
    ///   - now: RFC 3339 in seconds.
    /// - Returns: nil where nothing changes.
    static func established(_ crd: JSONValue, among others: [JSONValue], now: String) -> JSONValue? { nil }

    /// Whether its resources are served.
    static func isEstablished(_ crd: JSONValue) -> Bool {
        (crd[path: "status", "conditions"]?.array ?? []).contains { $0["type"]?.string == "Established" && $0["status"]?.string == "True" }
    }

    /// One definition per served version.
    static func servedDefinitions(of crd: JSONValue) -> [ResourceDefinition] {
        (crd[path: "spec", "versions"]?.array ?? []).filter { $0["served"]?.bool == true }
            .compactMap { $0["name"]?.string.flatMap { ResourceDefinition(crd: crd, version: $0) } }
    }
}
