import KubernetesModel

/// A value of a CEL expression.
indirect enum CELValue: Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case unsigned(UInt64)
    case number(Double)
    case text(String)
    case bytes([UInt8])
    case list([CELValue])
    case map([CELValue: CELValue])
    case optional(CELValue?)
    /// Microseconds since 1970.
    case timestamp(Int64)
    /// Nanoseconds.
    case duration(Int64)
    /// In units of 10⁻⁹, with the text from which it came.
    case quantity(Int128, String)
    case type(String)

    /// The value of a JSON value; the schema tells numbers, times and bytes from what they are written as.
    init(_ json: JSONValue, _ schema: Schema? = nil) {
        switch json {
        case .null: self = .null
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = schema?.type == "number" ? .number(Double(value)) : .integer(value)
        case .number(let value): self = schema?.type == "integer" ? Int64(exactly: value).map(CELValue.integer) ?? .number(value) : .number(value)
        case .string(let text): self = Self.formatted(text, schema?.node.format)
        case .array(let elements): self = .list(elements.map { CELValue($0, schema?.items) })
        case .object(let members):
            var map: [CELValue: CELValue] = [:]
            for (key, member) in members { map[.text(key)] = CELValue(member, schema?.field(key)) }
            self = .map(map)
        }
    }

    private static func formatted(_ text: String, _ format: String?) -> CELValue {
        switch format {
        case "date-time": Timestamps.instant(text).map { .timestamp($0.seconds * 1_000_000 + $0.microseconds) } ?? .text(text)
        case "date": Timestamps.instant(text + "T00:00:00Z").map { .timestamp($0.seconds * 1_000_000) } ?? .text(text)
        case "duration": CELDuration.nanoseconds(text).map(CELValue.duration) ?? .text(text)
        case "byte": Base64Text.decoded(text).map(CELValue.bytes) ?? .text(text)
        default: .text(text)
        }
    }

    var typeName: String {
        switch self {
        case .null: "null_type"
        case .bool: "bool"
        case .integer: "int"
        case .unsigned: "uint"
        case .number: "double"
        case .text: "string"
        case .bytes: "bytes"
        case .list: "list"
        case .map: "map"
        case .optional: "optional_type"
        case .timestamp: "google.protobuf.Timestamp"
        case .duration: "google.protobuf.Duration"
        case .quantity: "kubernetes.Quantity"
        case .type: "type"
        }
    }

    /// The number of a number, whatever its type.
    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// Equality as CEL has it: numbers are equal across their types.
    static func equal(_ one: CELValue, _ two: CELValue) -> Bool {
        if let first = one.double, let second = two.double { return first == second }
        switch (one, two) {
        case (.list(let first), .list(let second)): return first.count == second.count && zip(first, second).allSatisfy(equal)
        case (.map(let first), .map(let second)):
            return first.count == second.count && first.allSatisfy { key, value in second[key].map { equal(value, $0) } ?? false }
        case (.optional(let first), .optional(let second)):
            guard let first, let second else { return first == nil && second == nil }
            return equal(first, second)
        case (.quantity(let first, _), .quantity(let second, _)): return first == second
        default: return one == two
        }
    }

    /// -1, 0 or 1; nil for values that have no order.
    static func compare(_ one: CELValue, _ two: CELValue) -> Int? {
        func order<T: Comparable>(_ first: T, _ second: T) -> Int { first < second ? -1 : first > second ? 1 : 0 }
        if case .integer(let first) = one, case .integer(let second) = two { return order(first, second) }
        if let first = one.double, let second = two.double { return order(first, second) }
        switch (one, two) {
        case (.text(let first), .text(let second)): return order(ScalarText(first), ScalarText(second))
        case (.bool(let first), .bool(let second)): return order(first ? 1 : 0, second ? 1 : 0)
        case (.timestamp(let first), .timestamp(let second)), (.duration(let first), .duration(let second)): return order(first, second)
        case (.quantity(let first, _), .quantity(let second, _)): return order(first, second)
        case (.bytes(let first), .bytes(let second)): return first.lexicographicallyPrecedes(second) ? -1 : first == second ? 0 : 1
        default: return nil
        }
    }

    private struct ScalarText: Comparable {
        let text: String
        init(_ text: String) { self.text = text }
        static func < (one: Self, two: Self) -> Bool { one.text.utf8.lexicographicallyPrecedes(two.text.utf8) }
    }
}

/// Durations as Go writes them.
enum CELDuration {
    private static let units: [(String, Double)] = [("ns", 1), ("us", 1e3), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9)]

    /// `1h30m`, `1.5s`, `-20ms` in nanoseconds; nil for anything else.
    static func nanoseconds(_ text: String) -> Int64? {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest = rest.dropFirst() }
        if rest == "0" { return 0 }
        var total = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            guard let value = Double(digits) else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { !($0.isASCII && ($0.isNumber || $0 == ".")) }
            guard let factor = units.first(where: { $0.0 == unit })?.1 else { return nil }
            total += value * factor
            rest = rest.dropFirst(unit.count)
        }
        return Int64(exactly: (isNegative ? -total : total).rounded())
    }
}
