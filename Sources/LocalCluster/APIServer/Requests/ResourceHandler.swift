import KubernetesModel
import NIOCore
import NIOHTTP1

/// Answers one request about a resource. Verbs are in extensions of their own.
struct ResourceHandler: Sendable {
    let services: APIServices
    let request: HTTPRequest
    let target: RequestTarget
    let served: ServedResource
    let user: Requester
    let verb: String
    let now: Timestamp

    var definition: ResourceDefinition { served.definition }
    var rules: any ResourceRules { served.rules }
    var store: ObjectStore { services.store }
    var key: StorageKey { served.key(namespace: target.namespace, name: target.name) }

    /// - Returns: nil where the answer has been written to the exchange.
    func answer(on exchange: HTTPExchange) async throws -> Answer? {
        try checkPath()
        if !target.subresource.isEmpty { return try await subresource(on: exchange) }
        guard definition.verbs.contains(verb) else { throw methodNotAllowed }
        switch verb {
        case "get": return try get()
        case "list": return try list()
        case "watch": return try await watch(on: exchange)
        case "create":
            guard target.name.isEmpty else { throw methodNotAllowed }
            if let review = try Reviews(handler: self).answer() { return review }
            if definition.qualifiedPlural == "bindings" { return try await bind(name: "") }
            return try await create()
        case "update":
            guard !target.name.isEmpty else { throw methodNotAllowed }
            return try await update(subresource: nil)
        case "patch":
            guard !target.name.isEmpty else { throw methodNotAllowed }
            return try await patch(subresource: nil)
        case "delete": return try await delete()
        case "deletecollection": return try await deleteCollection()
        default: throw methodNotAllowed
        }
    }

    /// Refuses paths that do not fit the scope of the resource.
    private func checkPath() throws(StatusError) {
        if definition.namespaced {
            guard target.namespace.isEmpty else { return }
            // Over all namespaces there are only lists and watches, and reviews that carry their namespace.
            if !target.name.isEmpty { throw .unknownPath }
            if verb != "list", verb != "watch" { throw methodNotAllowed }
        } else if !target.namespace.isEmpty, definition.qualifiedPlural != "namespaces" {
            throw definition.isCustom ? StatusError(code: 404, reason: nil, message: Self.pageNotFound) : .unknownPath
        }
    }

    /// The answer to a verb that the resource does not have.
    var methodNotAllowed: StatusError {
        guard definition.isCustom else { return .methodNotAllowed() }
        return StatusError(
            code: 405, reason: "MethodNotAllowed", message: "\(verb) is not supported on resources of kind \"\(definition.qualifiedPlural)\"",
            details: StatusError.details(name: "", group: definition.group, kind: definition.plural))
    }

    /// Marks an error that is answered as a web server does.
    static let pageNotFound = "404 page not found"

    func representation() throws(StatusError) -> Representation {
        Representation(served: served, negotiated: try Negotiated(headers: request.headers), query: request.query, now: now)
    }

    /// An object as an answer.
    func answer(
        _ object: StoredObject, status: HTTPResponseStatus = .ok, warnings: [String] = [], representation: Representation
    ) throws(StatusError) -> Answer {
        Answer(
            status: status, contentType: representation.negotiated.contentType, body: try representation.object(object),
            warnings: warnings)
    }

    /// What the server says to everybody who uses the resource, whatever comes of the request.
    var deprecations: [String] { [ObjectWarnings.deprecation(of: definition)].compactMap(\.self) }

    func writer(_ options: WriteOptions, subresource: String? = nil) -> ObjectWriter {
        var writer = ObjectWriter(services: services, served: served, user: user, manager: options.fieldManager)
        writer.isDryRun = options.isDryRun
        writer.subresource = subresource
        return writer
    }

    func writeOptions(_ kind: String) throws(StatusError) -> WriteOptions {
        try WriteOptions(query: request.query, userAgent: request.headers.first(name: "User-Agent"), kind: kind)
    }

    // MARK: Get

    private func get() throws -> Answer {
        let representation = try representation()
        if let text = request.query["resourceVersion"], !text.isEmpty {
            guard let revision = UInt64(text) else {
                let quoted = GoText.quoted(text)
                throw StatusError.badRequest(
                    "invalid resource version: resourceVersion: Invalid value: \(quoted): strconv.ParseUint: parsing \(quoted): invalid syntax")
            }
            try checkRevisionExists(revision)
        }
        guard let object = store.get(key) else { throw served.notFound(target.name) }
        return try answer(object, representation: representation)
    }

    /// - Throws: a 504 for a revision that the server has not come to.
    func checkRevisionExists(_ revision: UInt64) throws(StatusError) {
        let current = store.revision
        guard revision > current else { return }
        throw StatusError(
            code: 504, reason: "Timeout", message: "Timeout: Too large resource version: \(revision), current: \(current)",
            details: [
                "causes": [["reason": "ResourceVersionTooLarge", "message": "Too large resource version"]], "retryAfterSeconds": 1,
            ])
    }
}
