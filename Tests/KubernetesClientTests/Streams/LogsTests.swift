import KubernetesClient
import KubernetesModel
import Testing

@Suite("The log of a container") struct LogsTests {
    let pod = ObjectKey(namespace: "shop", name: "db-0")

    @Test func isReadLineByLine() async throws {
        try await ScriptedServer.run { exchange in
            #expect(
                exchange.target == "/api/v1/namespaces/shop/pods/db-0/log?container=database&follow=true&previous=true&tailLines=10&sinceSeconds=60"
                    + "&timestamps=true&limitBytes=1000")
            try await exchange.beginStream()
            for piece in ["one\ntw", "o\n", "\n", "half"] { try await exchange.chunk(piece) }
            try await exchange.endStream()
        } body: { server in
            var options = LogOptions(container: "database")
            options.follow = true
            options.previous = true
            options.tailLines = 10
            options.since = .seconds(60)
            options.timestamps = true
            options.limitBytes = 1000
            var lines: [String] = []
            for try await line in try await server.client().logs(of: pod, options) { lines.append(line) }
            #expect(lines == ["one", "two", "", "half"])
        }
    }

    @Test func failsWithWhatTheServerAnswers() async throws {
        try await ScriptedServer.run { exchange in
            #expect(exchange.target == "/api/v1/namespaces/shop/pods/db-0/log")
            try await exchange.answer(400, #"{"kind":"Status","code":400,"reason":"BadRequest","message":"a container name must be specified"}"#)
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) { _ = try await client.logs(of: pod) }
            #expect(error?.description == "get pods/log db-0 in shop: a container name must be specified")
        }
    }

    @Test func fromATaskThatIsCancelledIsClosed() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.beginStream()
            try await exchange.chunk("one\n")
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client()
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                for try await _ in try await client.logs(of: pod) { start.yield() }
            }
            for await _ in started { break }
            task.cancel()
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }
}
