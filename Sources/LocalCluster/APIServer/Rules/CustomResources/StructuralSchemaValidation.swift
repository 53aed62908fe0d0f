import KubernetesModel

/// Validation of the schema of a CustomResourceDefinition: that it is structural, and that defaults and rules fit it.
///
/// - Source: Kubernetes documentation, "Specifying a structural schema".
struct StructuralSchemaValidation {
    private var errors: [FieldError] = []

    private static let unsupported = ["$ref", "definitions", "dependencies", "id", "patternProperties", "additionalItems"]
    private static let types: Set<String> = ["object", "array", "string", "integer", "number", "boolean"]

    static func errors(in schema: JSONValue, _ path: FieldPath) -> [FieldError] {
        var validation = StructuralSchemaValidation()
        validation.root(schema, path)
        return validation.errors
    }

    private mutating func root(_ schema: JSONValue, _ path: FieldPath) {
        let type = schema.text("type")
        if type.isEmpty {
            errors.append(.required(path.child("type"), "must not be empty at the root"))
        } else if type != "object" {
            errors.append(.invalid(path.child("type"), .string(type), "must be object at the root"))
        }
        if schema["nullable"]?.bool == true { errors.append(.forbidden(path.child("nullable"), "nullable cannot be true at the root")) }
        if let metadata = schema[path: "properties", "metadata"] {
            let allowed: Set<String> = ["name", "generateName"]
            if !Set((metadata["properties"]?.object ?? [:]).keys).isSubset(of: allowed) {
                errors.append(
                    .forbidden(
                        path.child("properties").key("metadata"),
                        "must not specify anything other than name and generateName, but metadata is implicitly specified"))
            }
        }
        node(schema, path, isRoot: true)
    }

    private mutating func node(_ schema: JSONValue, _ path: FieldPath, isRoot: Bool = false) {
        for name in Self.unsupported where schema.has(name) { errors.append(.forbidden(path.child(name), "\(name) is not supported")) }
        if schema["uniqueItems"]?.bool == true {
            errors.append(.forbidden(path.child("uniqueItems"), "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"))
        }
        let type = schema.text("type")
        if type == "null" {
            errors.append(.forbidden(path.child("type"), "type cannot be set to null, use nullable as an alternative"))
        } else if !type.isEmpty, !Self.types.contains(type) {
            errors.append(.notSupported(path.child("type"), .string(type), Array(Self.types)))
        }
        if let pattern = schema["pattern"]?.string, !PatternText.isValid(pattern) {
            errors.append(.invalid(path.child("pattern"), .string(pattern), "must be a valid regular expression, but isn't: error parsing regexp"))
        }
        extensions(schema, type, path)
        members(schema, type, path, isRoot: isRoot)
        junctors(schema, path)
        if let standard = schema["default"], !isRoot { checkDefault(standard, schema, path.child("default")) }
        rules(schema, path, isRoot: isRoot)
    }

    private mutating func members(_ schema: JSONValue, _ type: String, _ path: FieldPath, isRoot: Bool) {
        let properties = schema["properties"]?.object ?? [:]
        for name in properties.keys.sorted() {
            guard let property = properties[name] else { continue }
            let child = path.child("properties").key(name)
            requireType(property, child, "must not be empty for specified object fields")
            if !(isRoot && name == "metadata") { node(property, child) }
        }
        if let additional = schema["additionalProperties"] {
            if !properties.isEmpty, additional != true {
                errors.append(.forbidden(path.child("additionalProperties"), "additionalProperties and properties are mutual exclusive"))
            }
            if additional.object != nil {
                requireType(additional, path.child("additionalProperties"), "must not be empty for specified object fields")
                node(additional, path.child("additionalProperties"))
            }
        }
        if let items = schema["items"] {
            if items.array != nil {
                errors.append(.forbidden(path.child("items"), "items must be a schema object and not an array"))
            } else {
                requireType(items, path.child("items"), "must not be empty for specified array items")
                node(items, path.child("items"))
            }
        } else if type == "array" {
            errors.append(.required(path.child("items"), "must be specified"))
        }
    }

    private mutating func requireType(_ schema: JSONValue, _ path: FieldPath, _ text: String) {
        let mayBeAnything = schema["x-kubernetes-int-or-string"]?.bool == true || schema["x-kubernetes-preserve-unknown-fields"]?.bool == true
        if schema.text("type").isEmpty, !mayBeAnything { errors.append(.required(path.child("type"), text)) }
    }

    private mutating func extensions(_ schema: JSONValue, _ type: String, _ path: FieldPath) {
        if schema["x-kubernetes-preserve-unknown-fields"]?.bool == false {
            errors.append(.invalid(path.child("x-kubernetes-preserve-unknown-fields"), false, "must be true or undefined"))
        }
        if schema["x-kubernetes-int-or-string"]?.bool == true, !type.isEmpty {
            errors.append(.forbidden(path.child("type"), "must be empty if x-kubernetes-int-or-string is true"))
        }
        if schema["x-kubernetes-embedded-resource"]?.bool == true, type != "object" {
            errors.append(
                type.isEmpty
                    ? .required(path.child("type"), "must be object if x-kubernetes-embedded-resource is true")
                    : .invalid(path.child("type"), .string(type), "must be object if x-kubernetes-embedded-resource is true"))
        }
        if let mapType = schema["x-kubernetes-map-type"]?.string {
            if !["atomic", "granular"].contains(mapType) {
                errors.append(.notSupported(path.child("x-kubernetes-map-type"), .string(mapType), ["atomic", "granular"]))
            }
            if type != "object" { errors.append(.invalid(path.child("type"), .string(type), "must be object if x-kubernetes-map-type is specified")) }
        }
        listType(schema, type, path)
    }

