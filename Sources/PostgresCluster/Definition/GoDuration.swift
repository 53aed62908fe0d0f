/// Durations as Kubernetes' resources write them: `8760h`, `1h30m`, `90s`, `1.5h`.
///
/// - Source: Go, `time.ParseDuration`.
enum GoDuration {
    private static let units: [(name: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9),
    ]

    /// The duration; nil for what is none, and for none above zero.
    static func parse(_ text: String) -> Duration? {
        var rest = text[...]
        var nanoseconds = 0.0
        while !rest.isEmpty {
            let number = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count)
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard let value = Double(number), let unit = units.first(where: { $0.name == name }) else { return nil }
            nanoseconds += value * unit.nanoseconds
        }
        guard nanoseconds >= 1e9, nanoseconds < 9.2e18 else { return nil }
        return .nanoseconds(Int64(nanoseconds))
    }
}
