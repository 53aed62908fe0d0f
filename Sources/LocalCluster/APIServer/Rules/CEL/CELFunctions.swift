import Foundation
import KubernetesModel

/// The functions and operators of CEL that Kubernetes offers in validation rules.
///
/// - Source: Kubernetes documentation, "Common Expression Language in Kubernetes".
enum CELFunctions {
    static let namespaced: Set<String> = ["optional.of", "optional.none", "optional.ofNonZeroValue", "math.greatest", "math.least", "math.abs"]

    /// Every name that may be called.
    static let names: Set<String> = [
        "!", "negate", "==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", "/", "%", "&&", "||", "size", "string", "int", "uint", "double", "bool",
        "bytes", "dyn", "type", "duration", "timestamp", "matches", "startsWith", "endsWith", "contains", "charAt", "indexOf", "lastIndexOf",
        "lowerAscii", "upperAscii", "replace", "split", "substring", "trim", "join", "reverse", "format", "isSorted", "sum", "min", "max", "find",
        "findAll", "quantity", "isQuantity", "isInteger", "asInteger", "asApproximateFloat", "sign", "add", "sub", "isLessThan", "isGreaterThan",
        "compareTo", "hasValue", "value", "orValue", "or", "getFullYear", "getMonth", "getDayOfMonth", "getDate", "getDayOfWeek", "getDayOfYear",
        "getHours", "getMinutes", "getSeconds", "getMilliseconds", "isURL", "url", "isIP", "ip", "isCIDR", "cidr", "family", "sets.contains",
        "sets.equivalent", "sets.intersects", "flatten", "distinct", "slice", "sort", "of", "none", "ofNonZeroValue", "greatest", "least", "abs",
        "getScheme", "getHost", "getHostname", "getPort", "getEscapedPath", "getQuery", "isSemver", "semver",
    ]

    private static let noOverload = CELProblem(text: "no such overload")

    static func call(_ name: String, _ target: CELValue?, _ arguments: [CELValue]) throws(CELProblem) -> CELValue {
        if target == nil, let value = try operators(name, arguments) { return value }
        let all = (target.map { [$0] } ?? []) + arguments
        if let value = try conversions(name, all) { return value }
        guard let first = all.first else { return try constants(name) }
        let rest = Array(all.dropFirst())
        switch first {
        case .text(let text): if let value = try texts(name, text, rest) { return value }
        case .list(let elements): if let value = try lists(name, elements, rest) { return value }
        case .optional(let inner): if let value = try optionals(name, inner, rest) { return value }
        case .quantity(let nano, let text): if let value = try quantities(name, nano, text, rest) { return value }
        case .timestamp(let micro): if let value = times(name, micro) { return value }
        case .duration(let nano): if let value = durations(name, nano) { return value }
        default: break
        }
        return try others(name, first, rest)
    }

    private static func operators(_ name: String, _ operands: [CELValue]) throws(CELProblem) -> CELValue? {
        if operands.count == 1 {
            switch (name, operands[0]) {
            case ("!", .bool(let value)): return .bool(!value)
            case ("!", _): throw noOverload
            case ("negate", .integer(let value)): return .integer(-value)
            case ("negate", .number(let value)): return .number(-value)
            case ("negate", .duration(let value)): return .duration(-value)
            default: return nil
            }
        }
        guard operands.count == 2 else { return nil }
        let (one, two) = (operands[0], operands[1])
        switch name {
        case "==": return .bool(CELValue.equal(one, two))
        case "!=": return .bool(!CELValue.equal(one, two))
        case "<", "<=", ">", ">=":
            guard let order = CELValue.compare(one, two) else { throw noOverload }
            return .bool(name == "<" ? order < 0 : name == "<=" ? order <= 0 : name == ">" ? order > 0 : order >= 0)
        case "in":
            switch two {
            case .list(let elements): return .bool(elements.contains { CELValue.equal($0, one) })
            case .map(let members): return .bool(members[one] != nil)
            default: throw noOverload
            }
        case "+", "-", "*", "/", "%": return try arithmetic(name, one, two)
        default: return nil
        }
    }

