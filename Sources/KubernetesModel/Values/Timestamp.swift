/// A point in time as Kubernetes writes it: RFC 3339 in UTC, `2026-11-24T08:44:00Z`, or with six digits of a second.
public struct Timestamp: JSONRepresentable, Comparable, CustomStringConvertible {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public let microseconds: Int64
    /// Whether the text has a fraction of a second, as that of a Lease.
    public let hasFraction: Bool

    /// - Parameter secondsSince1970: whole seconds are kept.
    public init(secondsSince1970: Int64) {
        microseconds = secondsSince1970 * 1_000_000
        hasFraction = false
    }

    /// A time with six digits of a second.
    public init(microsecondsSince1970: Int64) {
        microseconds = microsecondsSince1970
        hasFraction = true
    }

    /// Whole seconds since 1970, rounded down.
    public var secondsSince1970: Int64 { microseconds >= 0 ? microseconds / 1_000_000 : (microseconds - 999_999) / 1_000_000 }

    public static func < (one: Self, other: Self) -> Bool { one.microseconds < other.microseconds }

    /// The duration from an earlier time to this one.
    public func since(_ earlier: Timestamp) -> Duration { .microseconds(microseconds - earlier.microseconds) }

    /// This time and a duration; keeps whether there is a fraction.
    public func adding(_ duration: Duration) -> Timestamp {
        let (seconds, attoseconds) = duration.components
        let later = microseconds + seconds * 1_000_000 + attoseconds / 1_000_000_000_000
        return hasFraction ? Timestamp(microsecondsSince1970: later) : Timestamp(secondsSince1970: later / 1_000_000)
    }

    public init?(json: JSONValue) {
        guard let text = json.string else { return nil }
        self.init(parsing: text)
    }

    public var json: JSONValue { .string(description) }

    /// Reads RFC 3339, any offset, any number of fraction digits. Anything else gives nil.
    public init?(parsing text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[range] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        guard bytes.count >= 20, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"), bytes[10] | 0x20 == UInt8(ascii: "t"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            1...12 ~= month, 1...Self.days(in: month, of: year) ~= day, hour < 24, minute < 60, second <= 60
        else { return nil }
        var position = 19
        var fraction: Int64 = 0
        let hasFraction = bytes[position] == UInt8(ascii: ".")
        if hasFraction {
            position += 1
            let start = position
            while position < bytes.count, 0x30...0x39 ~= bytes[position] { position += 1 }
            guard position > start else { return nil }
            for index in start..<start + 6 { fraction = fraction * 10 + (index < position ? Int64(bytes[index] - 0x30) : 0) }
        }
        guard position < bytes.count else { return nil }
        var offset: Int64 = 0
        switch bytes[position] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            guard position + 1 == bytes.count else { return nil }
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard position + 6 == bytes.count, bytes[position + 3] == UInt8(ascii: ":"),
                let hours = number(position + 1..<position + 3), let minutes = number(position + 4..<position + 6), hours < 24, minutes < 60
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[position] == UInt8(ascii: "-") ? -60 : 60)
        default: return nil
        }
        let seconds = ((Self.days(toYear: year, month: month, day: day) * 24 + hour) * 60 + minute) * 60 + second - offset
        microseconds = seconds * 1_000_000 + fraction
        self.hasFraction = hasFraction
    }

    public var description: String {
        let seconds = secondsSince1970
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let time = seconds - days * 86_400
        let (year, month, day) = Self.date(ofDay: days)
        let text =
            "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))T"
            + "\(Self.padded(time / 3600, 2)):\(Self.padded(time / 60 % 60, 2)):\(Self.padded(time % 60, 2))"
        return hasFraction ? "\(text).\(Self.padded(microseconds - seconds * 1_000_000, 6))Z" : "\(text)Z"
    }

    private static func padded(_ value: Int64, _ width: Int) -> String {
        let text = String(value)
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the proleptic Gregorian calendar, counted in eras of 400 years that begin in March.
    private static func days(toYear year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(ofDay days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
