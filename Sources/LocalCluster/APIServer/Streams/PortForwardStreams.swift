import NIOCore

/// The connections of a port-forward as streams of SPDY: one pair of streams for each, for data and for an error.
///
/// - Source: the `portforward.k8s.io` protocol of Kubernetes' kubelet.
struct PortForwardStreams: Sendable {
    private struct Pair {
        var data: SPDYStream?
        var error: SPDYStream?
        var port: Int
    }

    let connection: MessageConnection

    /// Connects whatever the client asks for, until it has left.
    func run(_ body: @escaping @Sendable (Int, DuplexStream) async throws -> Void) async {
        guard var session = try? SPDYSession(connection) else { return await connection.close() }
        await withDiscardingTaskGroup { group in
            var pairs: [String: Pair] = [:]
            while let stream = await session.next() {
                let type = stream.headers["streamtype"] ?? ""
                guard let port = stream.headers["port"].flatMap({ Int($0) }), 1...65_535 ~= port, type == "data" || type == "error" else {
                    await stream.reject()
                    continue
                }
                // Clients that send no identifier open the two streams one after the other, the one for errors first.
                let request = stream.headers["requestid"] ?? String(type == "error" ? stream.id : stream.id &- 2)
                var pair = pairs.removeValue(forKey: request) ?? Pair(port: port)
                if type == "data" { pair.data = stream } else { pair.error = stream }
                guard let data = pair.data, let error = pair.error else {
                    pairs[request] = pair
                    continue
                }
                group.addTask { await Self.serve(port, data, error, body) }
            }
            group.cancelAll()
        }
        await connection.close()
    }

    private static func serve(
        _ port: Int, _ data: SPDYStream, _ error: SPDYStream, _ body: @escaping @Sendable (Int, DuplexStream) async throws -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await body(port, DuplexStream(input: data.input) { try await data.write($0) })
                } catch is CancellationError {
                    // Nobody is left to be told.
                } catch let failure {
                    try? await error.write(ByteBuffer(string: "\(failure)"))
                }
            }
            group.addTask { for await _ in data.isWanted {} }
            await group.next()
            group.cancelAll()
        }
        // In this order clients know the error before they see the end.
        await error.finish()
        await data.finish()
    }
}
