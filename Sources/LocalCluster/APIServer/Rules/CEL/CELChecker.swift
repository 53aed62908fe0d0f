import KubernetesModel

/// Finds what is wrong with an expression before it runs: unknown names and fields, and types that can never fit.
struct CELChecker {
    /// What is known of the type of an expression; `dynamic` fits everywhere.
    indirect enum StaticType: Equatable {
        case dynamic, bool, integer, unsigned, number, text, bytes, null, timestamp, duration, quantity, type
        case list(StaticType)
        case map(StaticType)
        case object([String: StaticType])
        case optional(StaticType)

        init(_ schema: Schema, depth: Int = 0) {
            guard depth < 12, !schema.isIntOrString else {
                self = .dynamic
                return
            }
            switch schema.type {
            case "boolean": self = .bool
            case "integer": self = .integer
            case "number": self = .number
            case "string":
                switch schema.node.format {
                case "date-time", "date": self = .timestamp
                case "duration": self = .duration
                case "byte": self = .bytes
                default: self = .text
                }
            case "array": self = .list(schema.items.map { StaticType($0, depth: depth + 1) } ?? .dynamic)
            case "object":
                if schema.isStruct {
                    var members: [String: StaticType] = [:]
                    for (name, node) in schema.node.properties {
                        members[name] = StaticType(Schema(document: schema.document, node: node), depth: depth + 1)
                    }
                    if schema.node.isEmbeddedResource { for name in ["apiVersion", "kind", "metadata"] { members[name] = .dynamic } }
                    self = .object(members)
                } else if let values = schema.additionalProperties {
                    self = .map(StaticType(values, depth: depth + 1))
                } else {
                    self = schema.node.preservesUnknownFields ? .dynamic : .object([:])
                }
            default: self = .dynamic
            }
        }

        var name: String {
            switch self {
            case .dynamic: "dyn"
            case .integer: "int"
            case .unsigned: "uint"
            case .number: "double"
            case .text: "string"
            case .list(let element): "list(\(element.name))"
            case .map(let value): "map(string, \(value.name))"
            case .object: "object"
            case .optional(let inner): "optional_type(\(inner.name))"
            case .timestamp: "timestamp"
            case .duration: "duration"
            case .quantity: "kubernetes.Quantity"
            case .bool: "bool"
            case .bytes: "bytes"
            case .null: "null"
            case .type: "type"
            }
        }
    }

    var variables: [String: StaticType]

    func type(of expression: CELExpression) throws(CELProblem) -> StaticType {
        switch expression {
        case .literal(let value): return Self.type(of: value)
        case .identifier(let name):
            if let type = variables[name] { return type }
            if ["int", "uint", "double", "string", "bool", "bytes", "list", "map", "null_type", "type"].contains(name) { return .type }
            throw problem("undeclared reference to '\(name)' (in container '')")
        case .select(let operand, let field, let optional):
            let type = try member(field, of: self.type(of: operand))
            return optional ? .optional(type) : type
        case .has(let operand, let field):
            _ = try member(field, of: type(of: operand))
            return .bool
        case .index(let operand, let index, let optional):
            let container = try type(of: operand)
            _ = try type(of: index)
            let element = try element(of: container)
            return optional ? .optional(element) : element
        case .list(let elements):
            var types: [StaticType] = []
            for element in elements { types.append(try type(of: element)) }
            return .list(Self.common(types))
        case .map(let entries):
            var types: [StaticType] = []
            for entry in entries {
                _ = try type(of: entry.key)
                types.append(try type(of: entry.value))
            }
            return .map(Self.common(types))
        case .conditional(let condition, let first, let second):
            try requireBool(condition, "_?_:_")
            return Self.common([try type(of: first), try type(of: second)])
        case .comprehension(let name, let target, let names, let bodies): return try comprehension(name, target, names, bodies)
        case .call(let name, let target, let arguments): return try call(name, target, arguments)
        }
    }

    private func problem(_ text: String) -> CELProblem { CELProblem(text: "ERROR: <input>:1:1: \(text)") }

    private static func type(of value: CELValue) -> StaticType {
        switch value {
        case .bool: .bool
        case .integer: .integer
        case .unsigned: .unsigned
        case .number: .number
        case .text: .text
        case .bytes: .bytes
        case .null: .null
        default: .dynamic
        }
    }

    private static func common(_ types: [StaticType]) -> StaticType {
        guard let first = types.first, types.allSatisfy({ $0 == first }) else { return .dynamic }
        return first
    }

    private func member(_ name: String, of type: StaticType) throws(CELProblem) -> StaticType {
        switch type {
        case .dynamic: return .dynamic
        case .map(let value): return value
        case .optional(let inner): return try member(name, of: inner)
        case .object(let members):
            guard let member = members[name] ?? members[CELNames.unescaped(name)] else { throw problem("undefined field '\(name)'") }
            return member
        default: throw problem("type '\(type.name)' does not support field selection")
        }
    }

