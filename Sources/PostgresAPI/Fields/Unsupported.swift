import KubernetesModel

extension Object {
    /// The fields whose value asks for something that nothing does yet, in the order of their declarations.
    ///
    /// A value that only switches a thing off, or says what would be anyway, does not ask: `false`, an empty block, a block with
    /// `enabled: false`, a default.
    package func unsupportedFields(at path: FieldPath) -> [FieldPath] { Self.unsupported(json, Fields.self, at: path) }

    private static func unsupported(_ json: JSONValue, _ fields: any FieldSet.Type, at path: FieldPath) -> [FieldPath] {
        fields.declarations.flatMap { declaration -> [FieldPath] in
            guard let value = json[declaration.name], asks(value, declaration) else { return [] }
            let place = path.key(declaration.name)
            switch declaration.traits.support {
            case .notYet: return [place]
            case .onlyFor(let values): return values.contains(value.string ?? value.text) ? [] : [place]
            case .done: break
            }
            switch declaration.shape {
            case .object(let inner): return unsupported(value, inner, at: place)
            case .list(of: .object(let inner)):
                return (value.array ?? []).enumerated().flatMap { unsupported($0.element, inner, at: place.index($0.offset)) }
            default: return []
            }
        }
    }

    private static func asks(_ value: JSONValue, _ declaration: FieldDeclaration) -> Bool {
        if value.isNull || value == declaration.schemaDefault || value == declaration.unsetValue { return false }
        switch (value, declaration.shape) {
        case (.bool(let isOn), _): return isOn
        case (.string(let text), _): return !text.isEmpty
        case (.array(let elements), _): return !elements.isEmpty
        case (.object(let members), .object(let inner)):
            if let isSwitch = inner.declarations.first(where: { $0.name == "enabled" }) {
                return (members["enabled"] ?? isSwitch.visibleDefault ?? false) == true
            }
            return inner.declarations.contains { declaration in members[declaration.name].map { asks($0, declaration) } ?? false }
        case (.object(let members), _): return !members.isEmpty
        default: return true
        }
    }
}