    private static func arithmetic(_ name: String, _ one: CELValue, _ two: CELValue) throws(CELProblem) -> CELValue {
        switch (one, two) {
        case (.integer(let first), .integer(let second)): return .integer(try integers(name, first, second))
        case (.unsigned(let first), .unsigned(let second)):
            return .unsigned(UInt64(clamping: try integers(name, Int64(clamping: first), Int64(clamping: second))))
        case (.number(let first), .number(let second)):
            switch name {
            case "+": return .number(first + second)
            case "-": return .number(first - second)
            case "*": return .number(first * second)
            case "/": return .number(first / second)
            default: throw noOverload
            }
        case (.text(let first), .text(let second)) where name == "+": return .text(first + second)
        case (.bytes(let first), .bytes(let second)) where name == "+": return .bytes(first + second)
        case (.list(let first), .list(let second)) where name == "+": return .list(first + second)
        case (.timestamp(let first), .duration(let second)) where name == "+": return .timestamp(first + second / 1000)
        case (.timestamp(let first), .duration(let second)) where name == "-": return .timestamp(first - second / 1000)
        case (.timestamp(let first), .timestamp(let second)) where name == "-": return .duration((first - second) * 1000)
        case (.duration(let first), .duration(let second)) where name == "+": return .duration(first + second)
        case (.duration(let first), .duration(let second)) where name == "-": return .duration(first - second)
        default: throw noOverload
        }
    }

    private static func integers(_ name: String, _ one: Int64, _ two: Int64) throws(CELProblem) -> Int64 {
        let result: (partialValue: Int64, overflow: Bool)
        switch name {
        case "+": result = one.addingReportingOverflow(two)
        case "-": result = one.subtractingReportingOverflow(two)
        case "*": result = one.multipliedReportingOverflow(by: two)
        case "/":
            if two == 0 { throw CELProblem(text: "division by zero") }
            result = one.dividedReportingOverflow(by: two)
        default:
            if two == 0 { throw CELProblem(text: "modulus by zero") }
            result = one.remainderReportingOverflow(dividingBy: two)
        }
        if result.overflow { throw CELProblem(text: "integer overflow") }
        return result.partialValue
    }

    private static func constants(_ name: String) throws(CELProblem) -> CELValue {
        if name == "optional.none" { return .optional(nil) }
        throw noOverload
    }

    private static func conversions(_ name: String, _ arguments: [CELValue]) throws(CELProblem) -> CELValue? {
        guard arguments.count == 1, let value = arguments.first else { return nil }
        switch (name, value) {
        case ("dyn", _): return value
        case ("type", _): return .type(value.typeName)
        case ("string", .list), ("string", .map): throw noOverload
        case ("string", _): return .text(CELText.plain(value))
        case ("int", .text(let text)):
            guard let number = Int64(text) else { throw CELProblem(text: "type conversion error from 'string' to 'int'") }
            return .integer(number)
        case ("int", .timestamp(let micro)): return .integer(micro / 1_000_000)
        case ("int", _), ("uint", _):
            guard let number = value.double ?? (value.asText.flatMap(Double.init)), abs(number) < 9.3e18 else { throw noOverload }
            return name == "int" ? .integer(Int64(number)) : .unsigned(UInt64(clamping: Int64(number)))
        case ("double", _):
            guard let number = value.double ?? value.asText.flatMap(Double.init) else { throw noOverload }
            return .number(number)
        case ("bool", .text(let text)): return .bool(["true", "1", "t", "True", "TRUE"].contains(text))
        case ("bool", .bool): return value
        case ("bytes", .text(let text)): return .bytes(Array(text.utf8))
        case ("duration", .text(let text)):
            guard let nano = CELDuration.nanoseconds(text) else { throw CELProblem(text: "time: invalid duration \(GoText.quoted(text))") }
            return .duration(nano)
        case ("timestamp", .text(let text)):
            guard let instant = Timestamps.instant(text) else { throw CELProblem(text: "type conversion error from 'string' to 'timestamp'") }
            return .timestamp(instant.seconds * 1_000_000 + instant.microseconds)
        case ("duration", .duration), ("timestamp", .timestamp): return value
        case ("quantity", .text(let text)):
            guard let nano = QuantityText.nano(text) else { throw CELProblem(text: QuantityText.formatError) }
            return .quantity(nano, text)
        case ("isQuantity", .text(let text)): return .bool(QuantityText.isValid(text))
        case ("optional.of", _): return .optional(value)
        case ("optional.ofNonZeroValue", _):
            return .optional([.null, .bool(false), .integer(0), .text(""), .list([]), .map([:])].contains(value) ? nil : value)
        default: return nil
        }
    }

