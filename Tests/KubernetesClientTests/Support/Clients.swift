import FoundationEssentials
import KubernetesClient
import Logging
import Synchronization

extension ScriptedServer {
    /// A client of this server.
    func client(
        trust: ClusterConfiguration.Trust = .system, tlsServerName: String? = nil, credentials: any CredentialSource = Anonymous(),
        basePath: String = "", options: KubernetesClient.Options = .quick, logger: Logger = Logger(label: "test")
    ) -> KubernetesClient {
        KubernetesClient(
            ClusterConfiguration(
                server: ServerAddress(usesTLS: usesTLS, host: "127.0.0.1", port: port, basePath: basePath), trust: trust,
                tlsServerName: tlsServerName, credentials: credentials),
            options: options, logger: logger)
    }
}

extension KubernetesClient.Options {
    /// Limits that no test should reach.
    static var quick: Self { limits() }

    static func limits(request: Duration = .seconds(20), silence: Duration = .seconds(20)) -> Self {
        var options = Self()
        options.requestTimeout = request
        options.watchSilence = silence
        return options
    }
}

/// Records what happened, in order.
final class Recorder<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    func note(_ element: Element) { elements.withLock { $0.append(element) } }
    var all: [Element] { elements.withLock { $0 } }
}

/// Waits until a condition holds, at most ten seconds.
///
/// - Returns: whether it came to hold.
func eventually(_ condition: @Sendable () -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(2))
    }
    return condition()
}

/// A directory that is removed in the end.
final class TemporaryDirectory: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/kubernetes-client-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ text: String, to name: String, executable: Bool = false) throws -> String {
        let file = "\(path)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: file))
        if executable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file) }
        return file
    }
}

/// Keeps what is logged.
struct RecordingLogHandler: LogHandler {
    let recorder: Recorder<String>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        recorder.note("\(event.level) \(event.message) \(event.metadata?["warning"].map { "\($0)" } ?? "")")
    }
}
