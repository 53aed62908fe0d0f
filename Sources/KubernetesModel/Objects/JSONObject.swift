/// A value that stands for a JSON value.
public protocol JSONRepresentable: Sendable, Hashable {
    /// Reads the value; nil where the JSON is of another type.
    init?(json: JSONValue)
    var json: JSONValue { get }
}

/// A typed view of a JSON object.
///
/// It keeps the JSON as it came, fields that this version does not know included, so what is read and written back loses nothing. A field
/// that is missing, or of another type than declared, reads as nil.
public protocol JSONObject: JSONRepresentable, Codable, CustomStringConvertible {
    var json: JSONValue { get set }
    /// Takes the JSON as it is.
    init(json: JSONValue)
}

extension JSONObject {
    public init(from decoder: any Decoder) throws {
        self.init(json: try JSONValue(from: decoder))
    }

    public func encode(to encoder: any Encoder) throws {
        try json.encode(to: encoder)
    }

    /// The JSON text, keys sorted.
    public var description: String { json.text }
}

/// An object that an API server stores: it has a kind and metadata.
public protocol KubernetesObject: JSONObject {
    static var resourceType: ResourceType { get }
}

extension KubernetesObject {
    /// The object's metadata; empty where it has none.
    public var metadata: ObjectMeta {
        get { ObjectMeta(json: json["metadata"] ?? .emptyObject) }
        set { json["metadata"] = newValue.json }
    }

    /// Namespace and name.
    public var key: ObjectKey { ObjectKey(namespace: metadata.namespace, name: metadata.name ?? "") }
}

extension JSONValue {
    /// Reads a field; nil where it is missing, null or of another type.
    public func read<Value: JSONRepresentable>(_ key: String) -> Value? {
        guard let value = self[key], !value.isNull else { return nil }
        return Value(json: value)
    }

    /// Writes a field, or removes it.
    public mutating func write(_ value: (some JSONRepresentable)?, at key: String) {
        if let value {
            self[key] = value.json
        } else if self[key] != nil {
            self[key] = nil
        }
    }
}

extension JSONValue: JSONRepresentable {
    public init(json: JSONValue) { self = json }
    public var json: JSONValue { self }
}

extension String: JSONRepresentable {
    public init?(json: JSONValue) {
        guard let text = json.string else { return nil }
        self = text
    }
    public var json: JSONValue { .string(self) }
}

extension Bool: JSONRepresentable {
    public init?(json: JSONValue) {
        guard let value = json.bool else { return nil }
        self = value
    }
    public var json: JSONValue { .bool(self) }
}

extension Int: JSONRepresentable {
    public init?(json: JSONValue) {
        guard let value = json.integer else { return nil }
        self.init(exactly: value)
    }
    public var json: JSONValue { .integer(Int64(self)) }
}

extension Double: JSONRepresentable {
    public init?(json: JSONValue) {
        guard let value = json.number else { return nil }
        self = value
    }
    public var json: JSONValue { .number(self) }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
    /// Elements of another type are left out.
    public init?(json: JSONValue) {
        guard let elements = json.array else { return nil }
        self = elements.compactMap { Element(json: $0) }
    }
    public var json: JSONValue { .array(map(\.json)) }
}

extension Dictionary: JSONRepresentable where Key == String, Value: JSONRepresentable {
    /// Values of another type are left out.
    public init?(json: JSONValue) {
        guard let members = json.object else { return nil }
        self = members.compactMapValues { Value(json: $0) }
    }
    public var json: JSONValue { .object(mapValues(\.json)) }
}
