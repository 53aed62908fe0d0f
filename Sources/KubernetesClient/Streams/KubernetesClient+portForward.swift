public import KubernetesModel

/// A connection to a port of a Pod, through the API server.
///
/// It ends when either side closes it, when the reading task is cancelled, and when nobody holds it any more. There is no half of an end: the
/// protocol cannot say that only one direction is done.
public final class PortForwardConnection: Sendable {
    /// What comes from the port. Throws ``KubernetesError``, with code `connection` if nothing listens there. Read by one task.
    public let bytes: AsyncThrowingStream<[UInt8], any Error>
    private let connection: WebSocketConnection
    private let request: String
    private let server: ServerAddress

    private static let pieceBytes = 32 << 10

    init(_ connection: WebSocketConnection, request: String, server: ServerAddress) {
        self.connection = connection
        self.request = request
        self.server = server
        let reader = Reader(connection, request: request, server: server)
        bytes = AsyncThrowingStream { try await reader.next() }
    }

    /// Sends to the port, and waits until the network has taken it.
    public func write(_ bytes: [UInt8]) async throws(KubernetesError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            do {
                try await connection.send(channel: PortForwardReader.data, rest.prefix(Self.pieceBytes))
            } catch {
                throw KubernetesError(request, to: server, failedBy: error)
            }
            rest = rest.dropFirst(Self.pieceBytes)
        }
    }

    /// Closes the connection.
    public func close() { connection.close() }

    private actor Reader {
        private let connection: WebSocketConnection
        private let request: String
        private let server: ServerAddress
        private var reader = PortForwardReader()

        init(_ connection: WebSocketConnection, request: String, server: ServerAddress) {
            self.connection = connection
            self.request = request
            self.server = server
        }

        func next() async throws(KubernetesError) -> [UInt8]? {
            do {
                while let message = try await connection.next() {
                    if let bytes = try reader.receive(message) { return bytes }
                }
                return nil
            } catch let failure as PortForwardReader.Failure {
                throw KubernetesError(.connection, request: request, hint: failure.text)
            } catch {
                throw KubernetesError(request, to: server, failedBy: error)
            }
        }
    }
}

extension KubernetesClient {
    /// Connects to a port of a Pod.
    ///
    /// - Throws: ``KubernetesError`` if the server does not let us. That nothing listens at the port shows when bytes are read.
    public func portForward(to port: Int, of pod: ObjectKey) async throws(KubernetesError) -> PortForwardConnection {
        let path = Pod.resourceType.path(namespace: pod.namespace, name: pod.name, subresource: "portforward")
        let summary = "portforward to port \(port) of pods \(pod.name)" + (pod.namespace.map { " in \($0)" } ?? "")
        let request = APIRequest(summary, path: path, query: [.init("ports", String(port))])
        let connection = try await openWebSocket(request, subprotocols: ["v4.channel.k8s.io"])
        return PortForwardConnection(connection, request: summary, server: configuration.server)
    }
}
