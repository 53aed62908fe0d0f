public import KubernetesModel

/// Why a request to an API server failed.
public struct KubernetesError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is: for decisions and metrics.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        public let description: String
        public init(_ description: String) { self.description = description }

        public static let notFound = Code("not-found")
        public static let alreadyExists = Code("already-exists")
        /// The resourceVersion or uid was not the expected one, or another field manager owns a field.
        public static let conflict = Code("conflict")
        public static let invalid = Code("invalid")
        public static let badRequest = Code("bad-request")
        public static let forbidden = Code("forbidden")
        public static let unauthorized = Code("unauthorized")
        public static let methodNotAllowed = Code("method-not-allowed")
        /// The server no longer has the history from that resourceVersion on (HTTP 410): list again.
        public static let resourceVersionTooOld = Code("resource-version-too-old")
        public static let tooManyRequests = Code("too-many-requests")
        public static let timeout = Code("timeout")
        /// The server answered with another failure, mostly of class 5xx.
        public static let server = Code("server")
        /// No answer: the connection failed or broke.
        public static let connection = Code("connection")
        /// The answer was not what the API promises.
        public static let malformedAnswer = Code("malformed-answer")
        /// The configuration (kubeconfig, token, certificates) cannot be used.
        public static let configuration = Code("configuration")
        public static let cancelled = Code("cancelled")
    }

    public let code: Code
    /// What was asked: `patch statefulsets.apps db-0 in shop`. Never a body.
    public let request: String
    /// What the server said, as it said it.
    public let status: Status?
    /// What went wrong below HTTP, or what would help; never a secret.
    public let hint: String?
    /// How long the server asked to wait before the next try, in seconds.
    public let retryAfterSeconds: Int?

    public init(_ code: Code, request: String, status: Status? = nil, hint: String? = nil, retryAfterSeconds: Int? = nil) {
        self.code = code
        self.request = request
        self.status = status
        self.hint = hint
        self.retryAfterSeconds = retryAfterSeconds
    }

    public var description: String {
        var text = "\(request): "
        text += status?.message ?? hint ?? code.description
        if status?.message != nil, let hint { text += " (\(hint))" }
        return text
    }
}

extension KubernetesError {
    /// The error that an answer of the server stands for.
    ///
    /// - Parameters:
    ///   - statusCode: of HTTP.
    ///   - body: a `Status` of meta/v1, or what else came.
    public init(answering request: String, statusCode: Int, body: JSONValue?) {
        let status = body.flatMap { $0["kind"] == "Status" ? Status(json: $0) : nil }
        let code: Code =
            switch (status?.reason, statusCode) {
            case ("AlreadyExists", _): .alreadyExists
            case ("Expired", _), (_, 410): .resourceVersionTooOld
            case (_, 404): .notFound
            case (_, 409): .conflict
            case (_, 422): .invalid
            case (_, 400): .badRequest
            case (_, 401): .unauthorized
            case (_, 403): .forbidden
            case (_, 405): .methodNotAllowed
            case (_, 429): .tooManyRequests
            case (_, 408), (_, 504): .timeout
            default: .server
            }
        self.init(
            code, request: request, status: status, hint: status == nil ? "HTTP status \(statusCode)" : nil,
            retryAfterSeconds: status?.details?.retryAfterSeconds)
    }
}
