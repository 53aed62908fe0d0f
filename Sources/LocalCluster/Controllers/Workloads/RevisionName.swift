import KubernetesModel

/// Names of revisions as Kubernetes computes them, so that what was made by one is known to the other.
///
/// The hash is FNV-1 of 32 bits over the revision's data as Go writes it, followed by the number of collisions; its decimal digits are then written
/// in letters and digits that make no words.
///
/// - Source: names recorded from Kubernetes 1.36.
enum RevisionName {
    private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)

    static func hash(of data: JSONValue, collisions: Int) -> String {
        var hash: UInt32 = 0x811c_9dc5
        for byte in goText(data) + Array(String(collisions).utf8) { hash = (hash &* 0x0100_0193) ^ UInt32(byte) }
        return String(decoding: String(hash).utf8.map { alphabet[Int($0) % alphabet.count] }, as: UTF8.self)
    }

    /// The JSON text with what Go escapes besides: `<`, `>`, `&` and the line separators U+2028 and U+2029. They occur within strings only.
    private static func goText(_ value: JSONValue) -> [UInt8] {
        let plain = value.utf8
        var text: [UInt8] = []
        text.reserveCapacity(plain.count)
        var index = 0
        while index < plain.count {
            switch plain[index] {
            case UInt8(ascii: "<"): text += Array(#"\u003c"#.utf8)
            case UInt8(ascii: ">"): text += Array(#"\u003e"#.utf8)
            case UInt8(ascii: "&"): text += Array(#"\u0026"#.utf8)
            case 0xE2 where index + 2 < plain.count && plain[index + 1] == 0x80 && (plain[index + 2] & 0xFE) == 0xA8:
                text += Array((plain[index + 2] == 0xA8 ? #"\u2028"# : #"\u2029"#).utf8)
                index += 2
            default: text.append(plain[index])
            }
            index += 1
        }
        return text
    }
}
