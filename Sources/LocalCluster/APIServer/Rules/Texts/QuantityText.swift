import KubernetesModel

/// Quantities in the form in which Kubernetes writes them: the largest suffix that needs no fraction.
///
/// - Source: Kubernetes API machinery, "resource.Quantity".
enum QuantityText {
    static let formatError =
        "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"

    /// A quantity as sign, decimal digits and a power of ten, exactly; binary suffixes are multiplied in.
    private struct Parsed {
        enum Format { case binary, decimal, exponent }
        var negative: Bool
        /// The value in units of 10⁻⁹, rounded up in magnitude.
        var nano: Wide
        var format: Format
    }

    /// 128-bit magnitude with what is needed of it.
    private typealias Wide = UInt128

    private static let binarySuffixes: [(String, UInt64)] = [
        ("Ki", 10), ("Mi", 20), ("Gi", 30), ("Ti", 40), ("Pi", 50), ("Ei", 60),
    ]
    private static let decimalSuffixes: [(String, Int)] = [
        ("n", -9), ("u", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6), ("G", 9), ("T", 12), ("P", 15), ("E", 18),
    ]

    private static func parse(_ text: String) -> Parsed? {
        var rest = Substring(text)
        var negative = false
        if let first = rest.first, first == "+" || first == "-" {
            negative = first == "-"
            rest = rest.dropFirst()
        }
        var digits = ""
        var fraction = 0
        var seenPoint = false
        while let character = rest.first, character.isASCII, character.isNumber || character == "." {
            if character == "." {
                if seenPoint { return nil }
                seenPoint = true
            } else {
                digits.append(character)
                if seenPoint { fraction += 1 }
            }
            rest = rest.dropFirst()
        }
        guard !digits.isEmpty else { return nil }
        let suffix = String(rest)
        var exponent = 0
        var shift: UInt64 = 0
        var format = Parsed.Format.decimal
        if let binary = binarySuffixes.first(where: { $0.0 == suffix }) {
            shift = binary.1
            format = .binary
        } else if let decimal = decimalSuffixes.first(where: { $0.0 == suffix }) {
            exponent = decimal.1
        } else if let first = suffix.first, first == "e" || first == "E", let value = Int(suffix.dropFirst()) {
            exponent = value
            format = .exponent
        } else {
            return nil
        }
        let trimmed = digits.drop { $0 == "0" }
        guard trimmed.count <= 28 else { return nil }
        var nano = Wide(0)
        for character in trimmed { nano = nano * 10 + Wide(character.wholeNumberValue ?? 0) }
        let (shifted, overflow) = nano.multipliedReportingOverflow(by: Wide(1) << Wide(shift))
        if overflow { return nil }
        nano = shifted
        var power = exponent - fraction + 9
        while power > 0 {
            let (next, overflow) = nano.multipliedReportingOverflow(by: 10)
            if overflow { return nil }
            nano = next
            power -= 1
        }
        var inexact = false
        while power < 0, nano > 0 {
            if nano % 10 != 0 { inexact = true }
            nano /= 10
            power += 1
        }
        if inexact { nano += 1 }
        return Parsed(negative: negative, nano: nano, format: format)
    }

    static func isValid(_ text: String) -> Bool { parse(text) != nil }

    /// `1.5` → `1500m`, `1024Mi` → `1Gi`; nil for what is no quantity.
    static func canonical(_ text: String) -> String? {
        guard let parsed = parse(text) else { return nil }
        guard parsed.nano > 0 else { return "0" }
        let sign = parsed.negative ? "-" : ""
        let billion = Wide(1_000_000_000)
        switch parsed.format {
        case .binary where parsed.nano % billion == 0 && parsed.nano / billion >= 1024:
            var value = parsed.nano / billion
            var suffix = ""
            for (name, _) in binarySuffixes {
                guard value % 1024 == 0 else { break }
                value /= 1024
                suffix = name
            }
            return sign + String(value) + suffix
        case .binary, .decimal, .exponent:
            var value = parsed.nano
            var index = 0
            while index + 1 < decimalSuffixes.count, value % 1000 == 0 {
                value /= 1000
                index += 1
            }
            let suffix = decimalSuffixes[index]
            if parsed.format == .exponent { return sign + String(value) + (suffix.1 == 0 ? "" : "e\(suffix.1)") }
            return sign + String(value) + suffix.0
        }
    }

    /// The sign of the difference of two quantities; nil if one is none.
    static func compare(_ one: String, _ two: String) -> Int? {
        guard let first = parse(one), let second = parse(two) else { return nil }
        func signed(_ parsed: Parsed) -> Int128 { parsed.negative ? -Int128(clamping: parsed.nano) : Int128(clamping: parsed.nano) }
        let (left, right) = (signed(first), signed(second))
        return left < right ? -1 : left > right ? 1 : 0
    }

    /// The value in units of 10⁻⁹; nil for what is no quantity.
    static func nano(_ text: String) -> Int128? {
        parse(text).map { $0.negative ? -Int128(clamping: $0.nano) : Int128(clamping: $0.nano) }
    }
}
