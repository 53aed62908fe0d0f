import KubernetesModel

/// One node of a parsed OpenAPI v3 schema, with references still unresolved.
final class SchemaNode: Sendable {
    /// What an associative list is merged by.
    enum ListType: String, Sendable { case atomic, set, map }
    enum MapType: String, Sendable { case atomic, granular }

    let type: String?
    let format: String?
    let nullable: Bool
    let properties: [String: SchemaNode]
    let items: SchemaNode?
    let additionalProperties: SchemaNode?
    /// `additionalProperties: true`, or an object without any structure.
    let allowsAnyProperty: Bool
    let required: [String]
    let defaultValue: JSONValue?
    let enumeration: [JSONValue]?
    let listType: ListType?
    let listMapKeys: [String]
    let mapType: MapType?
    let patchMergeKey: String?
    let patchStrategies: Set<String>
    let preservesUnknownFields: Bool
    let isIntOrString: Bool
    let isEmbeddedResource: Bool
    /// The name of the schema that this node stands for.
    let reference: String?
    let groupVersionKinds: [(group: String, version: String, kind: String)]
    /// The node as it was written, for what only some readers look at (`pattern`, `maximum`, `x-kubernetes-validations` …).
    let source: JSONValue

    init(_ json: JSONValue) {
        source = json
        let referring = json["$ref"]?.string ?? json["allOf"]?[0]?["$ref"]?.string
        reference = referring.map { String($0.split(separator: "/").last ?? "") }
        type = json["type"]?.string
        format = json["format"]?.string
        nullable = json["nullable"]?.bool ?? false
        properties = (json["properties"]?.object ?? [:]).mapValues(SchemaNode.init)
        items = json["items"].map(SchemaNode.init)
        switch json["additionalProperties"] {
        case .object(let members)?: additionalProperties = SchemaNode(.object(members))
        default: additionalProperties = nil
        }
        allowsAnyProperty = json["additionalProperties"]?.bool ?? false
        required = (json["required"]?.array ?? []).compactMap(\.string)
        defaultValue = json["default"]
        enumeration = json["enum"]?.array
        listType = json["x-kubernetes-list-type"]?.string.flatMap(ListType.init)
        listMapKeys = (json["x-kubernetes-list-map-keys"]?.array ?? []).compactMap(\.string)
        mapType = json["x-kubernetes-map-type"]?.string.flatMap(MapType.init)
        patchMergeKey = json["x-kubernetes-patch-merge-key"]?.string
        patchStrategies = Set((json["x-kubernetes-patch-strategy"]?.string ?? "").split(separator: ",").map(String.init))
        preservesUnknownFields = json["x-kubernetes-preserve-unknown-fields"]?.bool ?? false
        isIntOrString = json["x-kubernetes-int-or-string"]?.bool ?? (json["format"]?.string == "int-or-string")
        isEmbeddedResource = json["x-kubernetes-embedded-resource"]?.bool ?? false
        groupVersionKinds = (json["x-kubernetes-group-version-kind"]?.array ?? []).map {
            ($0["group"]?.string ?? "", $0["version"]?.string ?? "", $0["kind"]?.string ?? "")
        }
    }
}

/// A set of named schemas that refer to each other.
final class SchemaDocument: Sendable {
    let definitions: [String: SchemaNode]
    private let namesByKind: [String: String]

    /// - Parameter json: a document with `components.schemas`; anything else gives an empty one.
    init(_ json: JSONValue) {
        definitions = (json[path: "components", "schemas"]?.object ?? [:]).mapValues(SchemaNode.init)
        var names: [String: String] = [:]
        for (name, node) in definitions {
            for kind in node.groupVersionKinds { names["\(kind.group)/\(kind.version)/\(kind.kind)"] = name }
        }
        namesByKind = names
    }

    /// The schema of a top-level kind.
    func schema(group: String, version: String, kind: String) -> Schema? {
        namesByKind["\(group)/\(version)/\(kind)"].flatMap(schema(named:))
    }

    func schema(named name: String) -> Schema? { definitions[name].map { Schema(document: self, node: $0, name: name) } }
}
