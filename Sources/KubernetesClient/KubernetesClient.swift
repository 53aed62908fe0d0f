public import Logging
public import NIOCore
import AsyncHTTPClient
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Speaks to a Kubernetes API server over HTTP.
///
///     let client = KubernetesClient(try .inCluster())
///     let pods = try await client.list(Pod.self, namespace: "shop")
///
/// Flow: plain requests share a pool of connections and have a time limit; each watch, log and command has a connection of its own. All of them
/// speak HTTP/1.1: on one shared connection of HTTP/2, a connection that dies silently would stop everything at once.
///
/// Guarantees: a request is sent a second time only where that does no harm (``RetryRule``). Errors and logs hold no body and no credentials.
/// Cancelling a task closes the connection of its request.
public final class KubernetesClient: KubernetesAPI {
    /// What may be chosen.
    public struct Options: Sendable {
        /// Header `User-Agent`: name and version of the program.
        public var userAgent = "egret/0.1.0"
        public var connectTimeout = Duration.seconds(10)
        /// How long a request may take, with all its tries; for a watch, log or command, how long until it begins.
        public var requestTimeout = Duration.seconds(30)
        /// A watch on which no byte has come for so long is dead. Servers send a bookmark about each minute.
        public var watchSilence = Duration.seconds(90)
        /// A command or forwarded port on which no byte has come for so long, not even an answer to our pings, is dead.
        public var streamSilence = Duration.seconds(60)
        /// How many requests may be under way at once; more wait.
        public var maximumConnections = 32
        /// Longer answers are refused. A page of 500 objects of 1 MiB passes.
        public var maximumAnswerBytes = 512 << 20
        /// What ``PodExecutor/exec(_:in:container:stdin:timeout:)`` keeps of stdout, and of stderr.
        public var maximumExecOutputBytes = 64 << 20

        public init() {}
    }

    public let configuration: ClusterConfiguration
    public let options: Options
    let logger: Logger
    let http: HTTPClient
    let dialer: Dialer
    private let tls: TLSContexts
    let warnings: WarningLog

    /// Makes a client; connections are opened when they are needed.
    ///
    /// - Parameter eventLoopGroup: nil for the one that the whole process shares.
    public init(
        _ configuration: ClusterConfiguration, options: Options = Options(), logger: Logger = Logger(label: "kubernetes"),
        eventLoopGroup: (any EventLoopGroup)? = nil
    ) {
        let eventLoopGroup = eventLoopGroup ?? MultiThreadedEventLoopGroup.singleton
        self.configuration = configuration
        self.options = options
        self.logger = logger
        tls = TLSContexts(configuration.trust)
        warnings = WarningLog(logger)
        dialer = Dialer(
            address: configuration.server, tlsServerName: configuration.tlsServerName, connectTimeout: options.connectTimeout, group: eventLoopGroup)
        var settings = HTTPClient.Configuration(
            redirectConfiguration: .disallow, timeout: .init(connect: TimeAmount(options.connectTimeout)), decompression: .disabled)
        settings.httpVersion = .http1Only
        // RetryRule decides; the pool would try again and again until the time is over.
        settings.connectionPool.retryConnectionEstablishment = false
        settings.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = options.maximumConnections
        if let name = configuration.tlsServerName, name != configuration.server.host { settings.dnsOverride = [name: configuration.server.host] }
        http = HTTPClient(eventLoopGroupProvider: .shared(eventLoopGroup), configuration: settings)
    }

    deinit {
        let http = http
        // Ends by itself as soon as the idle connections are closed; nobody has to wait for it.
        Task { try? await http.shutdown() }
    }
}

/// What a request needs to be accepted: headers, and the set-up of TLS.
struct Access: Sendable {
    let credentials: Credentials
    let headers: HTTPHeaders
    /// Nil for plain HTTP.
    let tls: TLSSetup?
}

extension KubernetesClient {
    /// Credentials and TLS for one request.
    func access() async throws(KubernetesError) -> Access {
        let credentials = try await configuration.credentials.credentials()
        var headers = HTTPHeaders([("User-Agent", options.userAgent)])
        if let token = credentials.token { headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let who = configuration.impersonation {
            headers.add(name: "Impersonate-User", value: who.user)
            if let uid = who.uid { headers.add(name: "Impersonate-Uid", value: uid) }
            for group in who.groups { headers.add(name: "Impersonate-Group", value: group) }
        }
        let setup = configuration.server.usesTLS ? try tls.setup(identity: credentials.identity) : nil
        return Access(credentials: credentials, headers: headers, tls: setup)
    }

    /// The head of a request on a connection of its own.
    func head(_ request: APIRequest, access: Access) -> HTTPRequestHead {
        var headers = access.headers
        headers.add(name: "Host", value: configuration.server.authority)
        headers.add(name: "Accept", value: "application/json, */*")
        return HTTPRequestHead(version: .http1_1, method: .GET, uri: request.target(basePath: configuration.server.basePath), headers: headers)
    }
}
