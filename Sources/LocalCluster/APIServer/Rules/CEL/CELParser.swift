/// A recursive-descent parser of CEL.
///
/// - Source: the CEL language definition, "Syntax" and "Macros".
struct CELParser {
    private let tokens: [CELToken]
    private var position = 0
    private var depth = 0

    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var",
        "void", "while",
    ]
    private static let comprehensions: [String: ClosedRange<Int>] = [
        "all": 2...3, "exists": 2...3, "exists_one": 2...3, "existsOne": 3...3, "map": 2...3, "filter": 2...2, "transformList": 3...4,
        "transformMap": 3...4,
    ]

    static func parse(_ text: String) throws(CELProblem) -> CELExpression {
        var parser = CELParser(tokens: try CELLexer.tokens(text))
        let expression = try parser.expression()
        guard parser.current == .end else { throw parser.unexpected() }
        return expression
    }

    private init(tokens: [CELToken]) { self.tokens = tokens }

    private var current: CELToken { tokens[min(position, tokens.count - 1)] }

    private func unexpected() -> CELProblem {
        let shown =
            switch current {
            case .end: "<EOF>"
            case .symbol(let symbol): symbol
            case .identifier(let name): name
            default: "literal"
            }
        return CELProblem(text: "ERROR: <input>:1:\(position + 1): Syntax error: mismatched input '\(shown)'")
    }

    private mutating func accept(_ symbol: String) -> Bool {
        guard current == .symbol(symbol) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ symbol: String) throws(CELProblem) {
        guard accept(symbol) else { throw unexpected() }
    }

    private mutating func expression() throws(CELProblem) -> CELExpression {
        depth += 1
        defer { depth -= 1 }
        guard depth < 200 else { throw CELProblem(text: "ERROR: <input>: expression recursion limit exceeded") }
        let condition = try binary(0)
        guard accept("?") else { return condition }
        let first = try binary(0)
        try expect(":")
        return .conditional(condition, first, try expression())
    }

    /// Operators from the weakest to the strongest.
    private static let levels: [[String]] = [["||"], ["&&"], ["<", "<=", ">", ">=", "==", "!=", "in"], ["+", "-"], ["*", "/", "%"]]

    private mutating func binary(_ level: Int) throws(CELProblem) -> CELExpression {
        guard level < Self.levels.count else { return try unary() }
        var left = try binary(level + 1)
        while let symbol = operation(at: level) {
            position += 1
            left = .call(symbol, target: nil, [left, try binary(level + 1)])
        }
        return left
    }

    private func operation(at level: Int) -> String? {
        switch current {
        case .symbol(let symbol) where Self.levels[level].contains(symbol): symbol
        case .identifier("in") where level == 2: "in"
        default: nil
        }
    }

    private mutating func unary() throws(CELProblem) -> CELExpression {
        if accept("!") { return .call("!", target: nil, [try unary()]) }
        if accept("-") {
            switch current {
            case .integer(let value):
                position += 1
                return try member(.literal(.integer(-value)))
            case .number(let value):
                position += 1
                return try member(.literal(.number(-value)))
            default: return .call("negate", target: nil, [try unary()])
            }
        }
        return try member(try primary())
    }

    private mutating func member(_ start: CELExpression) throws(CELProblem) -> CELExpression {
        var expression = start
        while true {
            if accept(".") {
                guard case .identifier(let name) = current else { throw unexpected() }
                position += 1
                expression = accept("(") ? try method(name, on: expression) : .select(expression, name, optional: false)
            } else if accept(".?") {
                guard case .identifier(let name) = current else { throw unexpected() }
                position += 1
                expression = .select(expression, name, optional: true)
            } else if accept("[") {
                let index = try self.expression()
                try expect("]")
                expression = .index(expression, index, optional: false)
            } else if accept("[?") {
                let index = try self.expression()
                try expect("]")
                expression = .index(expression, index, optional: true)
            } else {
                return expression
            }
        }
    }

    private mutating func method(_ name: String, on target: CELExpression) throws(CELProblem) -> CELExpression {
        let arguments = try list(until: ")")
        if let counts = Self.comprehensions[name], counts.contains(arguments.count), case .identifier(let variable)? = arguments.first {
            var variables = [variable]
            var bodies = Array(arguments.dropFirst())
            let takesTwo = name == "transformList" || name == "transformMap" || arguments.count == 3 && name != "map"
            if takesTwo, case .identifier(let second)? = bodies.first {
                variables.append(second)
                bodies.removeFirst()
            }
            return .comprehension(name == "existsOne" ? "exists_one" : name, target: target, variables: variables, bodies)
        }
        if name == "bind", case .identifier("cel") = target, arguments.count == 3, case .identifier(let variable) = arguments[0] {
            return .comprehension("bind", target: arguments[1], variables: [variable], [arguments[2]])
        }
        if ["optMap", "optFlatMap"].contains(name), arguments.count == 2, case .identifier(let variable) = arguments[0] {
            return .comprehension(name, target: target, variables: [variable], [arguments[1]])
        }
        return .call(name, target: target, arguments)
    }

    private mutating func list(until end: String) throws(CELProblem) -> [CELExpression] {
        var elements: [CELExpression] = []
        if accept(end) { return elements }
        while true {
            elements.append(try expression())
            if accept(end) { return elements }
            try expect(",")
            if accept(end) { return elements }
        }
    }

    private mutating func primary() throws(CELProblem) -> CELExpression {
        let token = current
        position += 1
        switch token {
        case .integer(let value): return .literal(.integer(value))
        case .unsigned(let value): return .literal(.unsigned(value))
        case .number(let value): return .literal(.number(value))
        case .text(let text): return .literal(.text(text))
        case .bytes(let bytes): return .literal(.bytes(bytes))
        case .identifier("true"): return .literal(.bool(true))
        case .identifier("false"): return .literal(.bool(false))
        case .identifier("null"): return .literal(.null)
        case .identifier(let name):
            if Self.reserved.contains(name) {
                position -= 1
                throw CELProblem(text: "ERROR: <input>: reserved identifier: \(name)")
            }
            guard accept("(") else { return .identifier(name) }
            return try function(name)
        case .symbol("("):
            let inner = try expression()
            try expect(")")
            return inner
        case .symbol("["): return .list(try list(until: "]"))
        case .symbol("{"): return try map()
        default:
            position -= 1
            throw unexpected()
        }
    }

    private mutating func function(_ name: String) throws(CELProblem) -> CELExpression {
        let arguments = try list(until: ")")
        guard name == "has" else { return .call(name, target: nil, arguments) }
        guard arguments.count == 1, case .select(let operand, let field, _) = arguments[0] else {
            throw CELProblem(text: "ERROR: <input>: invalid argument to has() macro")
        }
        return .has(operand, field)
    }

    private mutating func map() throws(CELProblem) -> CELExpression {
        var entries: [(key: CELExpression, value: CELExpression)] = []
        if accept("}") { return .map(entries) }
        while true {
            let key = try expression()
            try expect(":")
            entries.append((key, try expression()))
            if accept("}") { return .map(entries) }
            try expect(",")
            if accept("}") { return .map(entries) }
        }
    }
}
