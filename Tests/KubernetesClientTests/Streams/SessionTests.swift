import KubernetesClient
import KubernetesModel
import Testing

@Suite("A session with a container") struct SessionTests {
    let pod = ObjectKey(namespace: "shop", name: "db-0")

    @Test func takesInputAsItComesAndGivesOutputAsItComes() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            for _ in 1...3 {
                let frame = try await exchange.readMessage()
                try await exchange.message(1, "got " + String(decoding: frame.payload.dropFirst(), as: UTF8.self))
            }
            let rest = try await exchange.readInput()
            #expect(rest == [])
            try await exchange.exit(Exchange.failure(5))
        } body: { server in
            let (lines, feed) = AsyncStream.makeStream(of: [UInt8].self)
            let received = Recorder<ExecOutput>()
            feed.yield(Array("1".utf8))
            let code = try await server.client().exec(["psql"], in: pod, container: "c", stdin: lines) { output in
                received.note(output)
                switch received.all.count {
                case 1: feed.yield(Array("2".utf8))
                case 2: feed.yield(Array("3".utf8))
                default: feed.finish()
                }
            }
            #expect(code == 5)
            #expect(received.all == ["got 1", "got 2", "got 3"].map { .stdout(Array($0.utf8)) })
        }
    }

    @Test func failsWithTheErrorOfItsInput() async throws {
        struct Broken: Error {}
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client()
            let input = AsyncThrowingStream<[UInt8], any Error> { throw Broken() }
            await #expect(throws: Broken.self) { try await client.exec(["cat"], in: pod, container: "c", stdin: input) { _ in } }
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func failsWithTheErrorOfItsReader() async throws {
        struct Full: Error {}
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.message(1, "x")
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client()
            let endless = AsyncStream<[UInt8]> { nil }
            await #expect(throws: Full.self) {
                try await client.exec(["cat"], in: pod, container: "c", stdin: endless) { _ in throw Full() }
            }
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func onATerminalTellsItsSize() async throws {
        try await ScriptedServer.run { exchange in
            #expect(exchange.path == "/api/v1/namespaces/shop/pods/db-0/attach")
            #expect(exchange.target.hasSuffix("?container=c&stdout=true&stdin=true&tty=true"))
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            let frame = try await exchange.readMessage()
            #expect(frame.payload.first == 4)
            let size = try JSONValue(parsing: frame.payload.dropFirst())
            #expect(size == ["Width": 80, "Height": 24])
            try await exchange.exit(Exchange.success)
        } body: { server in
            let session = try await server.client().startAttach(to: pod, container: "c", hasInput: true, terminal: true)
            try await session.resize(columns: 80, rows: 24)
            var output: [ExecOutput] = []
            for try await piece in session.output { output.append(piece) }
            #expect(output == [.exit(0)])
        }
    }

    @Test func waitsForAReaderThatIsSlow() async throws {
        let sent = Recorder<Int>()
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            for number in 1...400 {
                try await exchange.message(1, String(repeating: "x", count: 100_000))
                sent.note(number)
            }
            try await exchange.exit(Exchange.success)
        } body: { server in
            let session = try await server.client().startExec(["yes"], in: pod, container: "c")
            var output = session.output.makeAsyncIterator()
            _ = try await output.next()
            try await Task.sleep(for: .milliseconds(300))  // what may happen in that time, and must not, is what this is about
            #expect(sent.all.count < 200)
            var count = 1
            while case .stdout? = try await output.next() { count += 1 }
            #expect(count == 400)
        }
    }

    @Test func isClosedWhenNobodyHoldsItAnyMore() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.waitForClose()
        } body: { server in
            do { _ = try await server.client().startExec(["true"], in: pod, container: "c") }
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }
}
