import KubernetesClient
import KubernetesKubeconfig
import KubernetesModel
import LocalAPIServer
import Logging
import NIOCore
import Testing

@Suite("The client with the local API server", .timeLimit(.minutes(1))) struct LocalAPIServerTests {
    /// Runs a server with an echoing node, and gives a client of its kubeconfig.
    private func withServer(_ body: @escaping @Sendable (KubernetesClient) async throws -> Void) async throws {
        let directory = try TemporaryDirectory()
        var configuration = LocalAPIServer.Configuration(dataDirectory: directory.path)
        configuration.port = 0
        let kubeconfig = configuration.kubeconfigPath
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let server = LocalAPIServer(configuration: configuration, logger: Logger(label: "server") { _ in SwiftLogNoOpLogHandler() }, node: EchoNode())
        {
            started.yield($0)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { started.finish() }
                try await server.run()
            }
            for await _ in ports {
                try await body(KubernetesClient(try Kubeconfig(files: [kubeconfig]).configuration()))
                break
            }
            group.cancelAll()
            // The server ends because it was cancelled, or says why it could not start.
            do { try await group.waitForAll() } catch is CancellationError {}
        }
    }

    private let pod = Pod(
        metadata: ObjectMeta(name: "db-0", namespace: "default"),
        spec: PodSpec(containers: [Container(image: "postgres", name: "database")], nodeName: "here"))

    @Test func createsChangesAndDeletes() async throws {
        try await withServer { client in
            let key = ObjectKey(namespace: "default", name: "settings")
            let applied = try await client.apply(
                ConfigMap.resourceType, key,
                ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "settings"], "data": ["a": "1"]], manager: "test")
            #expect(applied[path: "data", "a"] == "1")
            var map = ConfigMap(json: applied)
            map.data?["b"] = "2"
            _ = try await client.replace(map)
            let read = try await client.get(ConfigMap.self, key)
            #expect(read.data == ["a": "1", "b": "2"])
            let names = try await client.list(ConfigMap.self, namespace: "default").items.map(\.metadata.name)
            #expect(names.contains("settings"))
            let stale = map
            let conflict = await #expect(throws: KubernetesError.self) { try await client.replace(stale) }
            #expect(conflict?.code == .conflict)
            try await client.delete(ConfigMap.resourceType, key)
            let gone = try await client.find(ConfigMap.resourceType, key)
            #expect(gone == nil)
        }
    }

    @Test func watchesFromAListOn() async throws {
        try await withServer { client in
            let list = try await client.list(ConfigMap.self, namespace: "default")
            let request = APIRequest(
                "watch configmaps in default", path: ConfigMap.resourceType.path(namespace: "default"),
                query: [.init("resourceVersion", list.resourceVersion)])
            let stream = try await client.watch(request)
            for name in ["one", "two"] {
                _ = try await client.create(ConfigMap(metadata: ObjectMeta(name: name, namespace: "default")))
            }
            try await client.delete(ConfigMap.resourceType, ObjectKey(namespace: "default", name: "one"))
            var seen: [String] = []
            for try await event in stream {
                switch event {
                case .added(let object): seen.append("+" + ConfigMap(json: object).key.name)
                case .modified(let object): seen.append("~" + ConfigMap(json: object).key.name)
                case .deleted(let object): seen.append("-" + ConfigMap(json: object).key.name)
                case .bookmark: continue
                }
                if seen.count == 3 { break }
            }
            #expect(seen == ["+one", "+two", "-one"])
        }
    }

    @Test func runsCommandsReadsLogsAndForwardsPorts() async throws {
        try await withServer { [pod] client in
            _ = try await client.create(pod)
            let input = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
            let result = try await client.exec(["cat", "7"], in: pod.key, container: "database", stdin: input, timeout: .seconds(20))
            #expect(result == ExecResult(exitCode: 7, stdout: input, stderr: Array("cat 7".utf8)))

            let failure = await #expect(throws: KubernetesError.self) { try await client.exec(["nope"], in: pod.key, container: "database") }
            #expect(failure?.description.hasSuffix("no such program") == true, "\(String(describing: failure))")

            var lines: [String] = []
            for try await line in try await client.logs(of: pod.key) { lines.append(line) }
            #expect(lines == ["one", "two"])

            let connection = try await client.portForward(to: 5432, of: pod.key)
            try await connection.write(Array("ping".utf8))
            var bytes = connection.bytes.makeAsyncIterator()
            let reply = try await bytes.next()
            #expect(reply == Array("5432 ping".utf8))
        }
    }
}

/// A node without containers: commands copy their input and exit with the number in their arguments.
private struct EchoNode: NodeConnector {
    func logs(pod: JSONValue, options: PodLogOptions) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream { continuation in
            continuation.yield(ByteBuffer(string: "one\ntw"))
            continuation.yield(ByteBuffer(string: "o\n"))
            continuation.finish()
        }
    }

    func exec(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome {
        guard options.command.count == 2, let code = Int32(options.command[1]) else { return .failed("no such program") }
        do {
            for await bytes in session.input { try await session.writeOutput(bytes) }
            try await session.writeError(ByteBuffer(string: options.command.joined(separator: " ")))
            return .exited(code)
        } catch {
            return .failed("\(error)")
        }
    }

    func attach(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome { .failed("nothing to attach to") }

    func portForward(pod: JSONValue, port: Int, stream: DuplexStream) async throws {
        for await bytes in stream.input { try await stream.write(ByteBuffer(string: "\(port) \(String(buffer: bytes))")) }
    }
}
