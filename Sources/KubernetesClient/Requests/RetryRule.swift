/// Decides whether a failed request is sent again: only where that can do no harm.
///
/// A value: it is told of each failure and answers how long to wait, or nil to give up.
struct RetryRule: Sendable {
    /// How a request failed.
    enum Failure: Sendable, Hashable {
        /// No connection came about: the server never saw the request.
        case notSent
        /// The connection broke: nobody knows what the server did.
        case broken
        /// The server was too busy to look at the request (429 or 503), and said for how long in seconds.
        case busy(retryAfter: Int)
        /// The server did not accept the credentials (401), and did nothing.
        case unauthorized
        /// Anything else.
        case final
    }

    /// Pauses before the second and third try after a connection failed. Short: whoever asked has a back-off of their own.
    private static let pauses: [Duration] = [.milliseconds(50), .milliseconds(500)]
    private static let maximumBusyAnswers = 5

    private var connectionFailures = 0
    private var busyAnswers = 0
    private var wasUnauthorized = false

    /// - Parameter isSafe: whether sending the request twice does the same as once (GET).
    mutating func pause(after failure: Failure, isSafe: Bool) -> Duration? {
        switch failure {
        case .notSent, .broken:
            guard failure == .notSent || isSafe, connectionFailures < Self.pauses.count else { return nil }
            connectionFailures += 1
            return Self.pauses[connectionFailures - 1]
        case .busy(let seconds):
            guard busyAnswers < Self.maximumBusyAnswers else { return nil }
            busyAnswers += 1
            return max(.seconds(seconds), .milliseconds(100))
        case .unauthorized:
            guard !wasUnauthorized else { return nil }
            wasUnauthorized = true
            return .zero
        case .final: return nil
        }
    }
}
