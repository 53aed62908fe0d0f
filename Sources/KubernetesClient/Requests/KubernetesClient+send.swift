public import KubernetesModel
import AsyncHTTPClient
import NIOCore
import NIOHTTP1

extension KubernetesClient {
    /// Sends one request and waits for the whole answer; see ``KubernetesAPI/send(_:)``.
    ///
    /// An answer without a body is ``JSONValue/null``.
    public func send(_ request: APIRequest) async throws(KubernetesError) -> JSONValue {
        let deadline = ContinuousClock.now + options.requestTimeout
        var rule = RetryRule()
        while true {
            let failure: SendFailure
            switch await attempt(request, until: deadline) {
            case .success(let answer): return answer
            case .failure(let error): failure = error
            }
            guard let pause = rule.pause(after: failure.retry, isSafe: request.method == .get), .now + pause < deadline else { throw failure.error }
            do {
                try await Task.sleep(for: pause, clock: .continuous)
            } catch {
                throw KubernetesError(request.summary, to: configuration.server, failedBy: error)
            }
        }
    }

    /// Why one try failed, and whether another may follow.
    private struct SendFailure: Error {
        let error: KubernetesError
        let retry: RetryRule.Failure
    }

    private func attempt(_ request: APIRequest, until deadline: ContinuousClock.Instant) async -> Result<JSONValue, SendFailure> {
        do throws(KubernetesError) {
            let access = try await access()
            let answer: HTTPAnswer
            do {
                let outgoing = httpRequest(request, access: access)
                let timeout = options.requestTimeout
                answer = try await withDeadline(deadline, orSay: "no answer within \(timeout)") { [http, options] in
                    let response = try await http.execute(outgoing, deadline: .distantFuture)
                    return HTTPAnswer(
                        status: Int(response.status.code), headers: response.headers,
                        body: try await response.body.collect(upTo: options.maximumAnswerBytes))
                }
            } catch {
                let server = configuration.server
                return .failure(
                    SendFailure(
                        error: KubernetesError(request.summary, to: server, failedBy: error), retry: ConnectionFailure(error, server: server).retry))
            }
            warnings.note(answer.headers["Warning"], request: request.summary)
            if answer.isSuccess { return .success(try answer.json(of: request.summary)) }
            let error = answer.error(of: request)
            if answer.status == 401 { await configuration.credentials.refused(access.credentials) }
            return .failure(SendFailure(error: error, retry: answer.retry(error)))
        } catch {
            return .failure(SendFailure(error: error, retry: .final))
        }
    }

    private func httpRequest(_ request: APIRequest, access: Access) -> HTTPClientRequest {
        let server = configuration.server
        var address = server
        if let name = configuration.tlsServerName { address.host = name }
        var outgoing = HTTPClientRequest(
            url: "\(server.usesTLS ? "https" : "http")://\(address.authority)\(request.target(basePath: server.basePath))")
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        outgoing.headers = access.headers
        outgoing.headers.add(name: "Host", value: server.authority)
        outgoing.headers.add(name: "Accept", value: "application/json")
        outgoing.tlsConfiguration = access.tls?.configuration
        if let body = request.body {
            outgoing.headers.add(name: "Content-Type", value: request.bodyType.rawValue)
            outgoing.body = .bytes(ByteBuffer(bytes: body.utf8))
        }
        return outgoing
    }
}

/// A whole answer.
struct HTTPAnswer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: ByteBuffer

    var isSuccess: Bool { 200..<300 ~= status }

    func json(of request: String) throws(KubernetesError) -> JSONValue {
        guard body.readableBytes > 0 else { return .null }
        do {
            return try JSONValue(parsing: body.readableBytesView)
        } catch {
            throw KubernetesError(.malformedAnswer, request: request, hint: "the answer (HTTP status \(status)) is no JSON: \(error)")
        }
    }

    /// The error that an answer of no success stands for, with advice where there is some.
    func error(of request: APIRequest) -> KubernetesError {
        let error = KubernetesError(answering: request.summary, statusCode: status, body: try? JSONValue(parsing: body.readableBytesView))
        let words = request.summary.split(separator: " ")
        let advice: String? =
            switch error.code {
            // The server asks for `get` before Kubernetes 1.35 and for `create` since.
            case .forbidden where ["exec", "attach", "portforward"].contains(words[0]): "grant `get` and `create` on pods/\(words[0])"
            case .forbidden where words.count > 1: "grant `\(words[0])` on \(words[1])"
            case .unauthorized: "the server does not accept the credentials"
            default: nil
            }
        let headerSeconds = headers.first(name: "Retry-After").flatMap { Int($0) }
        return KubernetesError(
            error.code, request: error.request, status: error.status, hint: advice ?? error.hint,
            retryAfterSeconds: headerSeconds ?? error.retryAfterSeconds)
    }

    func retry(_ error: KubernetesError) -> RetryRule.Failure {
        switch (status, error.retryAfterSeconds) {
        case (401, _): .unauthorized
        case (429, let seconds?), (503, let seconds?): .busy(retryAfter: seconds)
        default: .final
        }
    }
}
