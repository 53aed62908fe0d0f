import KubernetesModel

/// Validation of a value by an OpenAPI schema, with the words of the API server's validator (go-openapi).
///
/// What has not changed since the stored object is not reported again ("ratcheting").
struct SchemaValidation {
    private var errors: [FieldError] = []

    /// - Parameters:
    ///   - old: the value as it was stored; nil for a create.
    ///   - path: of the value; empty for the whole object.
    static func errors(in value: JSONValue, old: JSONValue?, schema: Schema, path: String = "", isRoot: Bool = true) -> [FieldError] {
        var validation = SchemaValidation()
        validation.check(value, old, schema, path, isRoot: isRoot && path.isEmpty)
        return validation.errors
    }

    private mutating func check(_ value: JSONValue, _ old: JSONValue?, _ schema: Schema, _ path: String, isRoot: Bool) {
        if let old, old == value { return }
        let source = schema.node.source
        if value.isNull, schema.node.nullable { return }
        checkType(value, schema, path)
        composites(value, old, schema, path)
        switch value {
        case .string(let text): checkText(text, schema, source, path)
        case .integer, .number: checkNumber(value, schema, source, path)
        case .array(let elements): checkList(elements, old?.array, schema, source, path)
        default: break
        }
        if let allowed = schema.node.enumeration, !allowed.contains(where: { Self.isSame($0, value) }) {
            let names = allowed.map(GoText.value).joined(separator: ", ")
            errors.append(FieldError(.notSupported, path, value, "supported values: \(names)"))
        }
        if case .object(let members) = value { checkObject(members, old?.object, schema, source, path, isRoot: isRoot) }
    }

    private static func isSame(_ one: JSONValue, _ two: JSONValue) -> Bool {
        if let first = one.number, let second = two.number { return first == second }
        return one == two
    }

    // MARK: Types

