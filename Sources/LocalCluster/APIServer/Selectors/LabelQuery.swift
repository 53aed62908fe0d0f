import KubernetesModel

/// A label selector in the form of a query parameter: `a=b,c in (d,e),!f,n>1`.
struct LabelQuery: Sendable, Hashable {
    enum Operator: Sendable, Hashable { case `in`, notIn, exists, doesNotExist, greaterThan, lessThan }

    struct Requirement: Sendable, Hashable {
        var key: String
        var `operator`: Operator
        var values: [String]

        func matches(_ value: String?) -> Bool {
            switch `operator` {
            case .in: return value.map(values.contains) ?? false
            case .notIn: return value.map { !values.contains($0) } ?? true
            case .exists: return value != nil
            case .doesNotExist: return value == nil
            case .greaterThan, .lessThan:
                guard let number = value.flatMap({ Int64($0) }), let bound = values.first.flatMap({ Int64($0) }) else { return false }
                return `operator` == .greaterThan ? number > bound : number < bound
            }
        }
    }

    var requirements: [Requirement] = []
    var isEmpty: Bool { requirements.isEmpty }

    init() {}

    /// - Throws: a 400 in the words of a real server.
    init(parsing text: String) throws(StatusError) {
        var parser = LabelQueryParser(text)
        do {
            requirements = try parser.requirements()
        } catch {
            throw .badRequest(error.message)
        }
    }

    func matches(_ object: JSONValue) -> Bool {
        if requirements.isEmpty { return true }
        let labels = object[path: ["metadata", "labels"]]
        return requirements.allSatisfy { $0.matches(labels?[$0.key]?.string) }
    }
}

/// Reads the query form with the error messages of Kubernetes' own parser.
private struct LabelQueryParser {
    struct Failure: Error { let message: String }

    enum Token: Equatable {
        case word(String)
        case symbol(String)
        case end

        var text: String {
            switch self {
            case .word(let text), .symbol(let text): text
            case .end: ""
            }
        }
    }

    private var tokens: [Token] = []
    private var position = 0

    init(_ text: String) {
        var rest = Substring(text)
        while let character = rest.first {
            if character.isWhitespace {
                rest.removeFirst()
            } else if let symbol = ["==", "!=", "=", "!", "(", ")", ",", ">", "<"].first(where: rest.hasPrefix) {
                tokens.append(.symbol(symbol))
                rest.removeFirst(symbol.count)
            } else {
                let word = rest.prefix { !$0.isWhitespace && !"=!(),><".contains($0) }
                tokens.append(word == "in" || word == "notin" ? .symbol(String(word)) : .word(String(word)))
                rest.removeFirst(word.count)
            }
        }
    }

    private var next: Token { position < tokens.count ? tokens[position] : .end }

    private mutating func take() -> Token {
        defer { position += 1 }
        return next
    }

    /// In the place of a value, `in` and `notin` are words like any other.
    private var nextIsWord: Bool {
        switch next {
        case .word: true
        case .symbol(let text): text == "in" || text == "notin"
        case .end: false
        }
    }

    mutating func requirements() throws(Failure) -> [LabelQuery.Requirement] {
        var result: [LabelQuery.Requirement] = []
        while true {
            if next == .end { return result }
            if nextIsWord || next == .symbol("!") {
                do {
                    result.append(try requirement())
                } catch {
                    throw Failure(message: "unable to parse requirement: \(error.message)")
                }
                switch take() {
                case .end: return result
                case .symbol(","):
                    if next == .end || (!nextIsWord && next != .symbol("!")) {
                        throw Failure(message: "found '\(next.text)', expected: identifier after ','")
                    }
                case let token: throw Failure(message: "found '\(token.text)', expected: ',' or 'end of string'")
                }
            } else {
                throw Failure(message: "found '\(next.text)', expected: !, identifier, or 'end of string'")
            }
        }
    }

    private mutating func requirement() throws(Failure) -> LabelQuery.Requirement {
        let isNegated = next == .symbol("!")
        if isNegated { _ = take() }
        guard nextIsWord else { throw Failure(message: "found '\(next.text)', expected: identifier") }
        let key = take().text
        if isNegated { return .init(key: key, operator: .doesNotExist, values: []) }
        if next == .end || next == .symbol(",") { return .init(key: key, operator: .exists, values: []) }
        switch take() {
        case .symbol("in"): return .init(key: key, operator: .in, values: try values())
        case .symbol("notin"): return .init(key: key, operator: .notIn, values: try values())
        case .symbol("="), .symbol("=="): return .init(key: key, operator: .in, values: [try exactValue()])
        case .symbol("!="): return .init(key: key, operator: .notIn, values: [try exactValue()])
        case .symbol(">"): return .init(key: key, operator: .greaterThan, values: [try integer()])
        case .symbol("<"): return .init(key: key, operator: .lessThan, values: [try integer()])
        case let token: throw Failure(message: "found '\(token.text)', expected: in, notin, =, ==, !=, gt, lt")
        }
    }

    private mutating func exactValue() throws(Failure) -> String {
        if next == .end || next == .symbol(",") { return "" }
        guard nextIsWord else { throw Failure(message: "found '\(next.text)', expected: identifier") }
        return take().text
    }

    private mutating func integer() throws(Failure) -> String {
        let text = try exactValue()
        guard Int64(text) != nil else {
            throw Failure(message: "values[0]: Invalid value: \"\(text)\": for 'Gt', 'Lt' operators, the value must be an integer")
        }
        return text
    }

    private mutating func values() throws(Failure) -> [String] {
        let opening = take()
        guard opening == .symbol("(") else { throw Failure(message: "found '\(opening.text)' expected: '('") }
        var values: [String] = []
        if next == .symbol(")") {
            _ = take()
            throw Failure(message: "values: Invalid value: []: for 'in', 'notin' operators, values set can't be empty")
        }
        while true {
            if nextIsWord {
                values.append(take().text)
                switch next {
                case .symbol(","): _ = take()
                case .symbol(")"):
                    _ = take()
                    return values
                default: throw Failure(message: "found '\(next.text)', expected: ',' or ')'")
                }
            } else if next == .symbol(",") {
                _ = take()
                values.append("")
            } else if next == .symbol(")") {
                _ = take()
                return values + [""]
            } else {
                throw Failure(message: "found '\(next.text)', expected: ',', ')' or identifier")
            }
        }
    }
}
