import KubernetesModel

/// The part of JSONPath that printer columns and selectable fields use.
///
///     .status.conditions[?(@.type=='Ready')].status
///
/// - Source: Kubernetes documentation, "JSONPath Support".
struct JSONPath: Sendable {
    private enum Step: Sendable {
        case key(String)
        case index(Int)
        case slice(Int?, Int?)
        case all
        case descendants(String)
        /// A path below the element, an operator, and what is compared with; no operator asks whether there is anything.
        case filter([String], String?, JSONValue)
    }

    private let steps: [Step]

    /// - Parameter text: begins with a dot, or is in braces.
    init?(_ text: String) {
        var rest = Substring(text)
        if rest.hasPrefix("{"), rest.hasSuffix("}") { rest = rest.dropFirst().dropLast() }
        if rest.hasPrefix("$") { rest = rest.dropFirst() }
        var steps: [Step] = []
        while let first = rest.first {
            if rest.hasPrefix("..") {
                rest = rest.dropFirst(2)
                steps.append(.descendants(Self.name(&rest)))
            } else if first == "." {
                rest = rest.dropFirst()
                if rest.first == "*" {
                    rest = rest.dropFirst()
                    steps.append(.all)
                } else if rest.first != "[" {
                    let name = Self.name(&rest)
                    if !name.isEmpty { steps.append(.key(name)) }
                }
            } else if first == "[" {
                guard let end = Self.closing(rest), let step = Self.bracket(String(rest[rest.index(after: rest.startIndex)..<end])) else {
                    return nil
                }
                steps.append(step)
                rest = rest[rest.index(after: end)...]
            } else if steps.isEmpty {
                steps.append(.key(Self.name(&rest)))
            } else {
                return nil
            }
        }
        self.steps = steps
    }

    private static func name(_ rest: inout Substring) -> String {
        var name = ""
        while let character = rest.first, character != ".", character != "[" {
            rest = rest.dropFirst()
            if character == "\\", let escaped = rest.popFirst() { name.append(escaped) } else { name.append(character) }
        }
        return name
    }

    private static func closing(_ text: Substring) -> Substring.Index? {
        var quote: Character?
        var depth = 0
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == "[" {
                depth += 1
            } else if character == "]" {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return nil
    }

    private static func bracket(_ text: String) -> Step? {
        if text == "*" { return .all }
        if let index = Int(text) { return .index(index) }
        if text.hasPrefix("'") || text.hasPrefix("\"") { return .key(String(text.dropFirst().dropLast())) }
        if text.hasPrefix("?("), text.hasSuffix(")") { return filter(String(text.dropFirst(2).dropLast())) }
        let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { Int($0) }
        return ends.count == 2 ? .slice(ends[0], ends[1]) : nil
    }

    private static func filter(_ text: String) -> Step? {
        for operation in ["==", "!=", "<=", ">=", "<", ">"] {
            guard let range = text.firstRange(of: operation) else { continue }
            let left = String(text[..<range.lowerBound]).trimmed
            let right = String(text[range.upperBound...]).trimmed
            let isQuoted = right.hasPrefix("'") || right.hasPrefix("\"")
            let value = isQuoted ? JSONValue.string(String(right.dropFirst().dropLast())) : (try? JSONValue(parsing: right)) ?? .string(right)
            return .filter(keys(left), operation, value)
        }
        return .filter(keys(text.trimmed), nil, .null)
    }

    private static func keys(_ text: String) -> [String] { text.drop { $0 == "@" }.split(separator: ".").map(String.init) }

    func values(in root: JSONValue) -> [JSONValue] {
        steps.reduce([root]) { values, step in values.flatMap { Self.take(step, $0) } }
    }

    private static func take(_ step: Step, _ value: JSONValue) -> [JSONValue] {
        switch step {
        case .key(let name): return value[name].map { [$0] } ?? []
        case .index(let index):
            guard let elements = value.array else { return [] }
            let position = index < 0 ? elements.count + index : index
            return elements.indices.contains(position) ? [elements[position]] : []
        case .slice(let start, let end):
            guard let elements = value.array else { return [] }
            let low = max(0, start ?? 0)
            let high = min(elements.count, end.map { $0 < 0 ? elements.count + $0 : $0 } ?? elements.count)
            return low < high ? Array(elements[low..<high]) : []
        case .all: return value.array ?? (value.object ?? [:]).sorted { $0.key < $1.key }.map(\.value)
        case .descendants(let name):
            var found = value[name].map { [$0] } ?? []
            for child in value.array ?? (value.object ?? [:]).sorted(by: { $0.key < $1.key }).map(\.value) { found += take(step, child) }
            return found
        case .filter(let path, let operation, let expected):
            return (value.array ?? []).filter { element in
                let actual = element[path: path]
                guard let operation else { return actual != nil }
                return compare(actual ?? .null, operation, expected)
            }
        }
    }

    private static func compare(_ one: JSONValue, _ operation: String, _ two: JSONValue) -> Bool {
        switch operation {
        case "==": return one == two || one.number != nil && one.number == two.number
        case "!=": return one != two
        default:
            let isLess: Bool
            let isEqual: Bool
            if let first = one.number, let second = two.number {
                (isLess, isEqual) = (first < second, first == second)
            } else if let first = one.string, let second = two.string {
                (isLess, isEqual) = (first < second, first == second)
            } else {
                return false
            }
            return switch operation {
            case "<": isLess
            case "<=": isLess || isEqual
            case ">": !isLess && !isEqual
            default: !isLess
            }
        }
    }
}
