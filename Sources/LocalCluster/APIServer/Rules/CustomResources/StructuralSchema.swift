import KubernetesModel

/// Pruning and defaulting of custom resources by their structural schema.
enum StructuralSchema {
    private static let root: Set<String> = ["apiVersion", "kind", "metadata"]

    /// The schema of a whole custom resource: that of the definition with the server's own metadata.
    static func resource(_ openAPI: JSONValue) -> Schema {
        var json = openAPI
        json.setDefault("type", "object")
        json.update("properties") { properties in if properties.object == nil { properties = .emptyObject } }
        json.setDefault("properties", .emptyObject)
        json[path: "properties", "apiVersion"] = ["type": "string"]
        json[path: "properties", "kind"] = ["type": "string"]
        json[path: "properties", "metadata"] = ["$ref": "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"]
        return Schema(document: .embedded("v1"), node: SchemaNode(json))
    }

    /// Takes out what the schema does not name. The metadata of the object itself is left to the typed decoder.
    static func prune(_ value: inout JSONValue, _ schema: Schema, isRoot: Bool) {
        switch value {
        case .object(var members):
            let keepsAll = schema.node.preservesUnknownFields
            let isResource = isRoot || schema.node.isEmbeddedResource
            value = .null
            for key in Array(members.keys) where !(isResource && root.contains(key)) {
                if let field = schema.field(key) {
                    if var member = members[key] {
                        members[key] = .null
                        prune(&member, field, isRoot: false)
                        members[key] = member
                    }
                } else if !keepsAll, !schema.node.allowsAnyProperty {
                    members[key] = nil
                }
            }
            if schema.node.isEmbeddedResource, let metadata = members["metadata"] { members["metadata"] = metadataOnly(metadata) }
            value = .object(members)
        case .array(var elements):
            guard let items = schema.items else { return }
            value = .null
            for index in elements.indices { prune(&elements[index], items, isRoot: false) }
            value = .array(elements)
        default: return
        }
    }

    /// Metadata as the typed decoder leaves it; as it is where it does not fit.
    static func metadataOnly(_ metadata: JSONValue) -> JSONValue {
        (try? TypedDecoder().decode(metadata, as: .objectMetadata)) ?? metadata
    }

    /// Fills in defaults, inside of what is there; a null that is not allowed counts as missing.
    static func applyDefaults(_ value: inout JSONValue, _ schema: Schema, isRoot: Bool = true) {
        switch value {
        case .object:
            for (name, node) in schema.node.properties where !(isRoot && root.contains(name)) {
                let field = Schema(document: schema.document, node: node)
                if value[name] == .null, !field.node.nullable { value[name] = nil }
                if value[name] == nil, let standard = node.defaultValue { value[name] = standard }
                value.update(name) { applyDefaults(&$0, field, isRoot: false) }
            }
            guard let values = schema.additionalProperties, case .object(let members) = value else { return }
            for key in members.keys where schema.node.properties[key] == nil {
                value.update(key) { member in
                    if member.isNull, !values.node.nullable, let standard = values.node.defaultValue { member = standard }
                    applyDefaults(&member, values, isRoot: false)
                }
            }
        case .array(var elements):
            guard let items = schema.items else { return }
            value = .null
            for index in elements.indices {
                if elements[index].isNull, !items.node.nullable, let standard = items.node.defaultValue { elements[index] = standard }
                applyDefaults(&elements[index], items, isRoot: false)
            }
            value = .array(elements)
        default: return
        }
    }
}
