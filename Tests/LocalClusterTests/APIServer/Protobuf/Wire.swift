@testable import LocalAPIServer

/// Writes the wire format by hand, independently of the reader.
enum Wire {
    static func varint(_ value: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }

    static func number(_ field: Int, _ value: Int64) -> [UInt8] { varint(UInt64(field) << 3) + varint(UInt64(bitPattern: value)) }
    static func bytes(_ field: Int, _ value: [UInt8]) -> [UInt8] { varint(UInt64(field) << 3 | 2) + varint(UInt64(value.count)) + value }
    static func text(_ field: Int, _ value: String) -> [UInt8] { bytes(field, Array(value.utf8)) }
    static func double(_ field: Int, _ value: Double) -> [UInt8] {
        varint(UInt64(field) << 3 | 1) + (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
    static func pair(_ field: Int, _ key: String, _ value: [UInt8]) -> [UInt8] { bytes(field, text(1, key) + value) }

    static func envelope(_ apiVersion: String, _ kind: String, _ message: [UInt8]) -> [UInt8] {
        [0x6B, 0x38, 0x73, 0x00] + bytes(1, text(1, apiVersion) + text(2, kind)) + bytes(2, message) + text(3, "") + text(4, "")
    }
}
