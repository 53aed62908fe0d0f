public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
public import ServiceLifecycle
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Answers `/healthz`, `/readyz` and `/metrics` over HTTP, for kubelet and Prometheus.
///
/// A check that fails is answered with 503 and the names and reasons of what fails. `/healthz/ping` and the like of the checks' names are
/// answered too.
public final class HealthServer: ServiceLifecycle.Service {
    /// Where to listen.
    public struct Address: Sendable, Hashable, CustomStringConvertible {
        public var host: String
        /// 0 for any free one.
        public var port: Int

        public init(host: String = "::", port: Int) {
            self.host = host
            self.port = port
        }

        /// Reads `host:port`, `:port` or `[v6]:port`; nil for anything else, and for `0`, which switches a server off.
        public init?(parsing text: String) {
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), 0...65535 ~= port else { return nil }
            var host = text[..<colon]
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            self.init(host: host.isEmpty ? "::" : String(host), port: port)
        }

        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    /// One thing to check: returns nil if it is well, else what is wrong.
    public typealias Check = @Sendable () -> String?

    /// What an address answers.
    public enum Content: Sendable, Hashable { case health, metrics, everything }

    private let addresses: [(address: Address, content: Content)]
    private let pages: Pages
    private let logger: Logger
    private let bound = Mutex<[Address]>([])

    /// - Parameters:
    ///   - addresses: where to listen, and for what.
    ///   - health: fails if the process should be restarted.
    ///   - readiness: fails if it is not ready yet, or no longer.
    public init(
        _ addresses: [(address: Address, content: Content)], metrics: MetricsRegistry, health: [String: Check] = [:],
        readiness: [String: Check] = [:], logger: Logger
    ) {
        self.addresses = addresses
        pages = Pages(metrics: metrics, health: health, readiness: readiness)
        self.logger = logger
    }

    /// Where it listens, once it does.
    public var listening: [Address] { bound.withLock(\.self) }

    /// Answers until the task is cancelled or the service group shuts down gracefully.
    ///
    /// - Throws: if an address cannot be listened on.
    public func run() async throws {
        var channels: [any Channel] = []
        for (address, content) in addresses {
            let channel = try await listen(on: address, content)
            channels.append(channel)
            bound.withLock { $0.append(Address(host: address.host, port: channel.localAddress?.port ?? address.port)) }
            logger.debug("Listening", metadata: ["address": "\(address)"])
        }
        try? await gracefulShutdown()
        for channel in channels { try? await channel.close() }
    }

    private func listen(on address: Address, _ content: Content) async throws -> any Channel {
        let pages = pages
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 16)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(PageHandler(pages: pages, content: content))
                }
            }
        do {
            return try await bootstrap.bind(host: address.host, port: address.port).get()
        } catch let error as IOError where address.host == "::" && [EAFNOSUPPORT, EADDRNOTAVAIL].contains(error.errnoCode) {
            // A machine without IPv6.
            return try await bootstrap.bind(host: "0.0.0.0", port: address.port).get()
        }
    }
}

/// What is answered.
private struct Pages: Sendable {
    let metrics: MetricsRegistry
    let health: [String: HealthServer.Check]
    let readiness: [String: HealthServer.Check]

    func answer(_ path: String, _ content: HealthServer.Content) -> (status: HTTPResponseStatus, type: String, text: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true).map { String($0) }
        switch (parts.first, content) {
        case ("metrics", .metrics), ("metrics", .everything):
            return (.ok, "text/plain; version=0.0.4; charset=utf-8", metrics.text())
        case ("healthz", .health), ("healthz", .everything): return check(health, parts.dropFirst().first)
        case ("readyz", .health), ("readyz", .everything): return check(readiness, parts.dropFirst().first)
        default: return (.notFound, "text/plain; charset=utf-8", "there is /healthz, /readyz and /metrics\n")
        }
    }

    private func check(_ checks: [String: HealthServer.Check], _ only: String?) -> (status: HTTPResponseStatus, type: String, text: String) {
        let type = "text/plain; charset=utf-8"
        if let only, only != "ping", checks[only] == nil { return (.notFound, type, "there is no check \(only)\n") }
        let failures = checks.filter { only == nil || $0.key == only }.sorted { $0.key < $1.key }
            .compactMap { name, check in check().map { "\(name): \($0)" } }
        return failures.isEmpty ? (.ok, type, "ok\n") : (.serviceUnavailable, type, failures.joined(separator: "\n") + "\n")
    }
}

private final class PageHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let pages: Pages
    private let content: HealthServer.Content
    private var request: HTTPRequestHead?

    init(pages: Pages, content: HealthServer.Content) {
        self.pages = pages
        self.content = content
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): request = head
        case .body: break
        case .end:
            guard let request else { return }
            self.request = nil
            respond(to: request, context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func respond(to request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let path = request.uri.split(separator: "?", omittingEmptySubsequences: false).first.map { String($0) } ?? "/"
        var (status, type, text) = pages.answer(path, content)
        if request.method != .GET, request.method != .HEAD { (status, text) = (.methodNotAllowed, "use GET\n") }
        // Probes come every few seconds at most; a connection that stays open would outlive the shutdown.
        let headers = HTTPHeaders([("Content-Type", type), ("Content-Length", String(text.utf8.count)), ("Connection", "close")])
        context.write(wrapOutboundOut(.head(HTTPResponseHead(version: request.version, status: status, headers: headers))), promise: nil)
        if request.method != .HEAD {
            context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        }
        let channel = context.channel
        context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in channel.close(promise: nil) }
    }
}
