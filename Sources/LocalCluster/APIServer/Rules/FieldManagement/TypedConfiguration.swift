import KubernetesModel

/// Checks an applied configuration against its schema, with the words of structured-merge-diff.
enum TypedConfiguration {
    /// What does not fit; empty for a good configuration.
    static func problems(in value: JSONValue, _ schema: Schema) -> [String] {
        var problems: [String] = []
        check(value, schema, "", into: &problems)
        return problems
    }

    /// All problems as one text.
    static func text(_ problems: [String]) -> String {
        problems.count == 1 ? problems[0] : "errors:\n" + problems.map { "  \($0)" }.joined(separator: "\n")
    }

    private static func check(_ value: JSONValue, _ schema: Schema?, _ path: String, into problems: inout [String]) {
        guard let schema, !value.isNull, !schema.isOpaque || schema.isStruct else { return }
        if schema.isQuantity || schema.isIntOrString {
            if value.object != nil || value.array != nil { problems.append("\(path): expected scalar, got \(shown(value))") }
            return
        }
        switch schema.type {
        case "string": if value.string == nil { problems.append("\(path): expected string, got \(shown(value))") }
        case "boolean": if value.bool == nil { problems.append("\(path): expected boolean, got \(shown(value))") }
        case "integer", "number":
            if value.number == nil { problems.append("\(path): expected numeric (int or float), got \(GoText.typeName(value))") }
        case "array": list(value, schema, path, into: &problems)
        default: object(value, schema, path, into: &problems)
        }
    }

    private static func object(_ value: JSONValue, _ schema: Schema, _ path: String, into problems: inout [String]) {
        guard case .object(let members) = value else {
            problems.append("\(path): expected map, got \(shown(value))")
            return
        }
        for key in members.keys.sorted() {
            guard let member = members[key] else { continue }
            if let field = schema.field(key) {
                check(member, field, "\(path).\(key)", into: &problems)
            } else if !schema.node.preservesUnknownFields {
                problems.append("\(path).\(key): field not declared in schema")
            }
        }
    }

    private static func list(_ value: JSONValue, _ schema: Schema, _ path: String, into problems: inout [String]) {
        guard case .array(let elements) = value else {
            problems.append("\(path): expected list, got \(shown(value))")
            return
        }
        var seen = Set<PathStep>()
        for (index, element) in elements.enumerated() {
            let step: PathStep
            switch schema.listType {
            case .set?: step = .value(element)
            case .map?:
                guard let keyed = FieldShape.step(element, keys: schema.listMapKeys, schema.items) else {
                    let missing = schema.listMapKeys.first { element[$0] == nil && schema.items?.property($0)?.defaultValue == nil } ?? ""
                    problems.append(
                        "\(path): element \(index): associative list with keys has an element that omits key field \(GoText.quoted(missing)) "
                            + "(and doesn't have default value)")
                    continue
                }
                step = keyed
            default: step = .index(index)
            }
            if !seen.insert(step).inserted { problems.append("\(path): duplicate entries for key \(step.shown)") }
            check(element, schema.items, path + step.shown, into: &problems)
        }
    }

    private static func shown(_ value: JSONValue) -> String { "&value.valueUnstructured{Value:\(GoText.syntax(value))}" }
}

extension GoText {
    /// A value as Go's `%#v` prints it.
    static func syntax(_ value: JSONValue) -> String {
        switch value {
        case .null: "interface {}(nil)"
        case .string(let text): quoted(text)
        case .array(let elements): "[]interface {}{" + elements.map(syntax).joined(separator: ", ") + "}"
        case .object(let members):
            "map[string]interface {}{" + members.keys.sorted().map { "\(quoted($0)):\(syntax(members[$0] ?? .null))" }.joined(separator: ", ") + "}"
        default: value.text
        }
    }

    /// The name of a value's type in Go.
    static func typeName(_ value: JSONValue) -> String {
        switch value {
        case .null: "nil"
        case .bool: "bool"
        case .integer: "int64"
        case .number: "float64"
        case .string: "string"
        case .array: "[]interface {}"
        case .object: "map[string]interface {}"
        }
    }
}
