import KubernetesModel

/// A command that runs in a container, or its main process, with what goes in and comes out.
///
/// It ends when the command does, when the task that reads ``output`` is cancelled, on ``close()``, and when nobody holds it any more.
public final class PodSession: Sendable {
    /// What the command writes, in order, then ``ExecOutput/exit(_:)``. Throws ``KubernetesError``. Read by one task.
    public let output: AsyncThrowingStream<ExecOutput, any Error>
    private let connection: WebSocketConnection
    private let request: String
    private let server: ServerAddress

    /// Larger writes are sent in pieces of this size.
    private static let pieceBytes = 32 << 10
    /// How long the server may take to close the connection after it has told how the command ended.
    private static let farewell = Duration.seconds(2)

    init(_ connection: WebSocketConnection, request: String, server: ServerAddress) {
        self.connection = connection
        self.request = request
        self.server = server
        let reader = Reader(connection, request: request, server: server)
        output = AsyncThrowingStream { try await reader.next() }
    }

    /// Writes to the command's stdin, and waits until the network has taken it.
    public func write(_ bytes: [UInt8]) async throws(KubernetesError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            try await send(RemoteCommandReader.stdin, rest.prefix(Self.pieceBytes))
            rest = rest.dropFirst(Self.pieceBytes)
        }
    }

    /// Ends the command's stdin.
    public func closeInput() async throws(KubernetesError) { try await send(RemoteCommandReader.close, [RemoteCommandReader.stdin]) }

    /// Tells the size of the terminal, in characters.
    public func resize(columns: Int, rows: Int) async throws(KubernetesError) {
        let size: JSONValue = ["Width": .integer(Int64(columns)), "Height": .integer(Int64(rows))]
        try await send(RemoteCommandReader.resize, size.utf8)
    }

    /// Closes the connection.
    public func close() { connection.close() }

    private func send(_ channel: UInt8, _ bytes: some Sequence<UInt8> & Sendable) async throws(KubernetesError) {
        do {
            try await connection.send(channel: channel, bytes)
        } catch {
            throw KubernetesError(request, to: server, failedBy: error)
        }
    }

    /// Takes output from the connection.
    private actor Reader {
        private let connection: WebSocketConnection
        private let request: String
        private let server: ServerAddress
        private var reader = RemoteCommandReader()
        private var hasEnded = false

        init(_ connection: WebSocketConnection, request: String, server: ServerAddress) {
            self.connection = connection
            self.request = request
            self.server = server
        }

        func next() async throws(KubernetesError) -> ExecOutput? {
            if hasEnded { return nil }
            while let message = try await message() {
                if let output = reader.receive(message) { return output }
            }
            hasEnded = true
            return .exit(try reader.exitCode(of: request))
        }

        /// The next message. Once the status is known, the connection may end in any way.
        private func message() async throws(KubernetesError) -> ChannelMessage? {
            do {
                guard reader.status != nil else { return try await connection.next() }
                let connection = connection
                return try? await withDeadline(.now + farewell, orSay: "") { try await connection.next() }
            } catch {
                throw KubernetesError(request, to: server, failedBy: error)
            }
        }
    }
}
