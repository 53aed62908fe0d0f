import KubernetesModel

/// Evaluates CEL expressions, without types checked beforehand: what does not fit fails where it is met.
struct CELEvaluator {
    var variables: [String: CELValue]

    func evaluate(_ expression: CELExpression) throws(CELProblem) -> CELValue {
        switch expression {
        case .literal(let value): return value
        case .identifier(let name): return try identifier(name)
        case .select(let operand, let field, let optional): return try select(evaluate(operand), field, optional: optional)
        case .has(let operand, let field): return .bool(try has(evaluate(operand), field))
        case .index(let operand, let index, let optional): return try self.index(evaluate(operand), evaluate(index), optional: optional)
        case .list(let elements):
            var values: [CELValue] = []
            for element in elements { values.append(try evaluate(element)) }
            return .list(values)
        case .map(let entries):
            var values: [CELValue: CELValue] = [:]
            for entry in entries { values[try evaluate(entry.key)] = try evaluate(entry.value) }
            return .map(values)
        case .conditional(let condition, let first, let second):
            return try boolean(evaluate(condition)) ? evaluate(first) : evaluate(second)
        case .comprehension(let name, let target, let variables, let bodies):
            return try comprehension(name, evaluate(target), variables, bodies)
        case .call("&&", nil, let operands): return try logical(operands, absorbing: false)
        case .call("||", nil, let operands): return try logical(operands, absorbing: true)
        case .call(let name, let target, let arguments):
            if let target, let namespace = Self.namespace(target), CELFunctions.namespaced.contains("\(namespace).\(name)") {
                return try CELFunctions.call("\(namespace).\(name)", nil, values(arguments))
            }
            return try CELFunctions.call(name, target.map { value throws(CELProblem) in try evaluate(value) }, values(arguments))
        }
    }

    private static func namespace(_ expression: CELExpression) -> String? {
        if case .identifier(let name) = expression { name } else { nil }
    }

    private func values(_ expressions: [CELExpression]) throws(CELProblem) -> [CELValue] {
        var values: [CELValue] = []
        for expression in expressions { values.append(try evaluate(expression)) }
        return values
    }

    private func identifier(_ name: String) throws(CELProblem) -> CELValue {
        if let value = variables[name] { return value }
        if ["int", "uint", "double", "string", "bool", "bytes", "list", "map", "null_type", "type"].contains(name) { return .type(name) }
        throw CELProblem(text: "undeclared reference to '\(name)' (in container '')")
    }

    private func boolean(_ value: CELValue) throws(CELProblem) -> Bool {
        guard case .bool(let result) = value else { throw CELProblem(text: "no such overload") }
        return result
    }

