package import KubernetesModel

/// An object of a custom resource, as its author wrote it.
///
/// Its fields read as typed values, with defaults filled in: `pooler.replicas` is an `Int`. What is unset stays unset in ``json``, fields that
/// nobody declared stay, too. A read cannot fail: ``init(parsing:at:unknownFields:)`` found all problems before.
@dynamicMemberLookup
package struct Object<Fields: FieldSet>: FieldValue, JSONRepresentable, CustomStringConvertible {
    package private(set) var json: JSONValue

    /// An object with nothing set.
    package init() { json = .emptyObject }

    /// Takes JSON as it is, unchecked; fields of a wrong type then read as unset.
    package init(unchecked json: JSONValue) { self.json = json.object == nil ? .emptyObject : json }

    package init?(json: JSONValue) {
        guard json.object != nil else { return nil }
        self.json = json
    }

    package static var shape: Shape { .object(Fields.self) }
    package static var absent: Self { Self() }
    package static var empty: Self { Self() }

    /// A field's value. Setting nil removes the field.
    package subscript<Value: FieldValue>(dynamicMember field: KeyPath<Fields, Field<Value>>) -> Value {
        get { Fields.fields[keyPath: field].read(json) }
        set {
            let value = newValue.json
            json[Fields.fields[keyPath: field].name] = value.isNull ? JSONValue?.none : value
        }
    }

    /// Whether the author wrote the field.
    package func isSet<Value: FieldValue>(_ field: KeyPath<Fields, Field<Value>>) -> Bool {
        json[Fields.fields[keyPath: field].name].map { !$0.isNull } ?? false
    }

    /// Removes a field, so that it reads as its default.
    package mutating func unset<Value: FieldValue>(_ field: KeyPath<Fields, Field<Value>>) {
        json[Fields.fields[keyPath: field].name] = nil
    }

    package var description: String { json.text }
}
