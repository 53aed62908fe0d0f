import KubernetesModel

/// How a value is merged: as one thing, key by key, or element by element.
enum FieldShape {
    case leaf
    /// An object whose members are owned one by one; the schema tells of them, nil where nothing is known.
    case members(Schema?)
    /// A list whose elements are told apart by their value.
    case set(Schema?)
    /// A list whose elements are told apart by some of their fields.
    case keyed([String], Schema?)

    /// - Parameter value: decides where the schema does not.
    init(_ schema: Schema?, _ value: JSONValue?) {
        guard let schema, !(schema.node.preservesUnknownFields && !schema.isStruct && schema.node.additionalProperties == nil) else {
            self = if case .object? = value { .members(nil) } else { .leaf }
            return
        }
        switch value {
        case .array?:
            switch schema.listType {
            case .set?: self = .set(schema.items)
            case .map?: self = .keyed(schema.listMapKeys, schema.items)
            default: self = .leaf
            }
        case .object?: self = schema.mapType == .atomic || !schema.isObject || schema.isOpaqueLeaf ? .leaf : .members(schema)
        default: self = .leaf
        }
    }

    /// The shape of two values of one field; where they differ in kind they are one thing.
    init(_ schema: Schema?, _ old: JSONValue?, _ new: JSONValue?) {
        let first = old.some
        let second = new.some
        switch (first, second) {
        case (nil, let value), (let value, nil): self.init(schema, value)
        case (.object?, .object?), (.array?, .array?): self.init(schema, second)
        default: self = .leaf
        }
    }

    /// The step that leads to an element of a list; nil where a key is missing and has no default.
    static func step(_ element: JSONValue, keys: [String], _ items: Schema?) -> PathStep? {
        var values: [String: JSONValue] = [:]
        for key in keys {
            if let value = element[key], !value.isNull {
                values[key] = value
            } else if let standard = items?.property(key)?.defaultValue, !standard.isNull {
                values[key] = standard
            } else {
                return nil
            }
        }
        return .key(values)
    }
}

extension Schema {
    /// An object without any structure that is not merged, as `RawExtension`.
    fileprivate var isOpaqueLeaf: Bool { isOpaque && !node.preservesUnknownFields && node.additionalProperties == nil }
}
