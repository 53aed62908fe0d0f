import KubernetesModel
import Logging
import NIOCore
import NIOHTTP1

/// Takes every request from its credentials to its answer.
struct APIRouter: HTTPResponder {
    let services: APIServices
    let authenticator: Authenticator
    let documents: DiscoveryDocuments

    func respond(to request: HTTPRequest, on exchange: HTTPExchange) async {
        do {
            if let answer = try await answer(to: request, on: exchange) { try await send(answer, on: exchange) }
        } catch is CancellationError {
            exchange.abort()
        } catch {
            // The client has gone, or the answer broke off in the middle of a stream.
            services.logger.debug("Connection lost", metadata: ["path": "\(request.path)", "error": "\(error)"])
            exchange.abort()
        }
    }

    private func send(_ answer: Answer, on exchange: HTTPExchange) async throws {
        try await exchange.respond(status: answer.status, headers: answer.httpHeaders, body: answer.body)
    }

    /// - Returns: nil where the handler has written to the exchange itself.
    private func answer(to request: HTTPRequest, on exchange: HTTPExchange) async throws -> Answer? {
        do {
            return try await dispatch(request, on: exchange)
        } catch let error as StatusError {
            return Self.answer(error)
        } catch let error as StoreError {
            guard error == .closed else { throw error }
            return Answer(StatusError(code: 503, reason: "ServiceUnavailable", message: "the server is shutting down"))
        }
    }

    private func dispatch(_ request: HTTPRequest, on exchange: HTTPExchange) async throws -> Answer? {
        let now = services.now()
        var user = try authenticator.user(
            certificate: request.clientCertificate.flatMap(ClientCertificate.user), headers: request.headers, now: now.secondsSince1970)
        let target = RequestTarget(path: request.path)
        var attributes = attributes(request, target: target, user: user)
        if request.headers.contains(name: "Impersonate-User") {
            user = try Impersonation(authorizer: services.authorizer).user(as: request.headers, by: attributes)
            attributes.user = user
        }
        try services.authorizer.authorize(attributes)
        if exchange.bodyIsTooLarge {
            throw StatusError.tooLarge("the request is larger than \(HTTPConnectionHandler.bodyLimit) bytes")
        }
        guard let target, let served = services.catalog[target] else {
            if let target, let answer = unserved(target) { return answer }
            return try documents.answer(to: request)
        }
        let handler = ResourceHandler(
            services: services, request: request, target: target, served: served, user: user, verb: attributes.verb, now: now)
        var answer: Answer?
        do {
            answer = try await handler.answer(on: exchange)
        } catch let error as StatusError {
            answer = Self.answer(error)
        }
        answer?.warnings.insert(contentsOf: handler.deprecations, at: 0)
        return answer
    }

    private static func answer(_ error: StatusError) -> Answer {
        if error.code == 404, error.reason == nil, error.message == ResourceHandler.pageNotFound { return .pageNotFound }
        return Answer(error)
    }

    private func attributes(_ request: HTTPRequest, target: RequestTarget?, user: Requester) -> RequestAttributes {
        guard let target else {
            return RequestAttributes(user: user, verb: request.method == .HEAD ? "head" : request.method.rawValue.lowercased(), path: request.path)
        }
        return RequestAttributes(
            user: user, verb: target.verb(method: request.method, query: request.query), group: target.group, version: target.version,
            resource: target.resource, subresource: target.subresource, namespace: target.namespace, name: target.name)
    }

    /// The answer for a resource that is not there: groups that are built in answer as an API, others as a web server.
    private func unserved(_ target: RequestTarget) -> Answer? {
        services.catalog.hasBuiltIn(group: target.group) ? Answer(.unknownPath) : nil
    }
}
