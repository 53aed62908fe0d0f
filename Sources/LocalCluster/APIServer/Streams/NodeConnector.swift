public import KubernetesModel
public import NIOCore

/// What the API server needs from the node that runs pods: logs, and streams into containers.
///
/// The server has authenticated and authorised the caller, found the pod, and chosen the container before it calls. A cancelled task means
/// that the client has gone.
public protocol NodeConnector: Sendable {
    /// The log of a container, as text with lines ended by `\n`; with ``PodLogOptions/follow`` it ends when the container has ended.
    ///
    /// - Throws: ``NodeConnectorError``, before the first byte, when there is nothing to read.
    func logs(pod: JSONValue, options: PodLogOptions) async throws -> AsyncThrowingStream<ByteBuffer, any Error>

    /// Runs a command in a container and returns when it has ended and its output is written.
    func exec(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome

    /// Connects to the main process of a container; returns when that has ended or the client has left.
    func attach(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome

    /// Connects to a port inside the pod and copies both ways until either side ends.
    ///
    /// - Throws: ``NodeConnectorError``; its message is sent to the client on the port's error channel.
    func portForward(pod: JSONValue, port: Int, stream: DuplexStream) async throws
}

/// What went wrong on the node, in words for the person who asked.
public struct NodeConnectorError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The HTTP status that the answer gets, for example 400 or 500.
    public var code: Int
    public var message: String

    public init(code: Int = 500, _ message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { message }
}

/// The query of `GET pods/{name}/log`.
public struct PodLogOptions: Sendable, Hashable {
    /// The name of the container, chosen by the server where the client named none.
    public var container: String
    public var follow = false
    /// The log of the container's previous run.
    public var previous = false
    /// Each line begins with its time in RFC 3339 with nanoseconds.
    public var timestamps = false
    /// Only the last lines.
    public var tailLines: Int64?
    /// Only what is younger, in seconds.
    public var sinceSeconds: Int64?
    /// Only what is younger than this time in RFC 3339.
    public var sinceTime: String?
    /// At most so many bytes.
    public var limitBytes: Int64?

    public init(container: String) { self.container = container }
}

/// The query of `pods/{name}/exec` and `pods/{name}/attach`.
public struct PodExecOptions: Sendable, Hashable {
    public var container: String
    /// Program and arguments; empty for an attach.
    public var command: [String]
    public var stdin: Bool
    public var stdout: Bool
    public var stderr: Bool
    public var tty: Bool

    public init(container: String, command: [String] = [], stdin: Bool = false, stdout: Bool = true, stderr: Bool = true, tty: Bool = false) {
        self.container = container
        self.command = command
        self.stdin = stdin
        self.stdout = stdout
        self.stderr = stderr
        self.tty = tty
    }
}

/// How a command in a container ended.
public enum StreamOutcome: Sendable, Hashable {
    case exited(Int32)
    /// It could not be started, or the connection to it broke.
    case failed(String)
}

/// The streams of one exec or attach.
public struct StreamSession: Sendable {
    /// Standard input; ends when the client closes it or leaves.
    public let input: AsyncStream<ByteBuffer>
    /// New sizes of the client's terminal.
    public let resizes: AsyncStream<TerminalSize>
    /// Sends standard output; returns when it is written to the client's connection.
    public let writeOutput: @Sendable (ByteBuffer) async throws -> Void
    /// Sends standard error.
    public let writeError: @Sendable (ByteBuffer) async throws -> Void

    public init(
        input: AsyncStream<ByteBuffer>, resizes: AsyncStream<TerminalSize>,
        writeOutput: @escaping @Sendable (ByteBuffer) async throws -> Void, writeError: @escaping @Sendable (ByteBuffer) async throws -> Void
    ) {
        self.input = input
        self.resizes = resizes
        self.writeOutput = writeOutput
        self.writeError = writeError
    }
}

/// A terminal's size in characters.
public struct TerminalSize: Sendable, Hashable {
    public var columns: Int
    public var rows: Int

    public init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
    }
}

/// Bytes both ways.
public struct DuplexStream: Sendable {
    /// What the client sends; ends when it leaves.
    public let input: AsyncStream<ByteBuffer>
    public let write: @Sendable (ByteBuffer) async throws -> Void

    public init(input: AsyncStream<ByteBuffer>, write: @escaping @Sendable (ByteBuffer) async throws -> Void) {
        self.input = input
        self.write = write
    }
}
