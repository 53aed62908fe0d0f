/// A JSON document as a value.
///
/// Integers and other numbers are kept apart, as Kubernetes does: `1` is ``integer(_:)``, `1.0` and `1e3` are ``number(_:)``. An integer
/// outside of 64 bits becomes a ``number(_:)``. Keys of an object have no order; they are written sorted.
public enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// An object without keys.
    public static let emptyObject = JSONValue.object([:])
}

extension JSONValue {
    /// The text of a ``string(_:)``, else nil.
    public var string: String? { if case .string(let value) = self { value } else { nil } }
    /// The value of a ``bool(_:)``, else nil.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The value of an ``integer(_:)``, or of a ``number(_:)`` that is whole and fits; else nil.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .number(let value): Int64(exactly: value)
        default: nil
        }
    }
    /// The value of an ``integer(_:)`` or ``number(_:)``, else nil.
    public var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }
    /// The elements of an ``array(_:)``, else nil.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
    /// The keys and values of an ``object(_:)``, else nil.
    public var object: [String: JSONValue]? { if case .object(let value) = self { value } else { nil } }
    /// Whether this is ``null``.
    public var isNull: Bool { self == .null }

    /// The value of a key. Reading a missing key, or a key of what is not an object, gives nil. Setting nil removes the key; setting a key
    /// of what is not an object makes it one.
    public subscript(key: String) -> JSONValue? {
        get { if case .object(let members) = self { members[key] } else { nil } }
        set {
            guard case .object(var members) = self else {
                self = newValue.map { .object([key: $0]) } ?? self
                return
            }
            self = .null  // keeps `members` uniquely referenced, so that the change below copies nothing
            members[key] = newValue
            self = .object(members)
        }
    }

    /// The element at a position; nil beyond the end or where this is not an array.
    public subscript(index: Int) -> JSONValue? {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { nil }
    }

    /// The value at the end of a path of keys, nil where one is missing.
    ///
    ///     pod[path: "metadata", "labels", "app"]
    public subscript(path path: String...) -> JSONValue? {
        get { self[path: path] }
        set { self[path: path] = newValue }
    }

    /// The value at the end of a path of keys. Setting a value makes the objects on the way; setting nil removes the last key only.
    public subscript(path path: [String]) -> JSONValue? {
        get {
            var value = self
            for key in path {
                guard let next = value[key] else { return nil }
                value = next
            }
            return value
        }
        set {
            guard let first = path.first else {
                if let newValue { self = newValue }
                return
            }
            let rest = Array(path.dropFirst())
            if rest.isEmpty {
                self[first] = newValue
            } else if var child = self[first] {
                self[first] = .null
                child[path: rest] = newValue
                self[first] = child
            } else if newValue != nil {
                var child = JSONValue.emptyObject
                child[path: rest] = newValue
                self[first] = child
            }
        }
    }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .null }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    public init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}
