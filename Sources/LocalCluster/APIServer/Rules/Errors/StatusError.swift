import KubernetesModel

/// What the server answers instead of an object: a `metav1.Status` with status `Failure`.
struct StatusError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The HTTP status.
    var code: Int
    /// The machine-readable reason (`NotFound`, `Conflict` …); nil where a real server leaves it out.
    var reason: String?
    var message: String
    /// `details` as it is written: name, group, kind, uid, causes, retryAfterSeconds.
    var details: JSONValue?

    init(code: Int, reason: String?, message: String, details: JSONValue? = nil) {
        self.code = code
        self.reason = reason
        self.message = message
        self.details = details
    }

    var description: String { message }

    /// The body of the answer.
    var status: JSONValue {
        var status: JSONValue = [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Failure", "message": .string(message),
            "code": .integer(Int64(code)),
        ]
        if let reason { status["reason"] = .string(reason) }
        if let details { status["details"] = details }
        return status
    }
}

extension StatusError {
    /// `details` of an object; empty texts are left out, as in Go.
    static func details(name: String, group: String, kind: String, uid: String = "", causes: [JSONValue] = []) -> JSONValue {
        var details = JSONValue.emptyObject
        if !name.isEmpty { details["name"] = .string(name) }
        if !group.isEmpty { details["group"] = .string(group) }
        if !kind.isEmpty { details["kind"] = .string(kind) }
        if !uid.isEmpty { details["uid"] = .string(uid) }
        if !causes.isEmpty { details["causes"] = .array(causes) }
        return details
    }

    /// `pods`, or `deployments.apps`.
    static func qualified(_ name: String, group: String) -> String { group.isEmpty ? name : "\(name).\(group)" }

    static func notFound(group: String, resource: String, name: String) -> StatusError {
        StatusError(
            code: 404, reason: "NotFound", message: "\(qualified(resource, group: group)) \"\(name)\" not found",
            details: details(name: name, group: group, kind: resource))
    }

    /// For a path that leads nowhere; `details` is empty.
    static let unknownPath = StatusError(
        code: 404, reason: "NotFound", message: "the server could not find the requested resource", details: .emptyObject)

    static func alreadyExists(group: String, resource: String, name: String) -> StatusError {
        StatusError(
            code: 409, reason: "AlreadyExists", message: "\(qualified(resource, group: group)) \"\(name)\" already exists",
            details: details(name: name, group: group, kind: resource))
    }

    /// - Parameter why: the sentence after the colon.
    static func conflict(group: String, resource: String, name: String, _ why: String) -> StatusError {
        StatusError(
            code: 409, reason: "Conflict",
            message: "Operation cannot be fulfilled on \(qualified(resource, group: group)) \"\(name)\": \(why)",
            details: details(name: name, group: group, kind: resource))
    }

    /// What a stale resourceVersion is answered with.
    static let objectModified = "the object has been modified; please apply your changes to the latest version and try again"

    static func invalid(group: String, kind: String, name: String, _ errors: [FieldError]) -> StatusError {
        var message = "\(qualified(kind, group: group)) \"\(name)\" is invalid"
        if let first = errors.first {
            message += ": " + (errors.count == 1 ? first.text : "[" + FieldError.distinctTexts(errors).joined(separator: ", ") + "]")
            if errors.count > 1, FieldError.distinctTexts(errors).count == 1 {
                message = "\(qualified(kind, group: group)) \"\(name)\" is invalid: \(first.text)"
            }
        }
        return StatusError(
            code: 422, reason: "Invalid", message: message,
            details: details(name: name, group: group, kind: kind, causes: errors.map(\.cause)))
    }

    static func badRequest(_ message: String) -> StatusError { StatusError(code: 400, reason: "BadRequest", message: message) }

    static func unauthorized() -> StatusError { StatusError(code: 401, reason: "Unauthorized", message: "Unauthorized") }

    /// - Parameter why: the sentence after the colon; without it the colon stays, as in Go.
    static func forbidden(group: String, resource: String, name: String, _ why: String) -> StatusError {
        let subject = qualified(resource, group: group)
        let message: String
        if name.isEmpty {
            message = resource.isEmpty ? "forbidden: \(why)" : "\(subject) is forbidden: \(why)"
        } else {
            message = "\(subject) \"\(name)\" is forbidden: \(why)"
        }
        return StatusError(
            code: 403, reason: "Forbidden", message: message, details: details(name: name, group: group, kind: resource))
    }

    static func methodNotAllowed() -> StatusError {
        StatusError(
            code: 405, reason: "MethodNotAllowed", message: "the server does not allow this method on the requested resource", details: .emptyObject)
    }

    static func unsupportedMediaType(_ message: String) -> StatusError {
        StatusError(code: 415, reason: "UnsupportedMediaType", message: message)
    }

    static func notAcceptable(_ message: String) -> StatusError { StatusError(code: 406, reason: "NotAcceptable", message: message) }

    static func expired(_ message: String) -> StatusError { StatusError(code: 410, reason: "Expired", message: message) }

    static func gone(_ message: String) -> StatusError { StatusError(code: 410, reason: "Gone", message: message) }

    static func tooLarge(_ message: String) -> StatusError {
        StatusError(code: 413, reason: "RequestEntityTooLarge", message: message)
    }

    static func tooManyRequests(_ message: String, details: JSONValue? = nil) -> StatusError {
        StatusError(code: 429, reason: "TooManyRequests", message: message, details: details)
    }

    static func internalError(_ message: String) -> StatusError {
        StatusError(
            code: 500, reason: "InternalError", message: "Internal error occurred: \(message)",
            details: ["causes": [["message": .string(message)]]])
    }

    /// The answer to a patch that was understood but cannot be carried out.
    static func unprocessable(_ message: String, details: JSONValue? = nil) -> StatusError {
        StatusError(code: 422, reason: "Invalid", message: message, details: details)
    }
}
