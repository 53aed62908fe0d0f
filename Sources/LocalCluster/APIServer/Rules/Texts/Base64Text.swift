import Foundation

/// Standard base64 as Go's `encoding/base64` reads it.
enum Base64Text {
    /// The position of the first byte that does not belong there, as Go counts it; nil for valid text.
    static func firstIllegalByte(in text: String) -> Int? {
        let bytes = text.utf8.filter { $0 != 0x0A && $0 != 0x0D }
        var padding = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F:
                if padding > 0 { return index }
            case 0x3D:
                // Padding may only be the third or fourth of four.
                if index % 4 < 2 || padding > 1 { return index }
                padding += 1
            default: return index
            }
        }
        return bytes.count % 4 == 0 ? nil : bytes.count - bytes.count % 4
    }

    static func encoded(_ text: String) -> String { Data(text.utf8).base64EncodedString() }

    /// The bytes; nil for what is not base64.
    static func decoded(_ text: String) -> [UInt8]? { Data(base64Encoded: text, options: .ignoreUnknownCharacters).map(Array.init) }
}
