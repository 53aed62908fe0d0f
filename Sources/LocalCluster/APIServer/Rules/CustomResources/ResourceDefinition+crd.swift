import KubernetesModel

extension ResourceDefinition {
    /// The resource that one version of a CustomResourceDefinition makes, by its accepted names; nil where it has no such version.
    init?(crd: JSONValue, version: String) {
        let spec = crd["spec"] ?? .null
        guard let entry = spec["versions"]?.array?.first(where: { $0["name"]?.string == version }) else { return nil }
        let accepted = crd[path: "status", "acceptedNames"]
        let names = accepted?["plural"]?.string?.isEmpty == false ? accepted ?? .null : spec["names"] ?? .null
        let kind = names["kind"]?.string ?? ""
        self.init(
            group: spec["group"]?.string ?? "", version: version, kind: kind, listKind: names["listKind"]?.string ?? kind + "List",
            plural: names["plural"]?.string ?? "", singular: names["singular"]?.string ?? kind.lowercased(),
            shortNames: (names["shortNames"]?.array ?? []).compactMap(\.string),
            categories: (names["categories"]?.array ?? []).compactMap(\.string), namespaced: spec["scope"]?.string == "Namespaced",
            verbs: ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"])
        isCustom = true
        if entry[path: "subresources", "status"] != nil {
            subresources.append(Subresource(name: "status", kind: kind, group: "", version: "", verbs: ["get", "patch", "update"]))
        }
        if entry[path: "subresources", "scale"] != nil {
            subresources.append(
                Subresource(name: "scale", kind: "Scale", group: "autoscaling", version: "v1", verbs: ["get", "patch", "update"]))
        }
    }
}