    private static func texts(_ name: String, _ text: String, _ arguments: [CELValue]) throws(CELProblem) -> CELValue? {
        let first = arguments.first?.asText
        switch (name, arguments.count) {
        case ("size", 0): return .integer(Int64(text.unicodeScalars.count))
        case ("matches", 1): return .bool(try PatternText.matches(text, first ?? ""))
        case ("startsWith", 1): return .bool(text.utf8.starts(with: (first ?? "").utf8))
        case ("endsWith", 1): return .bool(text.utf8.reversed().starts(with: (first ?? "").utf8.reversed()))
        case ("contains", 1): return .bool((first ?? "").isEmpty || text.contains(first ?? ""))
        case ("lowerAscii", 0):
            return .text(
                String(
                    String.UnicodeScalarView(text.unicodeScalars.map { $0.isASCII ? $0.properties.lowercaseMapping.unicodeScalars.first ?? $0 : $0 }))
            )
        case ("upperAscii", 0):
            return .text(
                String(
                    String.UnicodeScalarView(text.unicodeScalars.map { $0.isASCII ? $0.properties.uppercaseMapping.unicodeScalars.first ?? $0 : $0 }))
            )
        case ("trim", 0): return .text(text.trimmingCharacters(in: .whitespacesAndNewlines))
        case ("reverse", 0): return .text(String(text.reversed()))
        case ("replace", 2): return .text(text.replacing(first ?? "", with: arguments[1].asText ?? ""))
        case ("replace", 3):
            guard case .integer(let limit) = arguments[2] else { throw noOverload }
            return .text(
                limit < 0
                    ? text.replacing(first ?? "", with: arguments[1].asText ?? "")
                    : text.replacing(first ?? "", with: arguments[1].asText ?? "", maxReplacements: Int(limit)))
        case ("split", 1), ("split", 2): return try split(text, first ?? "", arguments)
        case ("charAt", 1), ("substring", 1), ("substring", 2): return try substring(name, Array(text.unicodeScalars), arguments)
        case ("indexOf", 1...2), ("lastIndexOf", 1...2): return .integer(Int64(position(name, text, first ?? "")))
        case ("find", 1): return .text(try PatternText.all(text, first ?? "").first ?? "")
        case ("findAll", 1), ("findAll", 2): return .list(try PatternText.all(text, first ?? "").map(CELValue.text))
        case ("format", 1):
            guard case .list(let values) = arguments[0] else { throw noOverload }
            return .text(try format(text, values))
        case ("isURL", 0): return .bool(URL(string: text)?.scheme != nil)
        case ("isIP", 0): return .bool(CommonChecks.isAddress(text))
        case ("isCIDR", 0): return .bool(AddressText.isNetwork(text))
        case ("compareTo", 1): return .integer(Int64(CELValue.compare(.text(text), arguments[0]) ?? 0))
        default: return nil
        }
    }

    private static func split(_ text: String, _ separator: String, _ arguments: [CELValue]) throws(CELProblem) -> CELValue {
        var parts = separator.isEmpty ? text.map(String.init) : text.components(separatedBy: separator)
        if arguments.count == 2, case .integer(let limit) = arguments[1], limit >= 0, parts.count > limit {
            if limit == 0 { return .list([]) }
            parts = Array(parts.prefix(Int(limit) - 1)) + [parts.dropFirst(Int(limit) - 1).joined(separator: separator)]
        }
        return .list(parts.map(CELValue.text))
    }

