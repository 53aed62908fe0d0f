import Glibc

/// The server cannot listen where it should.
public struct AddressUnavailable: Error, Sendable, Hashable, CustomStringConvertible {
    public let host: String
    public let port: Int
    /// Whether the address is this machine's, and something else listens there.
    public let isInUse: Bool

    /// Nil for an error that means something else.
    init?(host: String, port: Int, errorNumber: Int32) {
        guard errorNumber == EADDRINUSE || errorNumber == EADDRNOTAVAIL else { return nil }
        self.host = host
        self.port = port
        isInUse = errorNumber == EADDRINUSE
    }

    public var description: String {
        isInUse
            ? "the address \(host):\(port) is in use by another program: end that (ss -ltnp 'sport = :\(port)' shows it), or choose another port"
            : "the address \(host) is not one of this machine's: choose one of those that `ip address` shows"
    }

    /// Looks whether a server could listen there now.
    ///
    /// - Throws: ``AddressUnavailable`` if not.
    package static func check(host: String, port: Int) throws(AddressUnavailable) {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        guard inet_pton(AF_INET, host, &address.sin_addr) == 1 else { return }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard status != 0, let error = AddressUnavailable(host: host, port: port, errorNumber: errno) else { return }
        throw error
    }
}
