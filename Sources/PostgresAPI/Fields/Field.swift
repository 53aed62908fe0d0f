package import KubernetesModel

/// The declaration of one field: name, type, default, bounds, documentation and the effect of a change.
///
/// Everything else comes from here: the schema in the CRD, defaulting, validation and the reference page.
package struct Field<Value: FieldValue>: Sendable {
    package let declaration: FieldDeclaration
    /// What the field reads as while it is unset.
    let fallback: Value

    /// A field that is required, or optional where its type is.
    package init(_ name: String, @FieldBuilder _ parts: () -> [any FieldPart]) {
        fallback = Value.absent
        declaration = FieldDeclaration(name, of: Value.self, isRequired: !Value.isOptional, parts: parts())
    }

    /// A field whose default the API server fills in, so that it shows in `kubectl get -o yaml`.
    ///
    /// - Parameter required: whether the schema lists it as required nevertheless, as some of that operator's do.
    package init(_ name: String, default value: Value, required: Bool = false, @FieldBuilder _ parts: () -> [any FieldPart]) {
        fallback = value
        declaration = FieldDeclaration(name, of: Value.self, isRequired: required, schemaDefault: value.json, parts: parts())
    }

    /// A field that stays as unset as it was written, and is read as a value all the same.
    package init(_ name: String, whenUnset value: Value, @FieldBuilder _ parts: () -> [any FieldPart]) {
        fallback = value
        declaration = FieldDeclaration(name, of: Value.self, isRequired: false, unsetValue: value.json, parts: parts())
    }

    package var name: String { declaration.name }

    /// The field's value in the JSON of its object.
    func read(_ object: JSONValue) -> Value {
        guard let json = object[declaration.name], !json.isNull else { return fallback }
        return Value(json: json) ?? fallback
    }
}

/// A field without its Swift type.
package final class FieldDeclaration: Sendable {
    package let name: String
    package let shape: Shape
    package let isRequired: Bool
    /// The default in the schema.
    package let schemaDefault: JSONValue?
    /// What an unset field reads as, where the schema has no default.
    package let unsetValue: JSONValue?
    package let traits: FieldTraits

    init<Value: FieldValue>(
        _ name: String, of type: Value.Type, isRequired: Bool, schemaDefault: JSONValue? = nil, unsetValue: JSONValue? = nil, parts: [any FieldPart]
    ) {
        var traits = FieldTraits()
        if let choices = Value.choices {
            switch Value.shape {
            case .list, .map: traits.itemBounds.choices = choices
            default: traits.bounds.choices = choices
            }
        }
        for part in parts { part.describe(&traits) }
        self.name = name
        self.shape = Value.shape
        self.isRequired = isRequired
        self.schemaDefault = schemaDefault
        self.unsetValue = unsetValue
        self.traits = traits
    }

    /// The default that people see, however it comes about; nil where there is none worth a word.
    package var visibleDefault: JSONValue? {
        if let schemaDefault { return schemaDefault }
        guard let unsetValue, unsetValue != .emptyObject, unsetValue != .array([]) else { return nil }
        return unsetValue
    }
}

/// Whatever its type is, a field has a declaration.
protocol DeclaredField {
    var declaration: FieldDeclaration { get }
}

extension Field: DeclaredField {}
