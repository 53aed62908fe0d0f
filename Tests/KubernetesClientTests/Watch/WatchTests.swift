import KubernetesClient
import KubernetesModel
import Testing

@Suite("A watch") struct WatchTests {
    let request = APIRequest("watch pods in shop", path: "/api/v1/namespaces/shop/pods", query: [.init("resourceVersion", "5")])

    @Test func givesTheEventsOfAStreamThatComesByteByByte() async throws {
        try await ScriptedServer.run { exchange in
            #expect(exchange.target == "/api/v1/namespaces/shop/pods?resourceVersion=5&watch=true&allowWatchBookmarks=true")
            try await exchange.beginStream()
            for byte in WatchParserTests.text.utf8 { try await exchange.send([0x31, 0x0D, 0x0A, byte, 0x0D, 0x0A]) }
            try await exchange.endStream()
        } body: { server in
            var events: [WatchEvent] = []
            for try await event in try await server.client().watch(request) { events.append(event) }
            #expect(events == WatchParserTests.events)
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func givesEachEventAtOnce() async throws {
        let (next, proceed) = AsyncStream.makeStream(of: Void.self)
        try await ScriptedServer.run { exchange in
            try await exchange.beginStream()
            var wishes = next.makeAsyncIterator()
            for number in 1...5 {
                try await exchange.chunk(#"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"\#(number)"}}}"# + "\n")
                await wishes.next()
            }
            try await exchange.endStream()
        } body: { server in
            var versions: [String] = []
            for try await case .bookmark(let version, _) in try await server.client().watch(request) {
                versions.append(version)
                proceed.yield()
            }
            #expect(versions == ["1", "2", "3", "4", "5"])
        }
    }

    @Test func failsWithWhatTheServerAnswers() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.answer(410, #"{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}"#)
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) { _ = try await client.watch(request) }
            #expect(error?.code == .resourceVersionTooOld)
            #expect(error?.description == "watch pods in shop: too old resource version")
        }
    }

    @Test func failsAfterItsEventsWithAnEventOfTypeError() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.beginStream()
            try await exchange.chunk(#"{"type":"DELETED","object":{}}"# + "\n")
            try await exchange.chunk(#"{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}"# + "\n")
            try await exchange.waitForClose()
        } body: { server in
            let (events, error) = try await drain(server.client())
            #expect(events == [.deleted([:])])
            #expect(error?.code == .resourceVersionTooOld)
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func failsWhenTheServerIsSilentAndTheNextOneHasANewConnection() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.beginStream()
            try await exchange.chunk(#"{"type":"DELETED","object":{}}"# + "\n")
            if exchange.index == 0 { try await exchange.waitForClose() } else { try await exchange.endStream() }
        } body: { server in
            let client = server.client(options: .limits(silence: .seconds(2)))
            let (events, error) = try await drain(client)
            #expect(events == [.deleted([:])])
            #expect(error?.code == .connection)
            #expect(error?.description == "watch pods in shop: the server sent nothing for 2.0 seconds: the connection is taken for dead")
            let second = try await drain(client)
            #expect(second.error == nil)
            #expect(server.connectionsOpened == 2)
        }
    }

    @Test func isAliveAsLongAsBytesCome() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.beginStream()
            for _ in 1...8 {
                try await exchange.chunk(#"{"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"1"}}}"# + "\n")
                try await Task.sleep(for: .milliseconds(500))  // the time that passes between two bookmarks is what this is about
            }
            try await exchange.endStream()
        } body: { server in
            let (events, error) = try await drain(server.client(options: .limits(silence: .seconds(3))))
            #expect(events.count == 8)
            #expect(error == nil)
        }
    }

    @Test("fails when its connection breaks", arguments: [true, false])
    func breaks(byReset: Bool) async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.beginStream()
            try await exchange.chunk(#"{"type":"DELETED","object":{}}"# + "\n")
            if byReset { try await exchange.reset() } else { try exchange.close() }
        } body: { server in
            let (_, error) = try await drain(server.client())
            #expect(error?.code == .connection)
        }
    }

    @Test func isClosedWhenItsTaskIsCancelled() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.beginStream()
            try await exchange.chunk(#"{"type":"DELETED","object":{}}"# + "\n")
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client()
            let (started, start) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                for try await _ in try await client.watch(request) { start.yield() }
            }
            for await _ in started { break }
            #expect(server.connectionsClosed == 0)
            task.cancel()
            _ = await task.result
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func isClosedWhenNobodyHoldsItAnyMore() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.beginStream()
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client()
            do { _ = try await client.watch(request) }
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func doesNotHoldMoreThanItsReaderTakes() async throws {
        let event = #"{"type":"ADDED","object":{"data":"\#(String(repeating: "x", count: 100_000))"}}"# + "\n"
        let sent = Recorder<Int>()
        try await ScriptedServer.run { exchange in
            try await exchange.beginStream()
            for number in 1...400 {
                try await exchange.chunk(event)
                sent.note(number)
            }
            try await exchange.endStream()
        } body: { server in
            var stream = try await server.client(options: .limits(silence: .seconds(1))).watch(request).makeAsyncIterator()
            _ = try await stream.next()
            // Longer than the limit of silence: time in which we do not read must not count.
            try await Task.sleep(for: .milliseconds(1500))
            #expect(sent.all.count < 200, "the server could send 20 MB that nobody had read")
            var count = 1
            while try await stream.next() != nil { count += 1 }
            #expect(count == 400)
        }
    }

    private func drain(_ client: KubernetesClient) async throws -> (events: [WatchEvent], error: KubernetesError?) {
        var events: [WatchEvent] = []
        do {
            for try await event in try await client.watch(request) { events.append(event) }
            return (events, nil)
        } catch let error as KubernetesError {
            return (events, error)
        }
    }
}
