import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on the loopback address that answers as a test tells it, byte by byte. It shares no code of HTTP with the client.
final class ScriptedServer: Sendable {
    typealias Script = @Sendable (Exchange) async throws -> Void

    let port: Int
    let usesTLS: Bool
    private let counts = Mutex((opened: 0, closed: 0))

    var connectionsOpened: Int { counts.withLock { $0.opened } }
    var connectionsClosed: Int { counts.withLock { $0.closed } }

    private init(port: Int, usesTLS: Bool) {
        self.port = port
        self.usesTLS = usesTLS
    }

    /// Runs a server as long as `body` runs.
    ///
    /// - Parameter script: called for each request of each connection, several connections at once. When it throws, the connection is closed.
    static func run<Result: Sendable>(
        tls: TLSConfiguration? = nil, script: @escaping Script, body: @escaping @Sendable (ScriptedServer) async throws -> Result
    ) async throws -> Result {
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .bind(host: "127.0.0.1", port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context)) }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let server = ScriptedServer(port: listener.channel.localAddress?.port ?? 0, usesTLS: context != nil)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await listener.executeThenClose { inbound in
                    await withDiscardingTaskGroup { connections in
                        do {
                            for try await connection in inbound {
                                let index = server.counts.withLock { counts in
                                    counts.opened += 1
                                    return counts.opened - 1
                                }
                                connections.addTask {
                                    await serve(connection, index: index, script: script)
                                    server.counts.withLock { $0.closed += 1 }
                                }
                            }
                        } catch {
                            // The listener was closed: the test is over.
                        }
                        connections.cancelAll()
                    }
                }
            }
            let result = try await body(server)
            group.cancelAll()
            return result
        }
    }

    private static func serve(_ connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>, index: Int, script: Script) async {
        // A connection that breaks is what many of the tests are about; the client's side of it is what they look at.
        try? await connection.executeThenClose { inbound, _ in
            let exchange = Exchange(index: index, channel: connection.channel, iterator: inbound.makeAsyncIterator())
            while try await exchange.readRequest() { try await script(exchange) }
        }
    }
}

/// One connection as the script of a ``ScriptedServer`` sees it.
final class Exchange {
    struct Closed: Error {}

    /// The connection's number, from 0.
    let index: Int
    private let channel: any Channel
    private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var unread = ByteBuffer()

    private(set) var method = ""
    private(set) var target = ""
    private(set) var headers: [String: String] = [:]
    private(set) var body = ""

    init(index: Int, channel: any Channel, iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) {
        self.index = index
        self.channel = channel
        self.iterator = iterator
    }

    /// Path without the query.
    var path: String { String(target.prefix { $0 != "?" }) }

    /// Exactly so many bytes.
    func read(_ count: Int) async throws -> [UInt8] {
        while unread.readableBytes < count {
            guard var more = try await iterator.next() else { throw Closed() }
            unread.discardReadBytes()
            unread.writeBuffer(&more)
        }
        return unread.readBytes(length: count) ?? []
    }

    /// Reads the next request; false if the client closed the connection.
    func readRequest() async throws -> Bool {
        var text: [UInt8] = []
        do {
            while !text.suffix(4).elementsEqual("\r\n\r\n".utf8) { text += try await read(1) }
        } catch is Closed {
            return false
        }
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\r\n").map(String.init)
        let words = lines[0].split(separator: " ")
        (method, target) = (String(words[0]), String(words[1]))
        headers = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            let value = parts[1].drop { $0 == " " }
            headers[parts[0].lowercased(), default: ""] += (headers[parts[0].lowercased()] == nil ? "" : ",") + value
        }
        body = String(decoding: try await read(Int(headers["content-length"] ?? "0") ?? 0), as: UTF8.self)
        return true
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Sends bytes and waits until the network has taken them.
    func send(_ bytes: [UInt8]) async throws { try await channel.writeAndFlush(ByteBuffer(bytes: bytes)) }

    /// Sends a whole answer of JSON.
    func answer(_ json: String, headers: [String] = []) async throws { try await answer(200, json, headers: headers) }

    func answer(_ status: Int, _ json: String, headers: [String] = []) async throws {
        let fields = ["Content-Type: application/json", "Content-Length: \(json.utf8.count)"] + headers
        try await send("HTTP/1.1 \(status) Status\r\n\(fields.joined(separator: "\r\n"))\r\n\r\n\(json)")
    }

    /// Begins an answer in chunks.
    func beginStream() async throws {
        try await send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    func chunk(_ text: String) async throws { try await send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n") }

    func endStream() async throws { try await send("0\r\n\r\n") }

    /// Waits until the client has closed the connection.
    func waitForClose() async throws {
        while try await iterator.next() != nil {}
    }

    /// Closes the connection the hard way, so that the client sees a reset.
    func reset() async throws {
        if let provider = channel as? any SocketOptionProvider { try await provider.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get() }
        try await channel.close()
        throw Closed()
    }

    /// Closes the connection.
    func close() throws { throw Closed() }
}
