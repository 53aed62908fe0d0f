import KubernetesModel
import NIOCore
import NIOHTTP1
import NIOSSL

/// A request whose body has arrived.
struct HTTPRequest: Sendable {
    var method: HTTPMethod
    /// The path with percent escapes undone.
    var path: String
    var query: QueryItems
    var headers: HTTPHeaders
    var body: ByteBuffer
    var clientCertificate: NIOSSLCertificate?

    init(head: HTTPRequestHead, body: ByteBuffer, clientCertificate: NIOSSLCertificate?) {
        method = head.method
        let target = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = PercentEncoding.decode(target[0], plusIsSpace: false)
        query = QueryItems(parsing: target.count > 1 ? String(target[1]) : "")
        headers = head.headers
        self.body = body
        self.clientCertificate = clientCertificate
    }

    /// The media type of the body in lower case, without parameters; nil if there is none.
    var contentType: String? {
        headers.first(name: "Content-Type")?.split(separator: ";").first.map { $0.trimmed.lowercased() }
    }
}

/// The query of a URL: names may repeat.
struct QueryItems: Sendable, Hashable {
    private(set) var items: [(name: String, value: String)] = []

    init(parsing text: String) {
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            items.append(
                (
                    PercentEncoding.decode(pair[0], plusIsSpace: true),
                    pair.count > 1 ? PercentEncoding.decode(pair[1], plusIsSpace: true) : ""
                ))
        }
    }

    /// The first value of a name.
    subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    func all(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }

    /// Go's reading of a boolean parameter of the API: empty and `0` and `false` are false, everything else is true.
    func isSet(_ name: String) -> Bool {
        guard let value = self[name] else { return false }
        return !["", "0", "false"].contains(value.lowercased())
    }

    static func == (a: Self, b: Self) -> Bool { a.items.elementsEqual(b.items, by: ==) }
    func hash(into hasher: inout Hasher) {
        for item in items {
            hasher.combine(item.name)
            hasher.combine(item.value)
        }
    }
}

/// Percent escapes of URLs.
enum PercentEncoding {
    static func decode(_ text: some StringProtocol, plusIsSpace: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var iterator = Array(text.utf8)[...]
        while let byte = iterator.popFirst() {
            if byte == UInt8(ascii: "%"), iterator.count >= 2, let high = digit(iterator[iterator.startIndex]),
                let low = digit(iterator[iterator.startIndex + 1])
            {
                bytes.append(high << 4 | low)
                iterator = iterator.dropFirst(2)
            } else if byte == UInt8(ascii: "+"), plusIsSpace {
                bytes.append(UInt8(ascii: " "))
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
