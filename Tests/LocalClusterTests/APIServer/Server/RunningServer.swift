import Foundation
import KubernetesModel
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import Synchronization

@testable import LocalAPIServer

/// A server on a free port with a directory of its own.
struct RunningServer: Sendable {
    let directory: URL
    let port: Int
    private let serving: Task<Void, any Error>

    /// Starts a server and waits until it answers.
    ///
    /// - Parameter port: 0 for any that is free.
    static func start(directory: URL? = nil, port wanted: Int = 0, node: (any NodeConnector)? = nil) async throws -> RunningServer {
        let directory = directory ?? FileManager.default.temporaryDirectory.appendingPathComponent("egret-server-\(UUID().uuidString)")
        var configuration = LocalAPIServer.Configuration(dataDirectory: directory.path)
        configuration.port = wanted
        let (ports, port) = AsyncThrowingStream.makeStream(of: Int.self, throwing: (any Error).self)
        let server = LocalAPIServer(configuration: configuration, logger: Logger(label: "test"), node: node) { port.yield($0) }
        let serving = Task {
            do { try await server.run() } catch {
                port.finish(throwing: error)
                throw error
            }
        }
        var iterator = ports.makeAsyncIterator()
        guard let chosen = try await iterator.next() else { throw CancellationError() }
        return RunningServer(directory: directory, port: chosen, serving: serving)
    }

    /// Starts a server on a port that stays free while the server is away: the kernel gives it to nobody who asks for just any.
    static func startOnKeptPort() async throws -> RunningServer {
        let range = try String(contentsOfFile: "/proc/sys/net/ipv4/ip_local_port_range", encoding: .utf8)
        let first = range.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) } ?? 32_768
        for port in (10_000..<max(first, 10_001)).shuffled().prefix(50) {
            do { return try await start(port: port) } catch is AddressUnavailable {}
        }
        throw CancellationError()
    }

    /// Ends it in an orderly way.
    func stop() async throws {
        serving.cancel()
        try await serving.value
    }

    func remove() { try? FileManager.default.removeItem(at: directory) }

    /// Starts, runs a body, stops and removes.
    static func with<Result: Sendable>(node: (any NodeConnector)? = nil, _ body: (RunningServer) async throws -> Result) async throws -> Result {
        let server = try await start(node: node)
        defer { server.remove() }
        do {
            let result = try await body(server)
            try await server.stop()
            return result
        } catch {
            try? await server.stop()
            throw error
        }
    }
}

/// One connection to a server, as the administrator, with a token, or as nobody.
final class TestConnection: Sendable {
    enum Credentials: Sendable { case administrator, nobody, token(String) }

    struct Response: Sendable {
        var status: Int
        var headers: HTTPHeaders
        var body: String
        var json: JSONValue { (try? JSONValue(parsing: body)) ?? .null }
    }

    let channel: any Channel
    let parts: AsyncThrowingStream<HTTPClientResponsePart, any Error>
    private let iterator: Mutex<IteratorBox>
    private let credentials: Credentials

    private struct IteratorBox: @unchecked Sendable {
        // Used by one task at a time: a connection has one request in flight.
        var iterator: AsyncThrowingStream<HTTPClientResponsePart, any Error>.Iterator
    }

    init(_ server: RunningServer, as credentials: Credentials = .administrator) async throws {
        self.credentials = credentials
        let pki = server.directory.appendingPathComponent("pki")
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.trustRoots = .file(pki.appendingPathComponent("ca.crt").path)
        if case .administrator = credentials {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(pki.appendingPathComponent("admin.crt").path).map { .certificate($0) }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: pki.appendingPathComponent("admin.key").path, format: .pem))
        }
        let context = try NIOSSLContext(configuration: configuration)
        let (parts, continuation) = AsyncThrowingStream.makeStream(of: HTTPClientResponsePart.self, throwing: (any Error).self)
        self.parts = parts
        iterator = Mutex(IteratorBox(iterator: parts.makeAsyncIterator()))
        channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(NIOSSLClientHandler(context: context, serverHostname: nil))
                try channel.pipeline.syncOperations.addHTTPClientHandlers(leftOverBytesStrategy: .forwardBytes, enableOutboundHeaderValidation: false)
                try channel.pipeline.syncOperations.addHandler(PartCollector(continuation))
            }
        }.connect(host: "127.0.0.1", port: server.port).get()
    }

    func close() async { try? await channel.close() }

    /// Sends a request.
    func send(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, headers: HTTPHeaders = [:]) async throws {
        try await send(method, path, bytes: body.map { ByteBuffer(bytes: $0.utf8) }, headers: headers)
    }

    /// Sends a request with a body of any kind, which its headers name.
    func send(_ method: HTTPMethod, _ path: String, bytes body: ByteBuffer?, headers: HTTPHeaders) async throws {
        var headers = headers
        headers.replaceOrAdd(name: "Host", value: "localhost")
        if case .token(let token) = credentials { headers.add(name: "Authorization", value: "Bearer \(token)") }
        let bytes = body ?? ByteBuffer()
        headers.add(name: "Content-Length", value: String(bytes.readableBytes))
        if body != nil, !headers.contains(name: "Content-Type") { headers.add(name: "Content-Type", value: "application/json") }
        channel.write(HTTPClientRequestPart.head(HTTPRequestHead(version: .http1_1, method: method, uri: path, headers: headers)), promise: nil)
        channel.write(HTTPClientRequestPart.body(.byteBuffer(bytes)), promise: nil)
        try await channel.writeAndFlush(HTTPClientRequestPart.end(nil))
    }

    func nextPart() async throws -> HTTPClientResponsePart? {
        var box = iterator.withLock { $0 }
        defer { iterator.withLock { [box] in $0 = box } }
        return try await box.iterator.next()
    }

    /// Sends a request and waits for the whole answer.
    func request(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, headers: HTTPHeaders = [:]) async throws -> Response {
        try await send(method, path, body, headers: headers)
        return try await answer()
    }

    func request(_ method: HTTPMethod, _ path: String, bytes: [UInt8], headers: HTTPHeaders) async throws -> Response {
        try await send(method, path, bytes: ByteBuffer(bytes: bytes), headers: headers)
        return try await answer()
    }

    private func answer() async throws -> Response {
        var response = Response(status: 0, headers: [:], body: "")
        while let part = try await nextPart() {
            switch part {
            case .head(let head): (response.status, response.headers) = (Int(head.status.code), head.headers)
            case .body(let bytes): response.body += String(buffer: bytes)
            case .end: return response
            }
        }
        return response
    }
}

/// Passes on what arrives.
final class PartCollector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    private let continuation: AsyncThrowingStream<HTTPClientResponsePart, any Error>.Continuation

    init(_ continuation: AsyncThrowingStream<HTTPClientResponsePart, any Error>.Continuation) { self.continuation = continuation }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) { continuation.yield(unwrapInboundIn(data)) }
    func channelInactive(context: ChannelHandlerContext) { continuation.finish() }
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        continuation.finish(throwing: error)
        context.close(promise: nil)
    }
}