    private func element(of type: StaticType) throws(CELProblem) -> StaticType {
        switch type {
        case .list(let element): return element
        case .map(let value): return value
        case .optional(let inner): return try element(of: inner)
        case .dynamic, .object: return .dynamic
        default: throw problem("found no matching overload for '_[_]' applied to '(\(type.name))'")
        }
    }

    private func requireBool(_ expression: CELExpression, _ function: String) throws(CELProblem) {
        let type = try type(of: expression)
        guard type == .bool || type == .dynamic else { throw problem("found no matching overload for '\(function)' applied to '(\(type.name))'") }
    }

    private func comprehension(
        _ name: String, _ target: CELExpression, _ names: [String], _ bodies: [CELExpression]
    ) throws(CELProblem) -> StaticType {
        let container = try type(of: target)
        var inner = self
        switch (name, container) {
        case ("bind", _): inner.variables[names[0]] = container
        case ("optMap", .optional(let value)), ("optFlatMap", .optional(let value)): inner.variables[names[0]] = value
        case (_, .list(let element)):
            inner.variables[names[0]] = names.count == 2 ? .integer : element
            if names.count == 2 { inner.variables[names[1]] = element }
        case (_, .map(let value)):
            inner.variables[names[0]] = .text
            if names.count == 2 { inner.variables[names[1]] = value }
        case (_, .dynamic), (_, .object), ("optMap", _), ("optFlatMap", _): for variable in names { inner.variables[variable] = .dynamic }
        default: throw problem("expression of type '\(container.name)' cannot be range of a comprehension (must be list, map, or dynamic)")
        }
        var result = StaticType.dynamic
        for (index, body) in bodies.enumerated() {
            if ["all", "exists", "exists_one", "filter"].contains(name) || bodies.count == 2 && index == 0 {
                try inner.requireBool(body, "_&&_")
            }
            result = try inner.type(of: body)
        }
        return switch name {
        case "all", "exists", "exists_one": .bool
        case "filter": container
        case "map", "transformList": .list(result)
        case "transformMap": .map(result)
        case "bind", "optFlatMap": result
        default: .optional(result)
        }
    }

    private func call(_ name: String, _ target: CELExpression?, _ arguments: [CELExpression]) throws(CELProblem) -> StaticType {
        var types: [StaticType] = []
        for argument in arguments { types.append(try type(of: argument)) }
        if let target {
            if case .identifier(let namespace) = target, ["optional", "math", "sets", "cel"].contains(namespace) {
                return name == "of" ? .optional(types.first ?? .dynamic) : .dynamic
            }
            types.insert(try type(of: target), at: 0)
        }
        guard CELFunctions.names.contains(name) else { throw problem("undeclared reference to '\(name)' (in container '')") }
        func refuse() -> CELProblem {
            problem("found no matching overload for '\(name)' applied to '(\(types.map(\.name).joined(separator: ", ")))'")
        }
        switch name {
        case "&&", "||", "!":
            guard types.allSatisfy({ $0 == .bool || $0 == .dynamic }) else { throw refuse() }
            return .bool
        case "==", "!=", "<", "<=", ">", ">=":
            guard Self.areComparable(types) else { throw refuse() }
            return .bool
        case "+", "-", "*", "/", "%":
            guard types.count == 2, !types.contains(.dynamic) else { return .dynamic }
            guard types[0] == types[1] || types.contains(.duration) && types.contains(.timestamp) else { throw refuse() }
            if types == [.bool, .bool] { throw refuse() }
            return types[0] == .timestamp && types[1] == .timestamp ? .duration : types.contains(.timestamp) ? .timestamp : types[0]
        case "in", "matches", "startsWith", "endsWith", "contains", "isQuantity", "isURL", "isIP", "isCIDR", "isSorted", "hasValue", "isLessThan",
            "isGreaterThan", "isInteger", "bool":
            return .bool
        case "size", "int", "indexOf", "lastIndexOf", "compareTo", "asInteger", "sign":
            if name == "size", let first = types.first, [.integer, .number, .bool].contains(first) { throw refuse() }
            return .integer
        case "string", "lowerAscii", "upperAscii", "trim", "replace", "substring", "join", "charAt", "format", "find": return .text
        case "double", "asApproximateFloat": return .number
        case "duration": return .duration
        case "timestamp": return .timestamp
        case "quantity": return .quantity
        case "split", "findAll": return .list(.text)
        default: return .dynamic
        }
    }

    /// Whether two types can be compared; the numeric ones can among each other.
    private static func areComparable(_ types: [StaticType]) -> Bool {
        guard types.count == 2 else { return false }
        let numeric: [StaticType] = [.integer, .unsigned, .number]
        if types.contains(.dynamic) || types.contains(.null) || numeric.contains(types[0]) && numeric.contains(types[1]) { return true }
        switch (types[0], types[1]) {
        case (.list, .list), (.map, .map), (.object, .object), (.map, .object), (.object, .map), (.optional, .optional): return true
        default: return types[0] == types[1]
        }
    }
}
