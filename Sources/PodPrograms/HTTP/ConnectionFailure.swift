internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// Why a connection to a process of this Pod came to nothing, in one line for its log.
enum ConnectionFailure {
    /// The same error in words, or the error itself if it says enough.
    static func explained(_ error: any Error, host: String, port: Int) -> any Error {
        switch error {
        case let error as NIOConnectionError:
            let first = error.connectionErrors.first.map { reason($0.error) } ?? "the name is not known"
            return Problem("no connection to \(host), port \(port): \(first)")
        case is NIOSSLError, is BoringSSLError: return Problem("TLS with \(host), port \(port): \(reason(error))")
        default: return error
        }
    }

    /// BoringSSL names the reason between a fixed text and the place in its source.
    private static func reason(_ error: any Error) -> String {
        if let error = error as? IOError { return String(cString: strerror(error.errnoCode)) }
        if case .connectTimeout(let limit)? = error as? ChannelError { return "no answer within \(limit.nanoseconds / 1_000_000_000) s" }
        let text = "\(error)"
        guard let start = text.firstRange(of: "OPENSSL_internal:") else { return text }
        return String(text[start.upperBound...].prefix { $0 == "_" || $0.isLetter || $0.isNumber })
    }
}
