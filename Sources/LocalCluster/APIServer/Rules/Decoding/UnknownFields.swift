import KubernetesModel

/// Finds what a schema does not know, as a strict decoder reports it.
enum UnknownFields {
    /// Paths as `spec.containers[0].x`, sorted by key at each level.
    static func paths(in value: JSONValue, schema: Schema) -> [String] {
        var paths: [String] = []
        collect(value, schema, path: "", into: &paths)
        return paths
    }

    private static func collect(_ value: JSONValue, _ schema: Schema, path: String, into paths: inout [String]) {
        switch value {
        case .object(let members):
            if schema.node.isEmbeddedResource { return embedded(members, schema, path: path, into: &paths) }
            if !schema.isStruct, schema.isOpaque { return }
            for key in members.keys.sorted() {
                let child = path.isEmpty ? key : "\(path).\(key)"
                guard let member = members[key] else { continue }
                if let field = schema.field(key) {
                    collect(member, field, path: child, into: &paths)
                } else if !schema.node.preservesUnknownFields, !schema.node.allowsAnyProperty {
                    paths.append(child)
                }
            }
        case .array(let elements):
            guard let items = schema.items else { return }
            for (index, element) in elements.enumerated() { collect(element, items, path: "\(path)[\(index)]", into: &paths) }
        default: return
        }
    }

    private static func embedded(_ members: [String: JSONValue], _ schema: Schema, path: String, into paths: inout [String]) {
        for key in members.keys.sorted() where !["apiVersion", "kind", "metadata"].contains(key) {
            guard let member = members[key] else { continue }
            if let field = schema.field(key) {
                collect(member, field, path: "\(path).\(key)", into: &paths)
            } else if !schema.node.preservesUnknownFields {
                paths.append("\(path).\(key)")
            }
        }
        if let metadata = members["metadata"] { collect(metadata, .objectMetadata, path: "\(path).metadata", into: &paths) }
    }
}