    private static func substring(_ name: String, _ scalars: [Unicode.Scalar], _ arguments: [CELValue]) throws(CELProblem) -> CELValue {
        guard case .integer(let start) = arguments[0] else { throw noOverload }
        var end = name == "charAt" ? min(start + 1, Int64(scalars.count)) : Int64(scalars.count)
        if arguments.count == 2, case .integer(let given) = arguments[1] { end = given }
        guard start >= 0, start <= end, end <= scalars.count else { throw CELProblem(text: "index out of range: \(start)") }
        return .text(String(String.UnicodeScalarView(scalars[Int(start)..<Int(end)])))
    }

    private static func position(_ name: String, _ text: String, _ part: String) -> Int {
        guard let range = text.range(of: part, options: name == "lastIndexOf" ? .backwards : []) else { return part.isEmpty ? 0 : -1 }
        return text.unicodeScalars.distance(from: text.unicodeScalars.startIndex, to: range.lowerBound)
    }

    private static func format(_ text: String, _ values: [CELValue]) throws(CELProblem) -> String {
        var result = ""
        var rest = values[...]
        var characters = Substring(text)
        while let character = characters.popFirst() {
            guard character == "%" else {
                result.append(character)
                continue
            }
            if characters.first == "%" {
                characters.removeFirst()
                result.append("%")
                continue
            }
            let digits = characters.prefix { $0 == "." || $0.isNumber }
            characters = characters.dropFirst(digits.count)
            guard let verb = characters.popFirst(), let value = rest.popFirst() else { throw CELProblem(text: "index out of range in format") }
            switch verb {
            case "f", "e": result += String(format: "%\(digits.isEmpty ? ".6" : String(digits))\(verb)", value.double ?? 0)
            case "x": result += value.double.map { String(Int64($0), radix: 16) } ?? CELText.plain(value)
            default: result += CELText.plain(value)
            }
        }
        return result
    }

    private static func lists(_ name: String, _ elements: [CELValue], _ arguments: [CELValue]) throws(CELProblem) -> CELValue? {
        switch (name, arguments.count) {
        case ("size", 0): return .integer(Int64(elements.count))
        case ("join", 0...1): return .text(elements.map(CELText.plain).joined(separator: arguments.first?.asText ?? ""))
        case ("indexOf", 1): return .integer(Int64(elements.firstIndex { CELValue.equal($0, arguments[0]) } ?? -1))
        case ("lastIndexOf", 1): return .integer(Int64(elements.lastIndex { CELValue.equal($0, arguments[0]) } ?? -1))
        case ("isSorted", 0): return .bool(zip(elements, elements.dropFirst()).allSatisfy { (CELValue.compare($0, $1) ?? 0) <= 0 })
        case ("reverse", 0): return .list(elements.reversed())
        case ("distinct", 0):
            return .list(
                elements.reduce(into: []) { result, element in if !result.contains(where: { CELValue.equal($0, element) }) { result.append(element) }
                })
        case ("flatten", 0): return .list(elements.flatMap { element in if case .list(let inner) = element { inner } else { [element] } })
        case ("sort", 0): return .list(elements.sorted { (CELValue.compare($0, $1) ?? 0) < 0 })
        case ("sum", 0):
            guard var total = elements.first else { return .integer(0) }
            for element in elements.dropFirst() { total = try arithmetic("+", total, element) }
            return total
        case ("min", 0), ("max", 0):
            let best = elements.min { one, two in
                let order = CELValue.compare(one, two) ?? 0
                return name == "min" ? order < 0 : order > 0
            }
            guard let best else { throw CELProblem(text: "\(name) called on empty list") }
            return best
        case ("math.greatest", _), ("math.least", _): return try lists(name == "math.least" ? "min" : "max", elements, [])
        case ("slice", 2):
            guard case .integer(let start) = arguments[0], case .integer(let end) = arguments[1], start >= 0, start <= end, end <= elements.count
            else { throw CELProblem(text: "slice bounds out of range") }
            return .list(Array(elements[Int(start)..<Int(end)]))
        case ("contains", 1):
            guard case .list(let others) = arguments[0] else { return nil }
            return .bool(others.allSatisfy { other in elements.contains { CELValue.equal($0, other) } })
        default: return nil
        }
    }

