import KubernetesModel

/// What holds for custom resources besides their schema: metadata of embedded objects, and lists without duplicates.
enum StructuralInvariants {
    /// The metadata of objects inside of the object.
    static func embeddedMetadata(_ value: JSONValue, _ schema: Schema, path: String = "") -> [FieldError] {
        switch value {
        case .object(let members):
            var errors: [FieldError] = []
            if schema.node.isEmbeddedResource { errors += embedded(value, FieldPath(path)) }
            for key in members.keys.sorted() where !(path.isEmpty && ["apiVersion", "kind", "metadata"].contains(key)) {
                guard let member = members[key], let field = schema.field(key) else { continue }
                let isProperty = schema.node.properties[key] != nil
                let child = path.isEmpty ? key : isProperty ? "\(path).\(key)" : "\(path)[\(key)]"
                errors += embeddedMetadata(member, field, path: child)
            }
            return errors
        case .array(let elements):
            guard let items = schema.items else { return [] }
            return elements.enumerated().flatMap { embeddedMetadata($1, items, path: "\(path)[\($0)]") }
        default: return []
        }
    }

    private static func embedded(_ object: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        for name in ["apiVersion", "kind"] {
            switch object[name] {
            case .string("")?: errors.append(.invalid(path.child(name), "", "must not be empty"))
            case .string(let text)? where name == "kind":
                errors += NameSyntax.label1035(text.lowercased()).map {
                    .invalid(path.child(name), .string(text), "may have mixed case, but should otherwise match: \($0)")
                }
            default: break
            }
        }
        guard var metadata = object["metadata"], metadata.object != nil else { return errors }
        metadata.setDefaultText("name", "fakename")
        let hasNamespace = !metadata.text("namespace").isEmpty
        return errors
            + ObjectMetadata.validate(metadata, namespaced: hasNamespace, name: NameSyntax.pathSegment, path: path.child("metadata"))
    }

    /// Elements of sets and associative lists that occur twice.
    static func duplicates(_ value: JSONValue, _ schema: Schema, path: String = "") -> [FieldError] {
        switch value {
        case .object(let members):
            return members.keys.sorted().flatMap { key -> [FieldError] in
                guard !(path.isEmpty && ["apiVersion", "kind", "metadata"].contains(key)), let member = members[key], let field = schema.field(key)
                else { return [] }
                let isProperty = schema.node.properties[key] != nil
                return duplicates(member, field, path: path.isEmpty ? key : isProperty ? "\(path).\(key)" : "\(path)[\(key)]")
            }
        case .array(let elements):
            var errors: [FieldError] = []
            var seen = Set<JSONValue>()
            for (index, element) in elements.enumerated() {
                let item = "\(path)[\(index)]"
                switch schema.listType {
                case .set?:
                    if !seen.insert(element).inserted { errors.append(.duplicate(FieldPath(item), element)) }
                case .map?:
                    var keys: [String: JSONValue] = [:]
                    for name in schema.listMapKeys { keys[name] = element[name] }
                    if !seen.insert(.object(keys)).inserted { errors.append(.duplicate(FieldPath(item), .object(keys))) }
                default: break
                }
                if let items = schema.items { errors += duplicates(element, items, path: item) }
            }
            return errors
        default: return []
        }
    }
}
