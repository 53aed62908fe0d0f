/// A position in the write-ahead log (LSN).
///
/// PostgreSQL prints it as two hexadecimal numbers, `16/B374D848`: the upper and lower 32 bits of a byte offset. The larger one is further on
/// only within one timeline.
///
/// - Source: PostgreSQL 17 documentation, "pg_lsn Type".
public struct WALPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Bytes since the start of the write-ahead log.
    public let bytes: UInt64

    public init(bytes: UInt64) { self.bytes = bytes }

    /// Reads PostgreSQL's notation: two hexadecimal numbers of 1 to 8 digits with `/` between them. Nil for anything else.
    public init?(parsing text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ (1...8).contains($0.utf8.count) && $0.allSatisfy(\.isHexDigit) }),
            let high = UInt64(parts[0], radix: 16), let low = UInt64(parts[1], radix: 16)
        else { return nil }
        bytes = high << 32 | low
    }

    public static func < (one: Self, other: Self) -> Bool { one.bytes < other.bytes }

    public var description: String {
        String(bytes >> 32, radix: 16, uppercase: true) + "/" + String(bytes & 0xFFFF_FFFF, radix: 16, uppercase: true)
    }
}
