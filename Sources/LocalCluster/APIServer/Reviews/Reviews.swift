import KubernetesModel
import NIOCore
import NIOHTTP1

/// Requests that ask the server something and store nothing: who am I, who is this, may they.
struct Reviews: Sendable {
    let handler: ResourceHandler

    /// - Returns: nil for a resource that is no review.
    func answer() throws(StatusError) -> Answer? {
        let definition = handler.definition
        switch definition.qualifiedPlural {
        case "selfsubjectreviews.authentication.k8s.io": return try answer { $0 = selfSubject($0) }
        case "tokenreviews.authentication.k8s.io": return try answer { $0["status"] = token($0["spec"]?["token"]?.string ?? "", $0) }
        case "selfsubjectaccessreviews.authorization.k8s.io":
            return try answer { review throws(StatusError) in try access(&review, user: handler.user) }
        case "subjectaccessreviews.authorization.k8s.io", "localsubjectaccessreviews.authorization.k8s.io":
            return try answer { review throws(StatusError) in
                let spec = review["spec"] ?? .emptyObject
                try access(&review, user: subject(spec), needsUser: true)
            }
        case "selfsubjectrulesreviews.authorization.k8s.io": return try answer { review throws(StatusError) in try rules(&review) }
        default: return nil
        }
    }

    private func answer(_ fill: (inout JSONValue) throws(StatusError) -> Void) throws(StatusError) -> Answer {
        let negotiated = try Negotiated(headers: handler.request.headers)
        let body = try handler.body(kind: handler.definition.kind, apiVersion: handler.definition.apiVersion)
        var review = try handler.rules.decode(body)
        var metadata = review["metadata"] ?? .emptyObject
        metadata["managedFields"] = nil
        if handler.definition.namespaced { metadata["namespace"] = .string(handler.target.namespace) }
        review["metadata"] = metadata
        try fill(&review)
        return Answer(status: .created, json: review, encoding: negotiated.encoding)
    }

    // MARK: Authentication

    private func selfSubject(_ review: JSONValue) -> JSONValue {
        var review = review
        review[path: ["metadata", "creationTimestamp"]] = .string(handler.now.description)
        review["status"] = ["userInfo": handler.user.json]
        return review
    }

    private func token(_ token: String, _ review: JSONValue) -> JSONValue {
        let audiences = review[path: ["spec", "audiences"]]?.array?.compactMap(\.string) ?? []
        do {
            let verified = try handler.services.tokens.verify(token, audiences: audiences, now: handler.now.secondsSince1970)
            return [
                "authenticated": true, "user": verified.user.json, "audiences": .array(verified.audiences.map(JSONValue.string)),
            ]
        } catch {
            return ["user": [:], "error": .string(error.description)]
        }
    }

    // MARK: Authorisation

    private func subject(_ spec: JSONValue) -> Requester {
        Requester(
            name: spec["user"]?.string ?? "", uid: spec["uid"]?.string ?? "", groups: spec["groups"]?.array?.compactMap(\.string) ?? [],
            extra: (spec["extra"]?.object ?? [:]).mapValues { $0.array?.compactMap(\.string) ?? [] })
    }

    private func access(_ review: inout JSONValue, user: Requester, needsUser: Bool = false) throws(StatusError) {
        let spec = review["spec"] ?? .emptyObject
        var errors: [FieldError] = []
        let resource = spec["resourceAttributes"]
        let path = spec["nonResourceAttributes"]
        if resource != nil, let path {
            let shown = "{\"Path\":\(GoText.quoted(path["path"]?.string ?? "")),\"Verb\":\(GoText.quoted(path["verb"]?.string ?? ""))}"
            errors.append(
                FieldError(
                    .invalid, "spec.nonResourceAttributes", (try? JSONValue(parsing: shown)) ?? .null,
                    "cannot be specified in combination with resourceAttributes"))
        }
        if resource == nil, path == nil {
            errors.append(
                FieldError(
                    .invalid, "spec.resourceAttributes", .null, "exactly one of nonResourceAttributes or resourceAttributes must be specified"))
        }
        if needsUser, user.name.isEmpty, user.groups.isEmpty {
            errors.append(FieldError(.invalid, "spec.user", "", "at least one of user or group must be specified"))
        }
        if handler.definition.namespaced, let resource, (resource["namespace"]?.string ?? "") != handler.target.namespace {
            errors.append(
                FieldError(.invalid, "spec.resourceAttributes.namespace", resource["namespace"] ?? "", "must match metadata.namespace"))
        }
        if !errors.isEmpty { throw .invalid(group: "authorization.k8s.io", kind: "", name: "", errors) }
        let decision = handler.services.authorizer.decide(attributes(resource: resource, path: path, user: user))
        var status: JSONValue = ["allowed": .bool(decision.isAllowed)]
        if !decision.reason.isEmpty { status["reason"] = .string(decision.reason) }
        review["status"] = status
    }

    private func attributes(resource: JSONValue?, path: JSONValue?, user: Requester) -> RequestAttributes {
        func text(_ object: JSONValue?, _ key: String) -> String { object?[key]?.string ?? "" }
        guard let resource else {
            return RequestAttributes(user: user, verb: text(path, "verb"), path: text(path, "path"))
        }
        return RequestAttributes(
            user: user, verb: text(resource, "verb"), group: text(resource, "group"), version: text(resource, "version"),
            resource: text(resource, "resource"), subresource: text(resource, "subresource"), namespace: text(resource, "namespace"),
            name: text(resource, "name"))
    }

    private func rules(_ review: inout JSONValue) throws(StatusError) {
        let namespace = review[path: ["spec", "namespace"]]?.string ?? ""
        if namespace.isEmpty { throw .badRequest("no namespace on request") }
        let rules = handler.services.authorizer.rules(of: handler.user, namespace: namespace)
        review["spec"] = .emptyObject
        review["status"] = [
            "incomplete": false, "resourceRules": .array(rules.filter { !$0.resources.isEmpty }.map(\.json)),
            "nonResourceRules": .array(rules.filter { !$0.paths.isEmpty }.map(\.json)),
        ]
    }
}