    private static func typeName(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .integer: "integer"
        case .number(let number): number == number.rounded() ? "integer" : "number"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        }
    }

    private mutating func mismatch(_ path: String, _ expected: String, _ actual: String) {
        errors.append(FieldError(.typeInvalid, path, .string(actual), "\(path) in body must be of type \(expected): \(GoText.quoted(actual))"))
    }

    private mutating func checkType(_ value: JSONValue, _ schema: Schema, _ path: String) {
        let actual = Self.typeName(value)
        if schema.node.isIntOrString {
            if actual != "integer", actual != "string" { mismatch(path, "integer,string", actual) }
            return
        }
        guard let type = schema.type else { return }
        if actual == type || actual == "integer" && type == "number" { return }
        // A format of numbers is what is expected rather than the type; what came is named by its own format.
        if let format = schema.node.format, ["integer", "number"].contains(type), actual != "string", actual != "array", actual != "null" {
            return mismatch(path, format, actual == "number" ? "float64" : "")
        }
        mismatch(path, type, actual)
    }

    // MARK: Scalars

    private mutating func checkText(_ text: String, _ schema: Schema, _ source: JSONValue, _ path: String) {
        let length = text.unicodeScalars.count
        if let maximum = source["maxLength"]?.integer, length > maximum { errors.append(.tooLong(FieldPath(path), maximum: Int(maximum))) }
        if let minimum = source["minLength"]?.integer, length < minimum {
            errors.append(.invalid(FieldPath(path), .string(text), "\(path) in body should be at least \(minimum) chars long"))
        }
        if let pattern = source["pattern"]?.string, (try? PatternText.matches(text, pattern)) == false {
            errors.append(.invalid(FieldPath(path), .string(text), "\(path) in body should match '\(pattern)'"))
        }
        if let format = schema.node.format, !TextFormats.isValid(text, format) {
            errors.append(
                FieldError(.typeInvalid, path, .string(text), "\(path) in body must be of type \(format): \(GoText.quoted(text))"))
        }
    }

    private mutating func checkNumber(_ value: JSONValue, _ schema: Schema, _ source: JSONValue, _ path: String) {
        guard let number = value.number else { return }
        if let format = schema.node.format, !Self.fits(value, format) {
            errors.append(
                FieldError(.invalid, "<nil>", "", "Checked value must be of type integer with format \(format) in \(path)"))
        }
        func report(_ text: String) { errors.append(.invalid(FieldPath(path), value, "\(path) in body should be \(text)")) }
        if let factor = source["multipleOf"]?.number, factor > 0, (number / factor) != (number / factor).rounded() {
            report("a multiple of \(source["multipleOf"]?.text ?? "")")
        }
        if let maximum = source["maximum"]?.number {
            let isExclusive = source["exclusiveMaximum"]?.bool ?? false
            if isExclusive ? number >= maximum : number > maximum {
                report("less than \(isExclusive ? "" : "or equal to ")\(source["maximum"]?.text ?? "")")
            }
        }
        if let minimum = source["minimum"]?.number {
            let isExclusive = source["exclusiveMinimum"]?.bool ?? false
            if isExclusive ? number <= minimum : number < minimum {
                report("greater than \(isExclusive ? "" : "or equal to ")\(source["minimum"]?.text ?? "")")
            }
        }
    }

    private static func fits(_ value: JSONValue, _ format: String) -> Bool {
        switch format {
        case "int32": value.integer.map { Int32(exactly: $0) != nil } ?? false
        case "int64": value.integer != nil
        default: true
        }
    }

    // MARK: Lists and objects

    private mutating func checkList(_ elements: [JSONValue], _ old: [JSONValue]?, _ schema: Schema, _ source: JSONValue, _ path: String) {
        if let items = schema.items {
            let earlier = Self.correlated(elements, old, schema)
            for (index, element) in elements.enumerated() { check(element, earlier[index], items, "\(path)[\(index)]", isRoot: false) }
        }
        if let minimum = source["minItems"]?.integer, elements.count < minimum {
            errors.append(
                FieldError(.invalid, path, .integer(Int64(elements.count)), "\(path) in body should have at least \(minimum) items"))
        }
        if let maximum = source["maxItems"]?.integer, elements.count > maximum {
            errors.append(.tooMany(FieldPath(path), actual: elements.count, maximum: Int(maximum)))
        }
    }

    /// The old element of each new one: by keys in an associative list, else none.
    static func correlated(_ elements: [JSONValue], _ old: [JSONValue]?, _ schema: Schema) -> [JSONValue?] {
        guard let old, schema.listType == .map else { return Array(repeating: nil, count: elements.count) }
        let known = Dictionary(
            old.compactMap { element in FieldShape.step(element, keys: schema.listMapKeys, schema.items).map { ($0, element) } },
            uniquingKeysWith: { first, _ in first })
        return elements.map { element in FieldShape.step(element, keys: schema.listMapKeys, schema.items).flatMap { known[$0] } }
    }

    private mutating func checkObject(
        _ members: [String: JSONValue], _ old: [String: JSONValue]?, _ schema: Schema, _ source: JSONValue, _ path: String, isRoot: Bool
    ) {
        func child(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
        if let minimum = source["minProperties"]?.integer, members.count < minimum {
            errors.append(
                .invalid(FieldPath(path), .integer(Int64(members.count)), "\(path) in body should have at least \(minimum) properties"))
        }
        if let maximum = source["maxProperties"]?.integer, members.count > maximum {
            errors.append(.tooMany(FieldPath(path), actual: members.count, maximum: Int(maximum)))
        }
        for name in schema.node.required where members[name] == nil { errors.append(.required(FieldPath(child(name)))) }
        if schema.node.isEmbeddedResource {
            for name in ["apiVersion", "kind"] where members[name] == nil { errors.append(.required(FieldPath(child(name)))) }
        }
        for name in members.keys.sorted() {
            guard let member = members[name], !(isRoot && ["apiVersion", "kind", "metadata"].contains(name)), let field = schema.field(name) else {
                continue
            }
            check(member, old?[name], field, child(name), isRoot: false)
        }
    }

    // MARK: Composites

    private mutating func composites(_ value: JSONValue, _ old: JSONValue?, _ schema: Schema, _ path: String) {
        let source = schema.node.source
        func passing(_ name: String) -> Int? {
            guard let alternatives = source[name]?.array else { return nil }
            return alternatives.filter { Self.errors(in: value, old: nil, schema: Schema($0), path: path).isEmpty }.count
        }
        func report(_ text: String) { errors.append(FieldError(.invalid, path, "", "\(GoText.quoted(path)) must \(text)")) }
        if passing("anyOf") == 0 { report("validate at least one schema (anyOf)") }
        if let count = passing("oneOf"), count != 1 {
            report("validate one and only one schema (oneOf). " + (count == 0 ? "Found none valid" : "Found \(count) valid alternatives"))
        }
        for part in source["allOf"]?.array ?? [] {
            errors += Self.errors(in: value, old: nil, schema: Schema(part), path: path)
        }
        if let forbidden = source["not"], Self.errors(in: value, old: nil, schema: Schema(forbidden), path: path).isEmpty {
            report("not validate the schema (not)")
        }
    }
}

/// The formats of texts that the API server checks; unknown ones are fine.
enum TextFormats {
    static func isValid(_ text: String, _ format: String) -> Bool {
        switch format {
        case "date-time": Timestamps.instant(text) != nil
        case "date": Timestamps.instant(text + "T00:00:00Z") != nil
        case "duration": CELDuration.nanoseconds(text) != nil
        case "byte": Base64Text.firstIllegalByte(in: text) == nil
        case "ipv4": AddressText.isIPv4(text)
        case "ipv6": AddressText.isIPv6(text)
        case "cidr": AddressText.isNetwork(text)
        case "uuid", "uuid4":
            text.utf8.count == 36 && text.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12] && text.allSatisfy { $0.isHexDigit || $0 == "-" }
        case "hostname":
            text.utf8.count <= 255 && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { NameSyntax.isLabel($0.lowercased()) }
        case "uri": text.contains(":") || text.hasPrefix("/")
        case "email": text.contains("@")
        default: true
        }
    }
}
