public import KubernetesModel
import NIOCore

/// Which part of a container's log is wanted.
public struct LogOptions: Sendable, Hashable {
    /// Nil for the only container of the Pod.
    public var container: String?
    /// Go on with what is written from now on.
    public var follow = false
    /// Of the instance before the last restart.
    public var previous = false
    /// So many lines from the end; nil for all.
    public var tailLines: Int?
    /// Only what is not older.
    public var since: Duration?
    /// Each line begins with its time in RFC 3339 and a space.
    public var timestamps = false
    /// At most about so many bytes.
    public var limitBytes: Int?

    public init(container: String? = nil) { self.container = container }
}

extension KubernetesClient {
    /// Lines of a log, in order.
    public typealias LogLines = AsyncThrowingStream<String, any Error>

    /// A line may be so long; the container runtimes split theirs at 16 KiB.
    private static let maximumLogLineBytes = 16 << 20

    /// Reads the log of a container, on a connection of its own.
    ///
    /// - Returns: lines without their newlines, as they come; U+FFFD for what is no UTF-8. Ends at the end of the log, or with `follow` when the
    ///   container ends; throws ``KubernetesError``. Dropping it closes the connection.
    public func logs(of pod: ObjectKey, _ wanted: LogOptions = LogOptions()) async throws(KubernetesError) -> LogLines {
        let type = Pod.resourceType
        var query: [APIRequest.QueryItem] = []
        if let container = wanted.container { query.append(.init("container", container)) }
        if wanted.follow { query.append(.init("follow", "true")) }
        if wanted.previous { query.append(.init("previous", "true")) }
        if let lines = wanted.tailLines { query.append(.init("tailLines", String(lines))) }
        if let since = wanted.since { query.append(.init("sinceSeconds", String(max(1, since.components.seconds)))) }
        if wanted.timestamps { query.append(.init("timestamps", "true")) }
        if let limit = wanted.limitBytes { query.append(.init("limitBytes", String(limit))) }
        let request = APIRequest(
            "get pods/log \(pod.name)" + (pod.namespace.map { " in \($0)" } ?? ""),
            path: type.path(namespace: pod.namespace, name: pod.name, subresource: "log"), query: query)
        // A log may well be silent for hours.
        let reader = LogReader(
            try await open(request, silence: nil), request: request.summary, server: configuration.server, limit: Self.maximumLogLineBytes)
        return LogLines { try await reader.next() }
    }
}

/// Takes lines from the body of an answer.
private actor LogReader {
    private let response: StreamingResponse
    private let request: String
    private let server: ServerAddress
    private var lines: LineSplitter

    init(_ response: StreamingResponse, request: String, server: ServerAddress, limit: Int) {
        self.response = response
        self.request = request
        self.server = server
        lines = LineSplitter(limit: limit)
    }

    func next() async throws(KubernetesError) -> String? {
        do {
            while true {
                if let line = try lines.next() { return String(buffer: line) }
                guard let bytes = try await response.next() else { return lines.rest().map { String(buffer: $0) } }
                lines.append(bytes)
            }
        } catch {
            throw KubernetesError(request, to: server, failedBy: error)
        }
    }
}
