import KubernetesModel
import NIOCore
import NIOHTTP1

/// A whole answer.
struct Answer: Sendable {
    var status: HTTPResponseStatus
    var contentType: String?
    var body: ByteBuffer
    /// Texts of `Warning` headers.
    var warnings: [String] = []
    var headers: [(String, String)] = []

    init(status: HTTPResponseStatus = .ok, contentType: String?, body: ByteBuffer, warnings: [String] = []) {
        self.status = status
        self.contentType = contentType
        self.body = body
        self.warnings = warnings
    }

    init(status: HTTPResponseStatus = .ok, json: JSONValue, encoding: Negotiated.Encoding = .json, warnings: [String] = []) {
        self.init(
            status: status, contentType: encoding == .json ? "application/json" : "application/yaml",
            body: ByteBuffer(bytes: encoding == .json ? json.utf8 : Array(json.yaml.utf8)), warnings: warnings)
    }

    init(text: String, status: HTTPResponseStatus = .ok) {
        self.init(status: status, contentType: "text/plain; charset=utf-8", body: ByteBuffer(string: text))
    }

    init(_ error: StatusError) {
        self.init(status: HTTPResponseStatus(statusCode: error.code), json: error.status)
        if let seconds = error.details?["retryAfterSeconds"]?.integer { headers.append(("Retry-After", String(seconds))) }
    }

    /// For paths that nobody serves.
    static let pageNotFound = Answer(text: "404 page not found\n", status: .notFound)

    var httpHeaders: HTTPHeaders {
        var all = HTTPHeaders()
        if let contentType { all.add(name: "Content-Type", value: contentType) }
        all.add(name: "Cache-Control", value: "no-cache, private")
        for warning in warnings { all.add(name: "Warning", value: "299 - \(GoText.quoted(warning))") }
        for (name, value) in headers { all.add(name: name, value: value) }
        return all
    }
}
