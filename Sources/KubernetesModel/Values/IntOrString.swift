/// A number or a text, as ports and percentages are given.
public enum IntOrString: JSONRepresentable, ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, CustomStringConvertible {
    case int(Int)
    case string(String)

    public init?(json: JSONValue) {
        if let text = json.string {
            self = .string(text)
        } else if let value = Int(json: json) {
            self = .int(value)
        } else {
            return nil
        }
    }

    public var json: JSONValue {
        switch self {
        case .int(let value): value.json
        case .string(let value): .string(value)
        }
    }

    public init(integerLiteral value: Int) { self = .int(value) }
    public init(stringLiteral value: String) { self = .string(value) }

    public var description: String {
        switch self {
        case .int(let value): String(value)
        case .string(let value): value
        }
    }

    /// The number, or the percentage of a whole. Text that is neither gives nil.
    ///
    /// - Parameter roundingUp: how a fraction that a percentage leaves is rounded.
    public func scaled(of whole: Int, roundingUp: Bool) -> Int? {
        switch self {
        case .int(let value): return value
        case .string(let text):
            guard text.hasSuffix("%"), let percent = Int(text.dropLast()) else { return Int(text) }
            return roundingUp ? (whole * percent + 99) / 100 : whole * percent / 100
        }
    }
}
