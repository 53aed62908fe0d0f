import KubernetesClient
import KubernetesModel
import NIOCore
import NIOPosix
import Testing

@Suite("A forwarded port") struct PortForwardTests {
    let pod = ObjectKey(namespace: "shop", name: "db-0")

    /// What a node does: tells the port on both channels, then sends everything back.
    private static let echo: ScriptedServer.Script = { exchange in
        #expect(exchange.target == "/api/v1/namespaces/shop/pods/db-0/portforward?ports=5432")
        #expect(exchange.headers["sec-websocket-protocol"] == "v4.channel.k8s.io")
        try await exchange.acceptWebSocket("v4.channel.k8s.io")
        try await exchange.send(Exchange.frame([0, 0x38, 0x15]))
        try await exchange.send(Exchange.frame([1, 0x38]) + Exchange.frame([1, 0x15]))
        while true {
            let frame = try await exchange.readMessage()
            if frame.opcode == Exchange.Frame.close { try exchange.close() }
            #expect(frame.payload.first == 0)
            try await exchange.send(Exchange.frame(frame.payload))
        }
    }

    @Test func carriesBytesBothWays() async throws {
        try await ScriptedServer.run(script: Self.echo) { server in
            let connection = try await server.client().portForward(to: 5432, of: pod)
            let data = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            async let written: Void = connection.write(data)
            var received: [UInt8] = []
            for try await bytes in connection.bytes {
                received += bytes
                if received.count == data.count { break }
            }
            try await written
            #expect(received == data)
            connection.close()
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func failsWithTheWordsOfTheNode() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v4.channel.k8s.io")
            try await exchange.send(Exchange.frame([0, 0x38, 0x15]))
            try await exchange.send(Exchange.frame([1, 0x38, 0x15]))
            try await exchange.message(1, "connection refused")
            try await exchange.waitForClose()
        } body: { server in
            let connection = try await server.client().portForward(to: 5432, of: pod)
            let error = await #expect(throws: KubernetesError.self) { for try await _ in connection.bytes {} }
            #expect(error?.description == "portforward to port 5432 of pods db-0 in shop: connection refused")
            #expect(error?.code == .connection)
        }
    }

    @Test func isReachableAtALocalPort() async throws {
        try await ScriptedServer.run(script: Self.echo) { server in
            let client = server.client()
            let (ports, port) = AsyncStream.makeStream(of: Int.self)
            let listening = Task { try await client.listen(forPort: 5432, of: pod) { port.yield($0) } }
            for await port in ports {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for text in ["select 1", "select 2", "select 3"] {
                        group.addTask {
                            let reply = try await Self.ask(text, port: port)
                            #expect(reply == text)
                        }
                    }
                    try await group.waitForAll()
                }
                break
            }
            #expect(server.connectionsOpened == 3)
            #expect(await eventually { server.connectionsClosed == 3 })
            listening.cancel()
            let error = await #expect(throws: KubernetesError.self) { try await listening.value }
            #expect(error?.code == .cancelled)
        }
    }

    /// Sends a text to a local port and gives the answer, of the same length.
    private static func ask(_ text: String, port: Int) async throws -> String {
        let socket = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connect(host: "127.0.0.1", port: port) { channel in
            channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel) }
        }
        return try await socket.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var received = ByteBuffer()
            for try await var bytes in inbound {
                received.writeBuffer(&bytes)
                if received.readableBytes == text.utf8.count { break }
            }
            return String(buffer: received)
        }
    }
}
