import KubernetesClient
import KubernetesModel
import Logging
import Testing

@Suite("A request") struct SendTests {
    let pods = ResourceType(group: "", version: "v1", kind: "Pod", plural: "pods", isNamespaced: true)
    let key = ObjectKey(namespace: "shop", name: "db-0")

    @Test func carriesWhatWasAskedAndNothingElse() async throws {
        try await ScriptedServer.run { exchange in
            #expect(exchange.method == "PATCH")
            #expect(exchange.target == "/k8s/api/v1/namespaces/shop/pods/db-0/status?fieldManager=a%20%26%20b&force=true&dryRun=All")
            #expect(exchange.headers["content-type"] == "application/apply-patch+yaml")
            #expect(exchange.headers["accept"] == "application/json")
            #expect(exchange.headers["user-agent"] == "egret/0.1.0")
            #expect(exchange.headers["authorization"] == "Bearer s3cret")
            #expect(exchange.body == #"{"metadata":{"labels":{"a":"ü"}}}"#)
            try await exchange.answer(#"{"kind":"Pod","metadata":{"name":"db-0"}}"#)
        } body: { server in
            let client = server.client(credentials: MaterialCredentials(token: .bytes(Array("s3cret\n".utf8))), basePath: "/k8s")
            let pod = try await client.apply(
                pods, key, ["metadata": ["labels": ["a": "ü"]]], manager: "a & b", subresource: "status", dryRun: true)
            #expect(pod[path: "metadata", "name"] == "db-0")
        }
    }

    @Test func usesOneConnectionForRequestsThatFollowEachOther() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.answer("{}")
        } body: { server in
            let client = server.client()
            for _ in 1...20 { _ = try await client.find(pods, key) }
            #expect(server.connectionsOpened == 1)
        }
    }

    struct Answer: Sendable, CustomTestStringConvertible {
        let status: Int
        let body: String
        let code: KubernetesError.Code
        let description: String
        var testDescription: String { "\(status) \(code)" }
    }

    @Test(
        "becomes an error that says what was asked and what the server said",
        arguments: [
            Answer(
                status: 409, body: #"{"kind":"Status","reason":"Conflict","message":"the object has been modified"}"#, code: .conflict,
                description: "get pods db-0 in shop: the object has been modified"),
            Answer(
                status: 409, body: #"{"kind":"Status","reason":"AlreadyExists","message":"pods \"db-0\" already exists"}"#, code: .alreadyExists,
                description: #"get pods db-0 in shop: pods "db-0" already exists"#),
            Answer(
                status: 403, body: #"{"kind":"Status","reason":"Forbidden","message":"no"}"#, code: .forbidden,
                description: "get pods db-0 in shop: no (grant `get` on pods)"),
            Answer(
                status: 401, body: #"{"kind":"Status","reason":"Unauthorized","message":"Unauthorized"}"#, code: .unauthorized,
                description: "get pods db-0 in shop: Unauthorized (the server does not accept the credentials)"),
            Answer(status: 502, body: "<html>secret</html>", code: .server, description: "get pods db-0 in shop: HTTP status 502"),
            Answer(status: 410, body: "{}", code: .resourceVersionTooOld, description: "get pods db-0 in shop: HTTP status 410"),
            Answer(status: 422, body: "{}", code: .invalid, description: "get pods db-0 in shop: HTTP status 422"),
            Answer(status: 302, body: "", code: .server, description: "get pods db-0 in shop: HTTP status 302"),
        ])
    func errors(_ answer: Answer) async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.answer(answer.status, answer.body)
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) { try await client.find(pods, key) }
            #expect(error?.code == answer.code)
            #expect(error?.description == answer.description)
        }
    }

    @Test func findsNothingWhereThereIsNothing() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.answer(404, #"{"kind":"Status","reason":"NotFound"}"#)
        } body: { server in
            let pod = try await server.client().find(pods, key)
            #expect(pod == nil)
        }
    }

    @Test func failsOnAnAnswerThatIsNoJSON() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.answer("password: hunter2")
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) { try await client.find(pods, key) }
            #expect(error?.code == .malformedAnswer)
            #expect(error?.description.contains("hunter2") == false)
        }
    }

    @Test func isRepeatedAfterAResetOnlyIfThatIsSafe() async throws {
        let methods = Recorder<String>()
        try await ScriptedServer.run { exchange in
            methods.note(exchange.method)
            if exchange.index == 0 || exchange.method == "POST" { try await exchange.reset() }
            try await exchange.answer("{}")
        } body: { server in
            let client = server.client()
            _ = try await client.find(pods, key)
            #expect(methods.all == ["GET", "GET"])
            let error = await #expect(throws: KubernetesError.self) { try await client.create(Pod(metadata: ObjectMeta(name: "a", namespace: "b"))) }
            #expect(error?.code == .connection)
            #expect(methods.all == ["GET", "GET", "POST"])
        }
    }

    @Test func isRepeatedWhenTheServerWasBusyAndSaysUntilWhen() async throws {
        let methods = Recorder<String>()
        try await ScriptedServer.run { exchange in
            methods.note(exchange.method)
            switch methods.all.count {
            case 1: try await exchange.answer(429, "{}", headers: ["Retry-After: 0"])
            case 2: try await exchange.answer(503, "{}", headers: ["Retry-After: 0"])
            default: try await exchange.answer("{}")
            }
        } body: { server in
            let client = server.client()
            _ = try await client.create(Pod(metadata: ObjectMeta(name: "a", namespace: "b")))
            #expect(methods.all == ["POST", "POST", "POST"])
        }
    }

    @Test func isNotRepeatedIfTheServerWouldBeBusyForLongerThanItMayTake() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.answer(429, #"{"kind":"Status","details":{"retryAfterSeconds":3600}}"#)
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) { try await client.find(pods, key) }
            #expect(error?.code == .tooManyRequests)
            #expect(error?.retryAfterSeconds == 3600)
            #expect(server.connectionsOpened == 1)
        }
    }

    @Test("ends when its time is over", arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{"])
    func timesOut(beginning: String) async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.send(beginning)
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client(options: .limits(request: .seconds(1)))
            let error = await #expect(throws: KubernetesError.self) { try await client.find(pods, key) }
            #expect(error?.description == "get pods db-0 in shop: no answer within 1.0 seconds")
            #expect(error?.code == .timeout)
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func endsWhenItsTaskIsCancelled() async throws {
        let started = AsyncStream.makeStream(of: Void.self)
        try await ScriptedServer.run { exchange in
            started.continuation.yield()
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client()
            let task = Task { try await client.find(pods, key) }
            for await _ in started.stream { break }
            task.cancel()
            let error = await #expect(throws: KubernetesError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func saysThatNothingListens() async throws {
        let port = try await ScriptedServer.run(script: { _ in }, body: { $0.port })
        let client = KubernetesClient(ClusterConfiguration(server: ServerAddress(usesTLS: false, host: "127.0.0.1", port: port)))
        let error = await #expect(throws: KubernetesError.self) { try await client.find(pods, key) }
        #expect(error?.code == .connection)
        #expect(error?.description == "get pods db-0 in shop: nothing listens at 127.0.0.1:\(port)")
    }

    @Test func logsEachWarningOnce() async throws {
        let logs = Recorder<String>()
        try await ScriptedServer.run { exchange in
            try await exchange.answer("{}", headers: [#"Warning: 299 - "v1 \"Endpoints\" is deprecated""#, #"Warning: 299 - "unknown field""#])
        } body: { server in
            var logger = Logger(label: "test") { _ in RecordingLogHandler(recorder: logs) }
            logger.logLevel = .trace
            let client = server.client(logger: logger)
            for _ in 1...3 { _ = try await client.find(pods, key) }
        }
        #expect(logs.all == [#"debug The API server warns v1 "Endpoints" is deprecated"#, "debug The API server warns unknown field"])
    }

    @Test func listsAllPages() async throws {
        try await ScriptedServer.run { exchange in
            if exchange.target.contains("continue=more") {
                try await exchange.answer(#"{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"b"}}]}"#)
            } else {
                try await exchange.answer(#"{"metadata":{"resourceVersion":"7","continue":"more"},"items":[{"metadata":{"name":"a"}}]}"#)
            }
        } body: { server in
            let list = try await server.client().list(Pod.self, namespace: "shop")
            #expect(list.items.map(\.metadata.name) == ["a", "b"])
            #expect(list.resourceVersion == "7")
        }
    }
}
