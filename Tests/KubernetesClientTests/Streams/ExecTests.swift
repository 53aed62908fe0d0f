import KubernetesClient
import KubernetesModel
import NIOSSL
import Testing

@Suite("A command in a container") struct ExecTests {
    let pod = ObjectKey(namespace: "shop", name: "db-0")

    @Test func getsItsArgumentsAndGivesItsOutput() async throws {
        try await ScriptedServer.run { exchange in
            #expect(
                exchange.target == "/api/v1/namespaces/shop/pods/db-0/exec?command=sh&command=-c&command=echo%20%22a%26b%22&container=database"
                    + "&stdout=true&stderr=true")
            #expect(exchange.headers["sec-websocket-protocol"] == "v5.channel.k8s.io, v4.channel.k8s.io")
            #expect(exchange.headers["authorization"] == "Bearer tok")
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            for channel: UInt8 in 1...3 { try await exchange.message(channel, "") }
            try await exchange.message(1, "one ")
            try await exchange.message(2, "warning")
            try await exchange.message(1, "two")
            try await exchange.exit(Exchange.success)
        } body: { server in
            let client = server.client(credentials: MaterialCredentials(token: .bytes(Array("tok".utf8))))
            let result = try await client.exec(["sh", "-c", "echo \"a&b\""], in: pod, container: "database")
            #expect(result == ExecResult(exitCode: 0, stdout: Array("one two".utf8), stderr: Array("warning".utf8)))
        }
    }

    @Test func mayBeHeardInTheSamePacketAsTheUpgrade() async throws {
        try await ScriptedServer.run { exchange in
            let early = Exchange.frame([1] + Array("early".utf8)) + Exchange.frame([3] + Array(Exchange.success.utf8))
            try await exchange.acceptWebSocket("v4.channel.k8s.io", first: early)
            try exchange.close()
        } body: { server in
            let result = try await server.client().exec(["true"], in: pod, container: "c")
            #expect(result.standardOutput == "early")
        }
    }

    @Test func mayBeOverInTheSamePacketAsTheUpgradeByTLS() async throws {
        let pki = try TestPKI()
        try await ScriptedServer.run(tls: pki.server()) { exchange in
            let all = Exchange.frame([1] + Array("early".utf8)) + Exchange.frame([3] + Array(Exchange.failure(4).utf8))
            try await exchange.acceptWebSocket("v5.channel.k8s.io", first: all)
            try exchange.close()
        } body: { server in
            let client = server.client(trust: .authorities(.bytes(Array(try pki.pem.utf8))))
            for _ in 1...20 {
                let result = try await client.exec(["true"], in: pod, container: "c")
                #expect(result == ExecResult(exitCode: 4, stdout: Array("early".utf8)))
            }
        }
    }

    @Test func mayWriteMessagesInFragments() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.send(Exchange.frame([], isFinal: false))
            try await exchange.send(Exchange.frame([1] + Array("ab".utf8), opcode: Exchange.Frame.continuation, isFinal: false))
            try await exchange.send(Exchange.frame([1, 2], opcode: Exchange.Frame.ping))
            try await exchange.send(Exchange.frame(Array("cd".utf8), opcode: Exchange.Frame.continuation))
            let pong = try await exchange.readFrame()
            #expect(pong == .init(opcode: Exchange.Frame.pong, payload: [1, 2]))
            let status = Exchange.success
            try await exchange.message(3, String(status.prefix(10)))
            try await exchange.exit(String(status.dropFirst(10)))
        } body: { server in
            let result = try await server.client().exec(["true"], in: pod, container: "c")
            #expect(result == ExecResult(exitCode: 0, stdout: Array("abcd".utf8)))
        }
    }

    @Test("tells its exit code", arguments: [1, 2, 127, 137, 255])
    func exitCodes(code: Int) async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.exit(Exchange.failure(code))
        } body: { server in
            let result = try await server.client().exec(["false"], in: pod, container: "c")
            #expect(result.exitCode == code)
        }
    }

    @Test func thatCannotBeStartedIsAnError() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.exit(#"{"status":"Failure","reason":"InternalError","code":500,"message":"no such file: nope"}"#)
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) { try await client.exec(["nope", "s3cret"], in: pod, container: "c") }
            #expect(error?.code == .server)
            #expect(error?.description == "exec nope in container c of pods db-0 in shop: no such file: nope")
        }
    }

    @Test("whose connection ends before it does is an error", arguments: ["close", "reset", "close frame"])
    func breaks(how: String) async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.message(1, "half")
            switch how {
            case "reset": try await exchange.reset()
            case "close frame": try await exchange.send(Exchange.frame([], opcode: Exchange.Frame.close))
            default: break
            }
            try exchange.close()
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) { try await client.exec(["true"], in: pod, container: "c") }
            #expect(error?.code == .connection)
        }
    }

    @Test("reads all of its input", arguments: [0, 1, 100, 1_000_000])
    func input(count: Int) async throws {
        let input = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        try await ScriptedServer.run { exchange in
            #expect(exchange.target.contains("stdin=true"))
            #expect(exchange.headers["sec-websocket-protocol"] == "v5.channel.k8s.io")
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            let received = try await exchange.readInput()
            try await exchange.send(Exchange.frame([1] + received))
            try await exchange.exit(Exchange.success)
        } body: { server in
            let result = try await server.client().exec(["cat"], in: pod, container: "c", stdin: input, timeout: .seconds(20))
            #expect(result.stdout == input)
        }
    }

    @Test func thatDoesNotReadItsInputEndsAllTheSame() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.message(1, "enough")
            try await exchange.exit(Exchange.failure(3))
        } body: { server in
            let input = [UInt8](repeating: 7, count: 10_000_000)
            let result = try await server.client().exec(["head", "-1"], in: pod, container: "c", stdin: input, timeout: .seconds(20))
            #expect(result == ExecResult(exitCode: 3, stdout: Array("enough".utf8)))
        }
    }

    @Test("is not run if the server cannot end its input", arguments: ["v4.channel.k8s.io", nil])
    func oldProtocol(chosen: String?) async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket(chosen)
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) {
                try await client.exec(["cat"], in: pod, container: "c", stdin: [1], timeout: .seconds(20))
            }
            #expect(error?.description.hasSuffix("the server does not speak v5.channel.k8s.io, which Kubernetes 1.30 and newer do") == true)
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func thatIsForbiddenSaysWhatToGrant() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.answer(403, #"{"kind":"Status","code":403,"reason":"Forbidden","message":"no"}"#)
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) { try await client.exec(["true"], in: pod, container: "c") }
            #expect(error?.code == .forbidden)
            #expect(error?.description == "exec true in container c of pods db-0 in shop: no (grant `get` and `create` on pods/exec)")
        }
    }

    @Test func takesANewTokenWhenTheServerRefusesTheOldOne() async throws {
        let directory = try TemporaryDirectory()
        let token = try directory.write("old", to: "token")
        try await ScriptedServer.run { exchange in
            guard exchange.headers["authorization"] == "Bearer new" else { return try await exchange.answer(401, "{}") }
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.exit(Exchange.success)
        } body: { server in
            let credentials = MaterialCredentials(token: .file(token), rereadAfter: .seconds(3600))
            _ = try credentials.credentials()
            try directory.write("new", to: "token")
            let result = try await server.client(credentials: credentials).exec(["true"], in: pod, container: "c")
            #expect(result.exitCode == 0)
        }
    }

    @Test func endsWhenItsTimeIsOver() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client()
            let error = await #expect(throws: KubernetesError.self) {
                try await client.exec(["sleep", "9"], in: pod, container: "c", timeout: .seconds(1))
            }
            #expect(error?.code == .timeout)
            #expect(error?.description == "exec sleep in container c of pods db-0 in shop: it did not end within 1.0 seconds")
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test("that the server does not answer to is given up", arguments: [false, true])
    func noUpgrade(afterHead: Bool) async throws {
        try await ScriptedServer.run { exchange in
            if afterHead { try await exchange.send("HTTP/1.1 500 Oops\r\nContent-Length: 10\r\n\r\n") }
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client(options: .limits(request: .seconds(1)))
            let error = await #expect(throws: KubernetesError.self) {
                try await client.exec(["true"], in: pod, container: "c")
            }
            #expect(error?.code == .timeout)
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func endsWhenItsTaskIsCancelled() async throws {
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            start.yield()
            try await exchange.waitForClose()
        } body: { server in
            let client = server.client()
            let task = Task { try await client.exec(["sleep", "9"], in: pod, container: "c", stdin: [], timeout: .seconds(60)) }
            for await _ in started { break }
            task.cancel()
            let error = await #expect(throws: KubernetesError.self) { try await task.value }
            #expect(error?.code == .cancelled)
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test("is given up when the server falls silent, and kept while it answers pings", arguments: [true, false])
    func silence(answersPings: Bool) async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            guard answersPings else { return try await exchange.waitForClose() }
            for _ in 1...8 {
                let frame = try await exchange.readFrame()
                #expect(frame.opcode == Exchange.Frame.ping)
                try await exchange.send(Exchange.frame(frame.payload, opcode: Exchange.Frame.pong))
            }
            try await exchange.exit(Exchange.success)
        } body: { server in
            var options = KubernetesClient.Options.quick
            options.streamSilence = .seconds(3)
            let client = server.client(options: options)
            do {
                let result = try await client.exec(["true"], in: pod, container: "c")
                #expect(answersPings && result.exitCode == 0)
            } catch let error as KubernetesError {
                #expect(!answersPings)
                #expect(error.description.hasSuffix("the server sent nothing for 3.0 seconds: the connection is taken for dead"))
            }
        }
    }

    @Test func thatWritesTooMuchIsLeft() async throws {
        try await ScriptedServer.run { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            while true { try await exchange.message(1, String(repeating: "x", count: 1000)) }
        } body: { server in
            var options = KubernetesClient.Options.quick
            options.maximumExecOutputBytes = 10_000
            let client = server.client(options: options)
            let error = await #expect(throws: KubernetesError.self) { try await client.exec(["yes"], in: pod, container: "c") }
            #expect(error?.code == .outputTooLong)
            #expect(await eventually { server.connectionsClosed == 1 })
        }
    }

    @Test func worksOverTLSWithAClientCertificate() async throws {
        let pki = try TestPKI()
        let leaf = try pki.leaf("admin")
        try await ScriptedServer.run(tls: pki.server(clients: pki)) { exchange in
            try await exchange.acceptWebSocket("v5.channel.k8s.io")
            let received = try await exchange.readInput()
            try await exchange.send(Exchange.frame([1] + received))
            try await exchange.exit(Exchange.success)
        } body: { server in
            let credentials = MaterialCredentials(certificate: .bytes(Array(leaf.certificate.utf8)), key: .bytes(Array(leaf.key.utf8)))
            let client = server.client(trust: .authorities(.bytes(Array(try pki.pem.utf8))), credentials: credentials)
            let input = [UInt8](repeating: 9, count: 300_000)
            let result = try await client.exec(["cat"], in: pod, container: "c", stdin: input, timeout: .seconds(20))
            #expect(result.stdout == input)
        }
    }
}
