extension APIRequest {
    /// Path and query as the first line of an HTTP request has them.
    func target(basePath: String) -> String {
        guard !query.isEmpty else { return basePath + path }
        let items = query.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }
        return basePath + path + "?" + items.joined(separator: "&")
    }

    /// Adds a query parameter unless it is there.
    mutating func setDefault(_ name: String, _ value: String) {
        if !query.contains(where: { $0.name == name }) { query.append(QueryItem(name, value)) }
    }

    /// Percent-encodes everything but the unreserved characters of RFC 3986, section 2.3.
    static func encoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                bytes.append(hexadecimal[Int(byte >> 4)])
                bytes.append(hexadecimal[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let hexadecimal = Array("0123456789ABCDEF".utf8)
}