    private static func optionals(_ name: String, _ inner: CELValue?, _ arguments: [CELValue]) throws(CELProblem) -> CELValue? {
        switch name {
        case "hasValue": return .bool(inner != nil)
        case "value":
            guard let inner else { throw CELProblem(text: "optional.none() dereference") }
            return inner
        case "orValue": return inner ?? arguments.first
        case "or": return inner.map { .optional($0) } ?? arguments.first
        default: return nil
        }
    }

    private static func quantities(_ name: String, _ nano: Int128, _ text: String, _ arguments: [CELValue]) throws(CELProblem) -> CELValue? {
        let billion: Int128 = 1_000_000_000
        func other() throws(CELProblem) -> Int128 {
            switch arguments.first {
            case .quantity(let value, _)?: return value
            case .integer(let value)?: return Int128(value) * billion
            default: throw noOverload
            }
        }
        func result(_ value: Int128) -> CELValue {
            value % billion == 0 ? .quantity(value, String(value / billion)) : .quantity(value, "\(value)n")
        }
        switch name {
        case "isInteger": return .bool(nano % billion == 0)
        case "asInteger": return .integer(Int64(clamping: nano / billion))
        case "asApproximateFloat": return .number(Double(nano) / 1e9)
        case "sign": return .integer(nano == 0 ? 0 : nano < 0 ? -1 : 1)
        case "add": return result(nano + (try other()))
        case "sub": return result(nano - (try other()))
        case "isLessThan": return .bool(nano < (try other()))
        case "isGreaterThan": return .bool(nano > (try other()))
        case "compareTo":
            let value = try other()
            return .integer(nano < value ? -1 : nano > value ? 1 : 0)
        default: return nil
        }
    }

    private static func times(_ name: String, _ micro: Int64) -> CELValue? {
        let text = Timestamps.text(.init(seconds: Int64((Double(micro) / 1e6).rounded(.down)), microseconds: 0), microseconds: false)
        func part(_ range: Range<Int>) -> Int64 { Int64(String(Array(text)[range])) ?? 0 }
        switch name {
        case "getFullYear": return .integer(part(0..<4))
        case "getMonth": return .integer(part(5..<7) - 1)
        case "getDate": return .integer(part(8..<10))
        case "getDayOfMonth": return .integer(part(8..<10) - 1)
        case "getHours": return .integer(part(11..<13))
        case "getMinutes": return .integer(part(14..<16))
        case "getSeconds": return .integer(part(17..<19))
        case "getMilliseconds": return .integer(micro / 1000 % 1000)
        case "getDayOfWeek": return .integer((micro / 86_400_000_000 + 4) % 7)
        default: return nil
        }
    }

    private static func durations(_ name: String, _ nano: Int64) -> CELValue? {
        switch name {
        case "getHours": .integer(nano / 3_600_000_000_000)
        case "getMinutes": .integer(nano / 60_000_000_000)
        case "getSeconds": .integer(nano / 1_000_000_000)
        case "getMilliseconds": .integer(nano / 1_000_000)
        default: nil
        }
    }

    private static func others(_ name: String, _ first: CELValue, _ rest: [CELValue]) throws(CELProblem) -> CELValue {
        switch (name, first) {
        case ("size", .map(let members)): return .integer(Int64(members.count))
        case ("size", .bytes(let bytes)): return .integer(Int64(bytes.count))
        case ("math.greatest", _), ("math.least", _): return try lists(name, [first] + rest, []) ?? first
        case ("math.abs", .integer(let value)): return .integer(abs(value))
        case ("math.abs", .number(let value)): return .number(abs(value))
        default: throw noOverload
        }
    }
}

extension CELValue {
    /// The text of a text.
    fileprivate var asText: String? { if case .text(let text) = self { text } else { nil } }
}
