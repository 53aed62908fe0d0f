/// An amount of a resource, such as `500m` CPU or `1Gi` of memory.
///
/// It keeps the text as it was written. Two quantities are equal (`==`) if their text is; compare amounts with ``milli``.
///
/// - Source: Kubernetes API, "resource.Quantity": a decimal number with an exponent, or a suffix n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti,
///   Pi or Ei.
public struct Quantity: JSONRepresentable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The quantity as it was written.
    public let text: String
    /// The amount in thousandths, rounded up, as Kubernetes rounds; saturates at the bounds of 64 bits. Zero for a text that is no quantity.
    public var milli: Int64 { Self.milli(of: text) ?? 0 }
    /// The amount in whole units, rounded up: bytes, or cores.
    public var value: Int64 {
        let milli = milli
        return milli > 0 ? milli / 1000 + (milli % 1000 == 0 ? 0 : 1) : milli / 1000
    }
    /// Whether the text is a quantity.
    public var isValid: Bool { Self.milli(of: text) != nil }

    public init(_ text: String) { self.text = text }
    public init(stringLiteral text: String) { self.init(text) }
    public init(integerLiteral value: Int64) { self.init(String(value)) }

    public init?(json: JSONValue) {
        switch json {
        case .string(let text): self.init(text)
        case .integer(let value): self.init(String(value))
        case .number(let value): self.init(String(value))
        default: return nil
        }
    }

    public var json: JSONValue { .string(text) }
    public var description: String { text }

    /// Whether both stand for the same amount, however they are written.
    public func isSameAmount(as other: Quantity) -> Bool {
        guard let one = Self.milli(of: text), let two = Self.milli(of: other.text) else { return text == other.text }
        return one == two
    }

    private static let suffixes: [(suffix: String, factor: Double)] = [
        ("Ki", 0x1p10), ("Mi", 0x1p20), ("Gi", 0x1p30), ("Ti", 0x1p40), ("Pi", 0x1p50), ("Ei", 0x1p60),
        ("n", 1e-9), ("u", 1e-6), ("m", 1e-3), ("k", 1e3), ("M", 1e6), ("G", 1e9), ("T", 1e12), ("P", 1e15), ("E", 1e18),
    ]

    private static func milli(of text: String) -> Int64? {
        var number = Substring(text)
        var factor = 1.0
        // `12E` is a suffix, `12E3` an exponent: a suffix is what ends in a letter.
        if let (suffix, scale) = suffixes.first(where: { text.hasSuffix($0.suffix) }) {
            number = number.dropLast(suffix.count)
            factor = scale
        }
        guard let first = number.utf8.first, first != UInt8(ascii: "e"), first != UInt8(ascii: "E"),
            number.utf8.allSatisfy({ "+-.0123456789eE".utf8.contains($0) })
        else { return nil }
        if factor >= 1, let whole = Int64(number) {
            let (result, overflow) = whole.multipliedReportingOverflow(by: Int64(exactly: factor * 1000) ?? Int64.max)
            return overflow ? (whole < 0 ? .min : .max) : result
        }
        guard let value = Double(number), value.isFinite else { return nil }
        let scaled = value * factor * 1000
        let rounded = abs(scaled - scaled.rounded()) < abs(scaled) * 1e-12 ? scaled.rounded() : scaled.rounded(.up)
        return rounded >= 0x1p63 ? .max : rounded <= -0x1p63 ? .min : Int64(rounded)
    }
}
