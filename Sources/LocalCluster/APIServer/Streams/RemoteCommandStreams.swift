import KubernetesModel
import NIOCore

/// The streams of a remote command as streams of SPDY, which the client opens before the command starts.
///
/// - Source: the `v4.channel.k8s.io` protocol of Kubernetes' kubelet.
struct RemoteCommandStreams: Sendable {
    let connection: MessageConnection
    let options: PodExecOptions

    private var expected: Set<String> {
        var names: Set = ["error"]
        if options.stdin { names.insert("stdin") }
        if options.stdout { names.insert("stdout") }
        if options.stderr, !options.tty { names.insert("stderr") }
        if options.tty { names.insert("resize") }
        return names
    }

    /// Runs a command once all streams are there, and tells the client how it ended.
    func run(_ body: @escaping @Sendable (StreamSession) async -> StreamOutcome) async {
        guard var session = try? SPDYSession(connection) else { return await connection.close() }
        await withDiscardingTaskGroup { group in
            var streams: [String: SPDYStream] = [:]
            var hasStarted = false
            while let stream = await session.next() {
                guard let type = stream.headers["streamtype"], expected.contains(type), streams[type] == nil else {
                    await stream.reject()
                    continue
                }
                streams[type] = stream
                guard !hasStarted, streams.count == expected.count else { continue }
                hasStarted = true
                let complete = streams
                group.addTask { await serve(complete, body) }
            }
            // The client has gone: before the command ended, or because it did.
            group.cancelAll()
        }
        await connection.close()
    }

    private func serve(_ streams: [String: SPDYStream], _ body: @Sendable (StreamSession) async -> StreamOutcome) async {
        let none = AsyncStream<ByteBuffer> { $0.finish() }
        let output = streams["stdout"]
        let error = streams["stderr"]
        let outcome = await body(
            StreamSession(
                input: streams["stdin"]?.input ?? none, resizes: sizes(streams["resize"]),
                writeOutput: { try await output?.write($0) }, writeError: { try await (error ?? output)?.write($0) }))
        for name in ["stdout", "stderr"] { await streams[name]?.finish() }
        try? await streams["error"]?.write(ByteBuffer(bytes: RemoteCommandChannels.status(outcome).utf8))
        for name in ["error", "stdin", "resize"] { await streams[name]?.finish() }
        await connection.close()
    }

    /// Terminal sizes: JSON objects one after the other.
    private func sizes(_ stream: SPDYStream?) -> AsyncStream<TerminalSize> {
        AsyncStream { continuation in
            let reading = Task {  // ends with the stream, or with the reader of this one
                var pending: [UInt8] = []
                if let stream {
                    for await bytes in stream.input {
                        pending += bytes.readableBytesView
                        while let end = pending.firstIndex(of: UInt8(ascii: "}")) {
                            if let size = TerminalSize(json: pending[...end]) { continuation.yield(size) }
                            pending.removeFirst(end + 1)
                        }
                        if pending.count > 1024 { break }  // no size is as long
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in reading.cancel() }
        }
    }
}

extension TerminalSize {
    /// Reads `{"Width":80,"Height":24}`; nil for anything else.
    init?(json: some Sequence<UInt8>) {
        guard let json = try? JSONValue(parsing: Array(json)), let columns = json["Width"]?.integer, let rows = json["Height"]?.integer else {
            return nil
        }
        self.init(columns: Int(columns), rows: Int(rows))
    }
}
