/// RFC 3339 texts and seconds since 1970, without a calendar library.
enum Timestamps {
    /// A point in time; `microseconds` are below a million.
    struct Instant: Hashable {
        var seconds: Int64
        var microseconds: Int64
    }

    /// Reads `2026-01-02T03:04:05.678+02:00`; nil for anything else.
    static func instant(_ text: String) -> Instant? {
        let bytes = Array(text.utf8)
        func digits(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[range] {
                guard 0x30...0x39 ~= byte else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A, bytes[16] == 0x3A,
            let year = digits(0..<4), let month = digits(5..<7), let day = digits(8..<10), let hour = digits(11..<13),
            let minute = digits(14..<16), let second = digits(17..<19), 1...12 ~= month, 1...daysIn(month, year) ~= day, hour < 24, minute < 60,
            second < 60
        else { return nil }
        var position = 19
        var micro: Int64 = 0
        if bytes[position] == 0x2E {
            position += 1
            let start = position
            var scale: Int64 = 100_000
            while position < bytes.count, 0x30...0x39 ~= bytes[position] {
                micro += Int64(bytes[position] - 0x30) * scale
                scale /= 10
                position += 1
            }
            guard position > start else { return nil }
        }
        guard position < bytes.count else { return nil }
        var offset: Int64 = 0
        switch bytes[position] {
        case 0x5A where position + 1 == bytes.count: break
        case 0x2B, 0x2D:
            guard position + 6 == bytes.count, bytes[position + 3] == 0x3A, let hours = digits(position + 1..<position + 3),
                let minutes = digits(position + 4..<position + 6), hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * 60 * (bytes[position] == 0x2B ? 1 : -1)
        default: return nil
        }
        let days = daysSince1970(year: year, month: month, day: day)
        return Instant(seconds: days * 86400 + hour * 3600 + minute * 60 + second - offset, microseconds: micro)
    }

    /// Seconds since 1970.
    static func seconds(_ text: String) -> Double? { instant(text).map { Double($0.seconds) + Double($0.microseconds) / 1e6 } }

    /// The text as Kubernetes writes it again: in UTC, in seconds or with six digits.
    static func canonical(_ text: String, microseconds: Bool) -> String? {
        guard let instant = instant(text) else { return nil }
        return Self.text(instant, microseconds: microseconds)
    }

    static func text(_ instant: Instant, microseconds: Bool) -> String {
        let days = instant.seconds >= 0 ? instant.seconds / 86400 : (instant.seconds - 86399) / 86400
        let second = instant.seconds - days * 86400
        let (year, month, day) = date(days)
        func padded(_ value: Int64, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
        let fraction = microseconds ? "." + padded(instant.microseconds, 6) : ""
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(clock)\(fraction)Z"
    }

    private static func daysIn(_ month: Int64, _ year: Int64) -> Int64 {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    /// The civil calendar in eras of 400 years that begin in March.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthIndex = (5 * dayOfYear + 2) / 153
        let month = monthIndex < 10 ? monthIndex + 3 : monthIndex - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthIndex + 2) / 5 + 1)
    }
}
