import AsyncHTTPClient
import NIOCore
import NIOPosix
import NIOSSL

/// The peer closed the connection before the answer was complete.
struct ConnectionClosed: Error, CustomStringConvertible {
    /// What it interrupted: `the connection was closed in the middle of the answer`.
    let description: String
}

/// A connection on which nothing has come for too long.
struct Silence: Error, CustomStringConvertible {
    let limit: Duration
    var description: String { "the server sent nothing for \(limit): the connection is taken for dead" }
}

/// What is known about a request that got no answer.
struct ConnectionFailure {
    let code: KubernetesError.Code
    let retry: RetryRule.Failure
    let text: String

    /// Explains an error of the network, of TLS or of time.
    ///
    /// - Parameter server: whom the request was meant for.
    init(_ error: any Error, server: ServerAddress) {
        switch error {
        case is CancellationError:
            (code, retry, text) = (.cancelled, .final, "the task was cancelled")
        case let error as TimedOut:
            (code, retry, text) = (.timeout, .final, error.description)
        case let error as HTTPClientError:
            (code, retry, text) = Self.explain(error)
        case ChannelError.connectTimeout:
            (code, retry, text) = (.connection, .notSent, "the server could not be reached within the time allowed")
        case let error as NIOConnectionError:
            (code, retry, text) = (.connection, .notSent, Self.text(of: error))
        case NIOSSLError.handshakeFailed(let cause):
            (code, retry, text) = (.connection, .final, Self.text(ofHandshake: cause))
        case let error as BoringSSLError:
            (code, retry, text) = (.connection, .final, Self.text(ofHandshake: error))
        case let error as NIOSSLExtraError where error == .failedToValidateHostname || error == .serverHostnameImpossibleToMatch:
            (code, retry, text) = (.connection, .final, "the server's certificate is for another name: \(error)")
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
            (code, retry, text) = (.connection, .final, "the server's certificate is not for this address, or not signed by a trusted authority")
        case let error as Silence:
            (code, retry, text) = (.connection, .broken, error.description)
        case let error as ConnectionClosed:
            (code, retry, text) = (.connection, .broken, error.description)
        case ChannelError.eof, ChannelError.ioOnClosedChannel, ChannelError.alreadyClosed, ChannelError.inappropriateOperationForState,
            NIOSSLError.uncleanShutdown:
            (code, retry, text) = (.connection, .broken, Self.closed)
        case let error as IOError:
            let wasRefused = error.errnoCode == connectionRefused
            (code, retry) = (.connection, wasRefused ? .notSent : .broken)
            text = wasRefused ? "nothing listens at \(server.authority)" : "the connection broke: \(error)"
        default:
            (code, retry, text) = (.connection, .final, "\(error)")
        }
    }

    private static let closed = "the server closed the connection before it answered"

    private static func explain(_ error: HTTPClientError) -> (KubernetesError.Code, RetryRule.Failure, String) {
        switch error {
        case .cancelled: (.cancelled, .final, "the task was cancelled")
        case .deadlineExceeded, .readTimeout, .writeTimeout: (.timeout, .final, "no answer within the time allowed")
        case .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout:
            (.connection, .notSent, "the server could not be reached within the time allowed")
        case .remoteConnectionClosed, .uncleanShutdown: (.connection, .broken, closed)
        default: (.connection, .final, error.shortDescription)
        }
    }

    private static func text(of error: NIOConnectionError) -> String {
        let place = ServerAddress(host: error.host, port: error.port).authority
        if let failure = error.connectionErrors.last?.error {
            if let failure = failure as? IOError, failure.errnoCode == connectionRefused { return "nothing listens at \(place)" }
            if case ChannelError.connectTimeout = failure { return "\(place) did not answer within the time allowed" }
            return "cannot connect to \(place): \(failure)"
        }
        return "the name \(error.host) cannot be resolved"
    }

    private static func text(ofHandshake error: BoringSSLError) -> String {
        // Without the place in the source of the library, which follows " at ".
        let detail = "\(error)".split(separator: " at ").first.map(String.init) ?? ""
        return switch true {
        case detail.contains("CERTIFICATE_VERIFY_FAILED"): "the server's certificate is not signed by a trusted authority, or has expired"
        case detail.contains("CERTIFICATE_REQUIRED"): "the server asks for a client certificate"
        case detail.contains("ALERT_DECRYPT_ERROR"), detail.contains("_ALERT_") && detail.contains("CERTIFICATE"), detail.contains("UNKNOWN_CA"):
            "the server does not accept the client certificate"
        case detail.contains("WRONG_VERSION_NUMBER"): "the server does not speak TLS (http instead of https?)"
        case detail.contains("EOF during handshake"): "the server closed the connection during the TLS handshake"
        default: "the TLS handshake failed: \(detail)"
        }
    }
}

/// The system's number for "connection refused".
private let connectionRefused: CInt = 111

extension KubernetesError {
    /// The error for a request that got no answer.
    init(_ request: String, to server: ServerAddress, failedBy error: any Error) {
        if let error = error as? KubernetesError {
            self = error
            return
        }
        let failure = ConnectionFailure(error, server: server)
        self.init(failure.code, request: request, hint: failure.text)
    }
}
