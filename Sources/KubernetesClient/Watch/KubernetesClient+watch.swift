import NIOCore
import NIOHTTP1

extension KubernetesClient {
    /// Opens a watch on a connection of its own; see ``KubernetesAPI/watch(_:)``.
    ///
    /// Bookmarks are asked for unless the request says otherwise. The stream fails with code `connection` when the server has been silent for
    /// ``Options/watchSilence``. Dropping the stream, or cancelling the task that reads it, closes the connection.
    public func watch(_ request: APIRequest) async throws(KubernetesError) -> WatchStream {
        var request = request
        request.setDefault("watch", "true")
        request.setDefault("allowWatchBookmarks", "true")
        let reader = WatchReader(try await open(request, silence: options.watchSilence), request: request.summary, server: configuration.server)
        return WatchStream { try await reader.next() }
    }

    /// Sends a GET on a new connection, and once more with other credentials if the server did not accept these.
    ///
    /// - Throws: ``KubernetesError`` for an answer that is no success.
    func open(_ request: APIRequest, silence: Duration?) async throws(KubernetesError) -> StreamingResponse {
        var rule = RetryRule()
        while true {
            let access = try await access()
            let answer: HTTPAnswer
            do {
                let response = try await dialer.open(
                    head(request, access: access), tls: access.tls?.context, silence: silence, answerTimeout: options.requestTimeout)
                warnings.note(response.head.headers["Warning"], request: request.summary)
                if response.head.status == .ok { return response }
                answer = try await wholeAnswer(response)
            } catch {
                throw KubernetesError(request.summary, to: configuration.server, failedBy: error)
            }
            guard answer.status == 401, rule.pause(after: .unauthorized, isSafe: true) != nil else { throw answer.error(of: request) }
            await configuration.credentials.refused(access.credentials)
        }
    }
}

/// Takes events from the body of an answer.
private actor WatchReader {
    private let response: StreamingResponse
    private let request: String
    private let server: ServerAddress
    private var parser: WatchParser

    init(_ response: StreamingResponse, request: String, server: ServerAddress) {
        self.response = response
        self.request = request
        self.server = server
        parser = WatchParser(request: request)
    }

    func next() async throws(KubernetesError) -> WatchEvent? {
        while true {
            if let event = try parser.next() { return event }
            do {
                guard let bytes = try await response.next() else { break }
                parser.append(bytes)
            } catch {
                throw KubernetesError(request, to: server, failedBy: error)
            }
        }
        try parser.finish()
        return nil
    }
}
