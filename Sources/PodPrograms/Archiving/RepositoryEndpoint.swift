internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import NIOTLS

/// Where the server of a repository listens, by pgBackRest's configuration.
///
/// - Source: pgBackRest 2.55, "Configuration Reference", section Repository.
struct RepositoryEndpoint: Sendable, Hashable {
    /// `repo1` to `repo4`.
    var repo: String
    var host: String
    var port: Int
    /// False for a host that is reached over SSH.
    var speaksTLS = true

    /// Those of all repositories that are reached over the network, by number.
    static func all(in options: PgBackRestOptions) -> [RepositoryEndpoint] {
        (1...4).compactMap { number in
            let repo = "repo\(number)"
            func option(_ name: String) -> String? { options["\(repo)-\(name)"] }
            if let host = option("host") {
                let isTLS = option("host-type") == "tls"
                return RepositoryEndpoint(
                    repo: repo, host: host, port: option("host-port").flatMap(Int.init) ?? (isTLS ? 8432 : 22), speaksTLS: isTLS)
            }
            guard let address = address(of: option) else { return nil }
            let (host, port) = split(option("storage-host") ?? address)
            return RepositoryEndpoint(repo: repo, host: host, port: option("storage-port").flatMap(Int.init) ?? port ?? 443)
        }
    }

    /// The address of an object store, as it is configured; nil for a folder and what else has none.
    private static func address(of option: (String) -> String?) -> String? {
        let isPath = option("s3-uri-style") == "path" || option("azure-uri-style") == "path"
        switch option("type") {
        case "s3":
            guard let endpoint = option("s3-endpoint") else { return nil }
            return isPath ? endpoint : option("s3-bucket").map { "\($0).\(withoutScheme(endpoint))" }
        case "gcs": return option("gcs-endpoint") ?? "storage.googleapis.com"
        case "azure":
            let endpoint = option("azure-endpoint") ?? "blob.core.windows.net"
            return isPath ? endpoint : option("azure-account").map { "\($0).\(withoutScheme(endpoint))" }
        default: return nil
        }
    }

    private static func withoutScheme(_ address: String) -> Substring {
        address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
    }

    /// Host and port of `https://host:port/`, of which only the host has to be there.
    private static func split(_ address: String) -> (host: String, port: Int?) {
        let place = withoutScheme(address).prefix { $0 != "/" }
        guard let colon = place.lastIndex(of: ":"), let port = Int(place[place.index(after: colon)...]) else { return (String(place), nil) }
        return (String(place[..<colon]), port)
    }

    /// Why nothing can be sent there; nil if it answers, whatever it says.
    ///
    /// Kernels accept connections for a server that hangs: so the beginning of TLS is waited for, too.
    func obstacle(within limit: TimeAmount = .seconds(5)) async -> String? {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = loop.makePromise(of: Void.self)
        do {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.certificateVerification = .none
            let context = try NIOSSLContext(configuration: configuration)
            let bootstrap = ClientBootstrap(group: loop).connectTimeout(limit).channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard speaksTLS else { return answer.succeed() }
                    // An address, which is no name, cannot be told in TLS.
                    let client =
                        try (try? NIOSSLClientHandler(context: context, serverHostname: host))
                        ?? NIOSSLClientHandler(context: context, serverHostname: nil)
                    try channel.pipeline.syncOperations.addHandlers([client, TLSAnswer(answer)])
                }
            }
            let channel = try await bootstrap.connect(host: host, port: port).get()
            let deadline = loop.scheduleTask(in: limit) { [host, port] in
                answer.fail(Problem("\(host), port \(port), accepts connections and does not answer"))
            }
            defer {
                deadline.cancel()
                channel.close(promise: nil)
            }
            try await answer.futureResult.get()
            return nil
        } catch {
            answer.succeed()
            return "\(repo): \(ConnectionFailure.explained(error, host: host, port: port))"
        }
    }
}

/// Waits for the first answer in TLS; one that refuses is an answer.
private final class TLSAnswer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let answer: EventLoopPromise<Void>

    init(_ answer: EventLoopPromise<Void>) { self.answer = answer }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { answer.succeed() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { answer.succeed() }

    func channelInactive(context: ChannelHandlerContext) {
        answer.succeed()
        context.fireChannelInactive()
    }
}

/// What could be found out about the way to the repositories, without pgBackRest.
enum Reachability: Sendable, Hashable {
    /// Nobody has looked.
    case unknown
    /// Every repository that is reached over the network answers.
    case reachable
    /// One that does not, and why.
    case unreachable(String)

    /// Connects to every repository of a configuration, and says what is wrong with the first that cannot be reached.
    init(probing endpoints: [RepositoryEndpoint]) async {
        for endpoint in endpoints {
            if let obstacle = await endpoint.obstacle() {
                self = .unreachable(obstacle)
                return
            }
        }
        self = .reachable
    }
}
