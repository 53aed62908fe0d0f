import KubernetesModel

/// Durations, sizes and times as people read them.
enum Amount {
    /// A duration in at most two units, as kubectl shows ages: `45s`, `5m30s`, `12m`, `3h12m`, `25h`, `3d5h`, `33d`.
    static func age(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400)
        func two(_ large: Int64, _ unit: String, _ small: Int64, _ smallUnit: String) -> String {
            small == 0 ? "\(large)\(unit)" : "\(large)\(unit)\(small)\(smallUnit)"
        }
        switch seconds {
        case ..<120: return "\(seconds)s"
        case ..<600: return two(minutes, "m", seconds % 60, "s")
        case ..<10_800: return "\(minutes)m"
        case ..<28_800: return two(hours, "h", minutes % 60, "m")
        case ..<172_800: return "\(hours)h"
        case ..<691_200: return two(days, "d", hours % 24, "h")
        default: return "\(days)d"
        }
    }

    /// A number of bytes in binary units: `0 B`, `512 B`, `1.5 GiB`, `24 MiB`.
    static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        var unit = 0
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"]
        while value >= 1024, unit < units.count - 1 {
            value /= 1024
            unit += 1
        }
        guard unit > 0, value < 10 else { return "\(Int64(value.rounded())) \(units[unit])" }
        let tenths = Int64((value * 10).rounded())
        return tenths % 10 == 0 ? "\(tenths / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }

    /// A time in UTC to the second: `2026-11-24 12:00:04`.
    static func time(_ time: Timestamp) -> String {
        let text = time.description
        return text.prefix(10) + " " + text.dropFirst(11).prefix(8)
    }
}

extension Timestamp {
    /// Reads a time as PostgreSQL, pgBackRest and people write it.
    ///
    /// `2026-11-24 12:00:04.123456+0100`, with `T` or spaces for the space, `Z`, `UTC`, `+01`, `+01:00` or nothing as offset, seconds or none.
    ///
    /// - Parameter text: the time.
    /// - Returns: the time, and whether an offset was given; without one it is read as UTC. Nil for anything else.
    static func reading(_ text: String) -> (time: Timestamp, hasOffset: Bool)? {
        var rest = text.split(separator: " ").joined(separator: " ")
        guard rest.utf8.count >= 16 else { return nil }
        var offset: String?
        for suffix in [" UTC", "UTC", " Z", "Z"] where offset == nil && rest.hasSuffix(suffix) {
            offset = "Z"
            rest.removeLast(suffix.count)
        }
        // The date has signs of its own: an offset can only stand behind it.
        let clock = rest.dropFirst(11)
        if offset == nil, let sign = clock.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let digits = clock[clock.index(after: sign)...].filter { $0 != ":" }
            guard (digits.count == 2 || digits.count == 4), digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
            offset = "\(clock[sign])\(digits.prefix(2)):\(digits.count == 4 ? String(digits.suffix(2)) : "00")"
            rest = String(rest[..<sign]).trimmingSpacesAtEnd
        }
        if rest.dropFirst(11).filter({ $0 == ":" }).count == 1 { rest += ":00" }
        guard rest.dropFirst(10).first == " " || rest.dropFirst(10).first == "T" else { return nil }
        guard let time = Timestamp(parsing: "\(rest.prefix(10))T\(rest.dropFirst(11))\(offset ?? "Z")") else { return nil }
        return (time, offset != nil)
    }
}
