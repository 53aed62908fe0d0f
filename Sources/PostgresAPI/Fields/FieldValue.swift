package import KubernetesModel

/// A type that a field of a custom resource can have.
package protocol FieldValue: Sendable, Hashable {
    /// Reads the value; nil where the JSON is of another type.
    init?(json: JSONValue)
    var json: JSONValue { get }
    static var shape: Shape { get }
    /// The values that are allowed, where the type names them.
    static var choices: [String]? { get }
    /// What an unset field without a default reads as.
    static var absent: Self { get }
    /// Whether the field may be left out and has no value then.
    static var isOptional: Bool { get }
}

extension FieldValue {
    package static var choices: [String]? { nil }
    package static var isOptional: Bool { false }
}

extension Bool: FieldValue {
    package static var shape: Shape { .boolean }
    package static var absent: Bool { false }
}

extension Int: FieldValue {
    package static var shape: Shape { .integer }
    package static var absent: Int { 0 }
}

extension String: FieldValue {
    package static var shape: Shape { .text(format: nil) }
    package static var absent: String { "" }
}

extension IntOrString: FieldValue {
    package static var shape: Shape { .integerOrText }
    package static var absent: IntOrString { .int(0) }
}

extension Quantity: FieldValue {
    package static var shape: Shape { .quantity }
    package static var absent: Quantity { "0" }
}

extension Timestamp: FieldValue {
    package static var shape: Shape { .text(format: "date-time") }
    package static var absent: Timestamp { Timestamp(secondsSince1970: 0) }
}

/// JSON of any content.
extension JSONValue: FieldValue {
    package static var shape: Shape { .freeForm }
    package static var absent: JSONValue { .emptyObject }
}

extension Array: FieldValue where Element: FieldValue & JSONRepresentable {
    package static var shape: Shape { .list(of: Element.shape) }
    package static var choices: [String]? { Element.choices }
    package static var absent: [Element] { [] }
}

extension Dictionary: FieldValue where Key == String, Value: FieldValue & JSONRepresentable {
    package static var shape: Shape { .map(of: Value.shape) }
    package static var choices: [String]? { Value.choices }
    package static var absent: [String: Value] { [:] }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    package init?(json: JSONValue) {
        if json.isNull {
            self = .none
        } else {
            guard let value = Wrapped(json: json) else { return nil }
            self = value
        }
    }
    package var json: JSONValue { self?.json ?? .null }
    package static var shape: Shape { Wrapped.shape }
    package static var choices: [String]? { Wrapped.choices }
    package static var absent: Wrapped? { nil }
    package static var isOptional: Bool { true }
}

/// A text out of a closed list.
package protocol Choice: FieldValue, JSONRepresentable, CaseIterable, RawRepresentable where RawValue == String {}

extension Choice {
    package static var shape: Shape { .text(format: nil) }
    package static var choices: [String]? { allCases.map(\.rawValue) }
    package init?(json: JSONValue) {
        guard let text = json.string, let value = Self(rawValue: text) else { return nil }
        self = value
    }
    package var json: JSONValue { .string(rawValue) }
}
