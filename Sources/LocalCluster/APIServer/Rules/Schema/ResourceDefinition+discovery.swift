import KubernetesModel

extension ResourceDefinition {
    /// Reads the text of `openapi/discovery.json`.
    static func readingDiscovery(_ text: String) -> [ResourceDefinition] {
        guard let groups = (try? JSONValue(parsing: text))?["groupVersions"]?.object else { return [] }
        var definitions: [ResourceDefinition] = []
        for (groupVersion, resources) in groups.sorted(by: { $0.key < $1.key }) {
            let parts = groupVersion.split(separator: "/").map(String.init)
            let (group, version) = parts.count == 2 ? (parts[0], parts[1]) : ("", groupVersion)
            for (plural, entry) in (resources.object ?? [:]).sorted(by: { $0.key < $1.key }) {
                definitions.append(ResourceDefinition(group: group, version: version, plural: plural, discovery: entry))
            }
        }
        return definitions
    }

    private init(group: String, version: String, plural: String, discovery entry: JSONValue) {
        let kind = entry["kind"]?.string ?? ""
        self.init(
            group: group, version: version, kind: kind, listKind: kind + "List", plural: plural,
            singular: entry["singularName"]?.string ?? kind.lowercased(), shortNames: Self.texts(entry["shortNames"]),
            categories: Self.texts(entry["categories"]), namespaced: entry["namespaced"]?.bool ?? false, verbs: Self.texts(entry["verbs"]))
        storageVersionHash = entry["storageVersionHash"]?.string ?? ""
        subresources = (entry["subresources"]?.object ?? [:]).sorted { $0.key < $1.key }.map { name, value in
            Subresource(
                name: name, kind: value["kind"]?.string ?? kind, group: value["group"]?.string ?? "", version: value["version"]?.string ?? "",
                verbs: Self.texts(value["verbs"]))
        }
    }

    private static func texts(_ value: JSONValue?) -> [String] { (value?.array ?? []).compactMap(\.string) }
}
