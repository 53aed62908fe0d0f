import KubernetesModel

/// Brings JSON into the form in which Go's types would write it again.
///
/// A body is decoded into structs and later encoded from them: unknown fields and nulls vanish, empty optional lists, maps and texts vanish,
/// fields without `omitempty` appear, quantities and times get their canonical form.
struct TypedDecoder {
    /// What in a value does not fit the schema.
    struct Mismatch: Error { let text: String }

    func decode(_ value: JSONValue, as schema: Schema) throws(Mismatch) -> JSONValue {
        guard case .object(let members) = value else { throw Mismatch(text: "json: cannot unmarshal \(Self.goName(of: value)) into Go value") }
        return try object(members, schema, path: "")
    }

    /// The value as it is kept; nil where it is left out.
    private func value(_ value: JSONValue, _ schema: Schema, path: String) throws(Mismatch) -> JSONValue? {
        if schema.isQuantity { return try quantity(value, path: path) }
        if schema.isIntOrString { return try intOrString(value, path: path) }
        if value.isNull { return nil }
        if schema.isOpaque { return value }
        switch (schema.type, value) {
        case ("string", .string(let text)): return .string(try self.text(text, schema, path: path))
        case ("boolean", .bool), ("integer", .integer): return try inRange(value, schema, path: path)
        case ("integer", .number(let number)):
            guard let integer = Int64(exactly: number) else { throw mismatch(value, path, "int64") }
            return .integer(integer)
        case ("number", .integer), ("number", .number): return value
        case ("array", .array(let elements)): return try array(elements, schema, path: path)
        case ("object", .object(let members)): return try object(members, schema, path: path)
        case (nil, .object(let members)) where schema.isObject: return try object(members, schema, path: path)
        default: throw mismatch(value, path, Self.goType(schema))
        }
    }

    private func inRange(_ value: JSONValue, _ schema: Schema, path: String) throws(Mismatch) -> JSONValue {
        if schema.node.format == "int32", let integer = value.integer, Int32(exactly: integer) == nil {
            throw Mismatch(text: "json: cannot unmarshal number \(integer) into Go struct field \(Self.goPath(path)) of type int32")
        }
        return value
    }

    private func text(_ text: String, _ schema: Schema, path: String) throws(Mismatch) -> String {
        switch schema.node.format {
        case "date-time":
            if text.isEmpty { return text }
            let micro = schema.typeName?.hasSuffix(".MicroTime") ?? false
            guard let canonical = Timestamps.canonical(text, microseconds: micro) else {
                throw Mismatch(
                    text: "parsing time \(GoText.quoted(text)) as \"2006-01-02T15:04:05Z07:00\": cannot parse \(GoText.quoted(text)) as \"2006\"")
            }
            return canonical
        case "byte":
            if let offset = Base64Text.firstIllegalByte(in: text) { throw Mismatch(text: "illegal base64 data at input byte \(offset)") }
            return text
        default: return text
        }
    }

    private func quantity(_ value: JSONValue, path: String) throws(Mismatch) -> JSONValue? {
        switch value {
        case .null: return nil
        case .string(let text):
            guard let canonical = QuantityText.canonical(text) else { throw Mismatch(text: QuantityText.formatError) }
            return .string(canonical)
        case .integer(let integer): return .string(QuantityText.canonical(String(integer)) ?? String(integer))
        case .number: return .string(QuantityText.canonical(value.text) ?? value.text)
        default: throw Mismatch(text: QuantityText.formatError)
        }
    }

    private func intOrString(_ value: JSONValue, path: String) throws(Mismatch) -> JSONValue? {
        switch value {
        case .null: return nil
        case .string, .integer: return try inInt32(value, path)
        case .number(let number):
            guard let integer = Int64(exactly: number) else { throw mismatch(value, path, "int32") }
            return try inInt32(.integer(integer), path)
        default: throw mismatch(value, path, "int32")
        }
    }

    private func inInt32(_ value: JSONValue, _ path: String) throws(Mismatch) -> JSONValue {
        if let integer = value.integer, Int32(exactly: integer) == nil { throw mismatch(value, path, "int32") }
        return value
    }

    private func array(_ elements: [JSONValue], _ schema: Schema, path: String) throws(Mismatch) -> JSONValue {
        guard let items = schema.items else { return .array(elements) }
        var result: [JSONValue] = []
        result.reserveCapacity(elements.count)
        for element in elements {
            result.append(try value(element, items, path: path) ?? Self.zero(of: items))
        }
        return .array(result)
    }