    /// `&&` and `||` do not care for the order of their operands: a result that decides wins over a failure.
    private func logical(_ operands: [CELExpression], absorbing: Bool) throws(CELProblem) -> CELValue {
        var failure: CELProblem?
        for operand in operands {
            do throws(CELProblem) {
                if try boolean(evaluate(operand)) == absorbing { return .bool(absorbing) }
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        return .bool(!absorbing)
    }

    private func select(_ operand: CELValue, _ field: String, optional: Bool) throws(CELProblem) -> CELValue {
        switch operand {
        case .map(let members):
            let value = members[.text(field)] ?? members[.text(CELNames.unescaped(field))]
            if optional { return .optional(value) }
            guard let value else { throw CELProblem(text: "no such key: \(CELNames.unescaped(field))") }
            return value
        case .optional(let inner):
            guard let inner else { return .optional(nil) }
            let value = try select(inner, field, optional: true)
            return value
        default: throw CELProblem(text: "no such overload")
        }
    }

    private func has(_ operand: CELValue, _ field: String) throws(CELProblem) -> Bool {
        switch operand {
        case .map(let members): return members[.text(field)] != nil || members[.text(CELNames.unescaped(field))] != nil
        case .optional(let inner): return try inner.map { value throws(CELProblem) in try has(value, field) } ?? false
        default: throw CELProblem(text: "no such overload")
        }
    }

    private func index(_ operand: CELValue, _ index: CELValue, optional: Bool) throws(CELProblem) -> CELValue {
        switch operand {
        case .list(let elements):
            guard let position = index.double.flatMap({ Int(exactly: $0) }) else { throw CELProblem(text: "no such overload") }
            let value = elements.indices.contains(position) ? elements[position] : nil
            if optional { return .optional(value) }
            guard let value else { throw CELProblem(text: "index out of bounds: \(position)") }
            return value
        case .map(let members):
            let value = members[index] ?? members.first { CELValue.equal($0.key, index) }?.value
            if optional { return .optional(value) }
            guard let value else { throw CELProblem(text: "no such key: \(CELText.plain(index))") }
            return value
        case .optional(let inner):
            guard let inner else { return .optional(nil) }
            return try self.index(inner, index, optional: true)
        default: throw CELProblem(text: "no such overload")
        }
    }

    private func comprehension(
        _ name: String, _ target: CELValue, _ names: [String], _ bodies: [CELExpression]
    ) throws(CELProblem) -> CELValue {
        if name == "bind" { return try with(names[0], target).evaluate(bodies[0]) }
        if name == "optMap" || name == "optFlatMap" {
            guard case .optional(let inner) = target else { throw CELProblem(text: "no such overload") }
            guard let inner else { return .optional(nil) }
            let result = try with(names[0], inner).evaluate(bodies[0])
            return name == "optMap" ? .optional(result) : result
        }
        let pairs = try elements(of: target)
        func scope(_ pair: (CELValue, CELValue)) -> CELEvaluator {
            guard names.count == 2 else { return with(names[0], isMap(target) ? pair.0 : pair.1) }
            return with(names[0], pair.0).with(names[1], pair.1)
        }
        switch name {
        case "all", "exists":
            // As `&&` and `||`: an element that decides wins over one that fails.
            var failure: CELProblem?
            for pair in pairs {
                do throws(CELProblem) {
                    if try boolean(scope(pair).evaluate(bodies[0])) == (name == "exists") { return .bool(name == "exists") }
                } catch {
                    failure = failure ?? error
                }
            }
            if let failure { throw failure }
            return .bool(name == "all")
        case "exists_one":
            var count = 0
            for pair in pairs { if try boolean(scope(pair).evaluate(bodies[0])) { count += 1 } }
            return .bool(count == 1)
        case "filter":
            var result: [CELValue] = []
            for pair in pairs { if try boolean(scope(pair).evaluate(bodies[0])) { result.append(isMap(target) ? pair.0 : pair.1) } }
            return .list(result)
        case "map", "transformList":
            var result: [CELValue] = []
            for pair in pairs {
                if bodies.count > 1, try !boolean(scope(pair).evaluate(bodies[0])) { continue }
                result.append(try scope(pair).evaluate(bodies[bodies.count - 1]))
            }
            return .list(result)
        default:
            var result: [CELValue: CELValue] = [:]
            for pair in pairs {
                if bodies.count > 1, try !boolean(scope(pair).evaluate(bodies[0])) { continue }
                result[pair.0] = try scope(pair).evaluate(bodies[bodies.count - 1])
            }
            return .map(result)
        }
    }

    private func isMap(_ value: CELValue) -> Bool { if case .map = value { true } else { false } }

    private func with(_ name: String, _ value: CELValue) -> CELEvaluator {
        var copy = self
        copy.variables[name] = value
        return copy
    }

    private func elements(of value: CELValue) throws(CELProblem) -> [(CELValue, CELValue)] {
        switch value {
        case .list(let elements): return elements.enumerated().map { (.integer(Int64($0.offset)), $0.element) }
        case .map(let members): return members.sorted { CELText.plain($0.key) < CELText.plain($1.key) }.map { ($0.key, $0.value) }
        default: throw CELProblem(text: "no such overload")
        }
    }
}

/// Property names that CEL could not read are escaped in expressions.
///
/// - Source: Kubernetes documentation, "Validation rules", escaping.
enum CELNames {
    static func unescaped(_ name: String) -> String {
        guard name.contains("__") else { return name }
        if name.hasPrefix("__"), name.hasSuffix("__"), name.count > 4, !name.dropFirst(2).dropLast(2).contains("_") {
            let inner = String(name.dropFirst(2).dropLast(2))
            if !["dot", "dash", "slash", "underscores"].contains(inner) { return inner }
        }
        return name.replacing("__underscores__", with: "\u{0}").replacing("__dot__", with: ".").replacing("__dash__", with: "-")
            .replacing("__slash__", with: "/").replacing("\u{0}", with: "__")
    }
}

/// Values as `string()` and messages show them.
enum CELText {
    static func plain(_ value: CELValue) -> String {
        switch value {
        case .null: "null"
        case .bool(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .unsigned(let number): String(number)
        case .number(let number): JSONValue.number(number).text
        case .text(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .timestamp(let micro): Timestamps.text(.init(seconds: Int64((Double(micro) / 1e6).rounded(.down)), microseconds: 0), microseconds: false)
        case .duration(let nano): JSONValue.number(Double(nano) / 1e9).text + "s"
        case .quantity(_, let text): text
        case .type(let name): name
        case .list(let elements): "[" + elements.map(plain).joined(separator: ", ") + "]"
        case .map(let members): "{" + members.map { "\(plain($0.key)): \(plain($0.value))" }.sorted().joined(separator: ", ") + "}"
        case .optional(let inner): inner.map { "optional.of(\(plain($0)))" } ?? "optional.none()"
        }
    }
}
