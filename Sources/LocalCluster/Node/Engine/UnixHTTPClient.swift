import KubernetesModel
import NIOCore
import NIOHTTP1
import NIOPosix

/// Requests to an HTTP server behind a Unix socket; each has a connection of its own.
struct UnixHTTPClient: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: ByteBuffer
    }

    let socketPath: String
    /// Bytes of an answer that are taken in at most.
    var maximumAnswerSize = 64 << 20

    /// Sends a request and waits for the whole answer.
    ///
    /// - Throws: an error of the connection; a failure that the server reports is an answer.
    func send(_ method: HTTPMethod, _ uri: String, body: JSONValue? = nil) async throws -> Answer {
        let channel = try await connect()
        return try await channel.executeThenClose { inbound, outbound in
            var head = HTTPRequestHead(version: .http1_1, method: method, uri: uri)
            head.headers.add(name: "Host", value: "podman")
            let bytes = body.map { ByteBuffer(string: $0.text) } ?? ByteBuffer()
            if body != nil { head.headers.add(name: "Content-Type", value: "application/json") }
            head.headers.add(name: "Content-Length", value: String(bytes.readableBytes))
            // In one piece: the server may answer and close as soon as it has read enough.
            var parts: [HTTPClientRequestPart] = [.head(head)]
            if body != nil { parts.append(.body(.byteBuffer(bytes))) }
            try await outbound.write(contentsOf: parts + [.end(nil)])
            var status: Int?
            var content = ByteBuffer()
            for try await part in inbound {
                switch part {
                case .head(let head): status = Int(head.status.code)
                case .body(var bytes):
                    content.writeBuffer(&bytes)
                    guard content.readableBytes <= maximumAnswerSize else { throw ConnectionFailure(problem: "an answer is too long") }
                case .end:
                    guard let status else { break }
                    return Answer(status: status, body: content)
                }
            }
            throw ConnectionFailure(problem: "the connection was closed before the answer was complete")
        }
    }

    private func connect() async throws -> NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart> {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(unixDomainSocketPath: socketPath) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
    }
}

/// Why a connection gave no answer.
struct ConnectionFailure: Error, CustomStringConvertible {
    let problem: String
    var description: String { problem }
}
