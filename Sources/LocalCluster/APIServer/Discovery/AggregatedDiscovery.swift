import KubernetesModel
import NIOHTTP1

/// All groups with all their resources in one document, `apidiscovery.k8s.io/v2`.
struct AggregatedDiscovery: Sendable {
    let resources: [ServedResource]

    /// Whether a client prefers this form.
    ///
    /// - Returns: the content type that it is to be answered with.
    static func wanted(_ headers: HTTPHeaders) -> String? {
        for range in headers["Accept"].flatMap({ $0.split(separator: ",") }).map({ MediaRange($0) }) where range.type == "application/json" {
            guard let kind = range.parameters["as"] else { return nil }
            if kind == "APIGroupDiscoveryList", range.parameters["g"] == "apidiscovery.k8s.io", range.parameters["v"] == "v2" {
                return "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList"
            }
        }
        return nil
    }

    func answer(groups: [DiscoveryDocuments.Group], as contentType: String) -> Answer {
        var answer = Answer(json: [
            "kind": "APIGroupDiscoveryList", "apiVersion": "apidiscovery.k8s.io/v2", "metadata": [:], "items": .array(groups.map(json)),
        ])
        answer.contentType = contentType
        return answer
    }

    private func json(_ group: DiscoveryDocuments.Group) -> JSONValue {
        let versions = group.versions.map { version -> JSONValue in
            let definitions = resources.map(\.definition).filter { $0.group == group.name && $0.version == version }
            return ["version": .string(version), "resources": .array(definitions.map(Self.json)), "freshness": "Current"]
        }
        var metadata = JSONValue.emptyObject
        if !group.name.isEmpty { metadata["name"] = .string(group.name) }
        return ["metadata": metadata, "versions": .array(versions)]
    }

    private static func json(_ definition: ResourceDefinition) -> JSONValue {
        var entry: JSONValue = [
            "resource": .string(definition.plural),
            "responseKind": [
                "group": .string(definition.isCustom ? definition.group : ""), "version": .string(definition.isCustom ? definition.version : ""),
                "kind": .string(definition.kind),
            ],
            "scope": definition.namespaced ? "Namespaced" : "Cluster", "singularResource": .string(definition.singular),
            "verbs": texts(definition.verbs),
        ]
        if !definition.shortNames.isEmpty { entry["shortNames"] = texts(definition.shortNames) }
        if !definition.categories.isEmpty { entry["categories"] = texts(definition.categories) }
        if !definition.subresources.isEmpty {
            entry["subresources"] = .array(
                definition.subresources.map { part -> JSONValue in
                    let isOwn = part.version.isEmpty
                    return [
                        "subresource": .string(part.name),
                        "responseKind": [
                            "group": .string(isOwn && definition.isCustom ? definition.group : part.group),
                            "version": .string(isOwn && definition.isCustom ? definition.version : part.version), "kind": .string(part.kind),
                        ], "verbs": texts(part.verbs),
                    ]
                })
        }
        return entry
    }

    private static func texts(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }
}
