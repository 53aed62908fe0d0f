/// Where an API server answers: the parts of its URL.
public struct ServerAddress: Sendable, Hashable, CustomStringConvertible {
    /// Whether to speak TLS (`https`).
    public var usesTLS: Bool
    /// Name or IP address, an IPv6 address without brackets.
    public var host: String
    public var port: Int
    /// What stands before each path, without a slash at its end; empty for most servers.
    public var basePath: String

    public init(usesTLS: Bool = true, host: String, port: Int, basePath: String = "") {
        self.usesTLS = usesTLS
        self.host = host
        self.port = port
        self.basePath = basePath
    }

    /// Reads a URL such as `https://10.0.0.1:6443`; nil unless it is one of `http` or `https` with a host, and without user, query or fragment.
    public init?(parsing url: String) {
        guard let schemeEnd = url.firstRange(of: "://") else { return nil }
        switch url[..<schemeEnd.lowerBound].lowercased() {
        case "https": usesTLS = true
        case "http": usesTLS = false
        default: return nil
        }
        let rest = url[schemeEnd.upperBound...]
        guard !rest.contains(where: { $0 == "?" || $0 == "#" || $0 == "@" || $0.isWhitespace }) else { return nil }
        let authority = rest.prefix { $0 != "/" }
        var path = rest[authority.endIndex...]
        while path.last == "/" { path.removeLast() }
        basePath = String(path)

        let portText: Substring?
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { return nil }
            host = String(authority[authority.index(after: authority.startIndex)..<close])
            let tail = authority[authority.index(after: close)...]
            guard tail.isEmpty || tail.first == ":" else { return nil }
            portText = tail.isEmpty ? nil : tail.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = String(authority[..<colon])
            portText = authority[authority.index(after: colon)...]
        } else {
            host = String(authority)
            portText = nil
        }
        guard !host.isEmpty else { return nil }
        if let portText {
            guard let port = UInt16(portText), port > 0 else { return nil }
            self.port = Int(port)
        } else {
            port = usesTLS ? 443 : 80
        }
    }

    /// Host and port as a URL and the header `Host` have them.
    var authority: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }

    public var description: String { "\(usesTLS ? "https" : "http")://\(authority)\(basePath)" }
}