    private func object(_ members: [String: JSONValue], _ schema: Schema, path: String) throws(Mismatch) -> JSONValue {
        if !schema.isStruct {
            guard let values = schema.additionalProperties else { return .object(members) }
            var result: [String: JSONValue] = [:]
            for (key, member) in members {
                result[key] = try value(member, values, path: path.isEmpty ? key : "\(path).\(key)") ?? Self.zero(of: values)
            }
            return .object(result)
        }
        var result: [String: JSONValue] = [:]
        let typeName = GoFields.shortName(schema.typeName)
        for (name, node) in schema.node.properties {
            let field = Schema(document: schema.document, node: node)
            let decoded: JSONValue?
            if let member = members[name] {
                decoded = try value(member, field, path: path.isEmpty ? name : "\(path).\(name)")
            } else {
                decoded = nil
            }
            if let decoded, !isOmitted(decoded, field, name: name, of: typeName, required: schema.node.required) {
                result[name] = decoded
            } else if let zero = unset(field, name: name, of: typeName, required: schema.node.required) {
                result[name] = zero
            }
        }
        return .object(result)
    }

    /// Whether Go's `omitempty` leaves a value out.
    private func isOmitted(_ value: JSONValue, _ field: Schema, name: String, of type: String, required: [String]) -> Bool {
        switch value {
        case .array(let elements): elements.isEmpty && !(GoFields.keepsEmptyList(type, name))
        case .object(let members): members.isEmpty && !field.isStruct && !field.isOpaque && field.node.additionalProperties != nil
        case .string(let text): text.isEmpty && field.use.defaultValue == nil && !field.isQuantity && !GoFields.isPointer(type, name, kind: .text)
        case .bool(false): field.use.defaultValue == nil && !GoFields.isPointer(type, name, kind: .flag)
        case .integer(0): field.use.defaultValue == nil && !field.isIntOrString && !GoFields.isPointer(type, name, kind: .number)
        default: false
        }
    }

    /// What Go writes for a field that is not set; nil for `omitempty`.
    private func unset(_ field: Schema, name: String, of type: String, required: [String]) -> JSONValue? {
        switch field.use.defaultValue {
        case .object(let members)? where members.isEmpty:
            if name == "metadata", type.hasSuffix("List") { return .emptyObject }
            return (try? object([:], field, path: "")) ?? .emptyObject
        case .string("")?, .integer(0)?, .bool(false)?: return field.use.defaultValue
        case .some where required.contains(name): return Self.zero(of: field)
        default: break
        }
        if type == "ResourceFieldSelector", name == "divisor" { return "0" }
        // Optional for clients, and written by the server nevertheless.
        if name == "rules", type == "ClusterRole" || type == "Role" { return .null }
        if field.node.format == "date-time", GoFields.writesNullTime(type, name) { return .null }
        if required.contains(name), field.isArray || (field.isObject && !field.isStruct) { return .null }
        if field.isArray, GoFields.writesNullList(type, name) { return .null }
        return nil
    }

    private static func zero(of schema: Schema) -> JSONValue {
        if schema.isQuantity { return "0" }
        if schema.isIntOrString { return 0 }
        return switch schema.type {
        case "string": ""
        case "boolean": false
        case "integer", "number": 0
        case "object": .emptyObject
        default: .null
        }
    }

    private func mismatch(_ value: JSONValue, _ path: String, _ type: String) -> Mismatch {
        Mismatch(text: "json: cannot unmarshal \(Self.goName(of: value)) into Go struct field \(Self.goPath(path)) of type \(type)")
    }

    private static func goPath(_ path: String) -> String { ".\(path)" }

    private static func goName(of value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "bool"
        case .integer, .number: "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private static func goType(_ schema: Schema) -> String {
        if let name = schema.typeName { return GoFields.goName(name) }
        return switch schema.type {
        case "string": "string"
        case "boolean": "bool"
        case "integer": schema.node.format ?? "int64"
        case "number": "float64"
        case "array": "[]" + (schema.items.map(goType) ?? "interface {}")
        default: "map[string]" + (schema.additionalProperties.map(goType) ?? "interface {}")
        }
    }
}