    private mutating func listType(_ schema: JSONValue, _ type: String, _ path: FieldPath) {
        let listType = schema["x-kubernetes-list-type"]?.string
        let keys = schema.list("x-kubernetes-list-map-keys").compactMap(\.string)
        let place = path.child("x-kubernetes-list-map-keys")
        if let listType {
            let known = ["atomic", "map", "set"]
            if !known.contains(listType) { errors.append(.notSupported(path.child("x-kubernetes-list-type"), .string(listType), known)) }
            if type != "array" {
                errors.append(
                    type.isEmpty
                        ? .required(path.child("type"), "must be array if x-kubernetes-list-type is specified")
                        : .invalid(path.child("type"), .string(type), "must be array if x-kubernetes-list-type is specified"))
            }
        }
        guard listType == "map" else {
            if !keys.isEmpty {
                errors.append(.forbidden(path.child("x-kubernetes-list-type"), "must be map if x-kubernetes-list-map-keys is non-empty"))
            }
            return
        }
        guard let items = schema["items"] else {
            errors.append(.required(path.child("items"), "must have a schema if x-kubernetes-list-type is map"))
            return
        }
        if items.text("type") != "object" {
            errors.append(
                .invalid(
                    path.child("items").child("type"), .string(items.text("type")), "must be object if parent array's x-kubernetes-list-type is map"))
        }
        if keys.isEmpty { errors.append(.required(place, "must not be empty if x-kubernetes-list-type is map")) }
        for (index, key) in keys.enumerated() {
            guard let property = items[path: "properties", key] else {
                errors.append(.invalid(place.index(index), .string(key), "entries have to all be names of item properties"))
                continue
            }
            if keys.firstIndex(of: key) != index { errors.append(.duplicate(place.index(index), .string(key))) }
            if !items.list("required").contains(.string(key)), !property.has("default") {
                errors.append(
                    .required(
                        path.child("items").child("properties").key(key).child("default"),
                        "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property"))
            }
        }
    }

    /// Below `allOf` and its like only value validations may stand.
    private mutating func junctors(_ schema: JSONValue, _ path: FieldPath) {
        let isIntOrString = schema["x-kubernetes-int-or-string"]?.bool == true
        for name in ["allOf", "anyOf", "oneOf"] {
            for (index, part) in schema.list(name).enumerated() {
                junctor(part, path.child(name).index(index), allowsType: isIntOrString)
            }
        }
        if let part = schema["not"] { junctor(part, path.child("not"), allowsType: false) }
    }

    private mutating func junctor(_ schema: JSONValue, _ path: FieldPath, allowsType: Bool) {
        for name in ["type", "default", "title", "description", "nullable", "additionalProperties"] where schema.has(name) {
            if name == "type", allowsType { continue }
            errors.append(.forbidden(path.child(name), "must be empty to be structural"))
        }
        for (name, property) in (schema["properties"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            junctor(property, path.child("properties").key(name), allowsType: false)
        }
        if let items = schema["items"], items.object != nil { junctor(items, path.child("items"), allowsType: false) }
        junctors(schema, path)
    }

    private mutating func checkDefault(_ value: JSONValue, _ schema: JSONValue, _ path: FieldPath) {
        let compiled = Schema(schema)
        var full = value
        StructuralSchema.applyDefaults(&full, compiled, isRoot: false)
        var pruned = full
        StructuralSchema.prune(&pruned, compiled, isRoot: false)
        if pruned != full { errors.append(.invalid(path, value, "must not have unknown fields")) }
        for var error in SchemaValidation.errors(in: full, old: nil, schema: compiled, isRoot: false) {
            error.path = error.path.isEmpty ? path.text : "\(path.text).\(error.path)"
            errors.append(error)
        }
    }

    private mutating func rules(_ schema: JSONValue, _ path: FieldPath, isRoot: Bool) {
        let list = schema.list("x-kubernetes-validations")
        guard !list.isEmpty else { return }
        let compiled = isRoot ? StructuralSchema.resource(schema) : Schema(schema)
        var type = CELChecker.StaticType(compiled)
        if isRoot, case .object(var members) = type {
            members["metadata"] = .object(["name": .text, "generateName": .text])
            type = .object(members)
        }
        for (index, rule) in list.enumerated() {
            let item = path.child("x-kubernetes-validations").index(index)
            let text = rule.text("rule")
            if text.trimmed.isEmpty {
                errors.append(.required(item.child("rule"), "rule is not specified"))
                continue
            }
            let isOptional = rule["optionalOldSelf"]?.bool == true
            let checker = CELChecker(variables: ["self": type, "oldSelf": isOptional ? .optional(type) : type])
            check(text, rule, checker, .bool, item.child("rule"))
            if !rule.text("messageExpression").isEmpty {
                check(rule.text("messageExpression"), rule, checker, .text, item.child("messageExpression"))
            }
            let reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"]
            errors += CommonChecks.oneOf(rule, "reason", reasons, item)
        }
    }

    private mutating func check(
        _ text: String, _ rule: JSONValue, _ checker: CELChecker, _ wanted: CELChecker.StaticType, _ path: FieldPath
    ) {
        let shown: JSONValue = wanted == .bool ? rule : .string(text)
        do throws(CELProblem) {
            let type = try checker.type(of: try CELParser.parse(text))
            guard type != wanted, type != .dynamic else { return }
            errors.append(
                .invalid(path, shown, wanted == .bool ? "cel expression must evaluate to a bool" : "messageExpression must evaluate to a string"))
        } catch {
            errors.append(.invalid(path, shown, "compilation failed: \(error.text)"))
        }
    }
}
