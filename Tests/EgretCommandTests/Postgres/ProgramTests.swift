import ArgumentParser
import Foundation
import KubernetesClient
import KubernetesKubeconfig
import KubernetesModel
import LocalAPIServer
import Logging
import NIOCore
import PostgresAPI
import Testing

@testable import EgretCommand

@Suite("The program") struct ProgramTests {
    @Test(
        "is kubectl's plugin by that name, else egret",
        arguments: [
            ("/usr/local/bin/kubectl-pg", true), ("kubectl-pg", true), ("/usr/bin/egret", false), ("./kubectl-pg/egret", false), ("", false),
        ])
    func root(_ path: String, isPlugin: Bool) { #expect((Program.root(calledBy: path) == KubectlPlugin.self) == isPlugin) }

    @Test(
        "ends with the status that is documented",
        arguments: [
            (["--help"], 0), (["status", "--help"], 0), (["nonsense"], 2), (["status", "--nonsense"], 2), (["backup", "--type", "huge"], 2),
            (["psql", "--primary", "--replica"], 2), (["status", "--kubeconfig", "/nonexistent/kubeconfig"], 1),
        ] as [([String], Int32)])
    func statuses(_ arguments: [String], _ status: Int32) async {
        #expect(await Program.run(KubectlPlugin.self, arguments) == status)
        #expect(await Program.run(Egret.self, ["pg"] + arguments) == status)
    }

    @Test("calls itself as it was called")
    func usage() {
        #expect(KubectlPlugin.helpMessage(for: ClusterStatusCommand.self).contains("USAGE: kubectl pg status"))
        #expect(Egret.helpMessage(for: ClusterStatusCommand.self).contains("USAGE: egret pg status"))
    }

    @Test(
        "options of the connection may stand before the command",
        arguments: [
            (["-n", "shop", "status", "db"], ["status", "-n", "shop", "db"]),
            (["--context=a", "-n", "shop", "psql", "--", "-At"], ["psql", "--context=a", "-n", "shop", "--", "-At"]),
            (["status", "-n", "shop"], ["status", "-n", "shop"]), (["--help"], ["--help"]), (["-n"], ["-n"]), (["-n", "shop"], ["-n", "shop"]),
            ([], []),
        ] as [([String], [String])])
    func order(_ arguments: [String], _ expected: [String]) { #expect(PostgresCommand.withOptionsBehindCommand(arguments) == expected) }

    @Test("psql takes what stands behind the two dashes")
    func terminator() throws {
        let psql = try PsqlCommand.parse(["cluster1", "-c", "select 1", "--", "-At", "--file=x"])
        #expect(psql.cluster.cluster == "cluster1" && psql.command == ["select 1"] && psql.arguments == ["-At", "--file=x"])
        #expect(try PsqlCommand.parse(["--", "-At"]).cluster.cluster == nil)
    }

    @Test("says how to reach a local cluster where no kubeconfig is")
    func noKubeconfig() throws {
        let error = #expect(throws: CommandFailure.self) { try ConnectionOptions.parse([]).connect(environment: ["HOME": "/nonexistent"]) }
        #expect(error?.description.hasSuffix("for a local cluster: export KUBECONFIG=$(egret local kubeconfig)") == true)
    }
}

/// Whole command lines against the local API server, which knows schema, rights and statuses.
@Suite("kubectl pg on an API server", .timeLimit(.minutes(2))) struct ProgramOnServerTests {
    private func withServer(_ body: @escaping @Sendable (KubernetesClient, String) async throws -> Void) async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "egret-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        var configuration = LocalAPIServer.Configuration(dataDirectory: directory.path)
        configuration.port = 0
        let kubeconfig = configuration.kubeconfigPath
        let (ports, started) = AsyncStream.makeStream(of: Int.self)
        let server = LocalAPIServer(
            configuration: configuration, logger: Logger(label: "server") { _ in SwiftLogNoOpLogHandler() }, node: OneLineNode()
        ) { started.yield($0) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { started.finish() }
                try await server.run()
            }
            for await _ in ports {
                try await body(KubernetesClient(try Kubeconfig(files: [kubeconfig]).configuration()), kubeconfig)
                break
            }
            group.cancelAll()
            do { try await group.waitForAll() } catch is CancellationError {}
        }
    }

    private let example = ExampleCluster()

    /// Installs the kinds, and makes the cluster with its status.
    private func prepare(_ client: KubernetesClient) async throws {
        for definition in CustomResourceDefinitions.all(version: "3.1.0") {
            _ = try await client.create(CustomResourceDefinition(json: definition))
        }
        _ = try await client.create(Namespace(metadata: ObjectMeta(name: "postgres-operator")))
        let deadline = ContinuousClock.now + .seconds(20)
        while true {
            do {
                _ = try await client.create(example.resource)
                break
            } catch {
                // The kinds are served a moment after they were made.
                guard error.code == .notFound, ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        try await setStatus(example, client)
    }

    private func setStatus(_ example: ExampleCluster, _ client: KubernetesClient) async throws {
        let patch = JSONValue.object(["status": example.resource.status.json])
        _ = try await client.patch(PerconaPGCluster.resourceType, ExampleCluster.key, patch, subresource: "status")
    }

    /// A Pod whose containers run, by the word of its status.
    private func run(_ pod: Pod, container identifier: String, phase: String = "Running", _ client: KubernetesClient) async throws {
        let containers = (pod.spec?.containers ?? []).map { container -> JSONValue in
            [
                "name": .string(container.name ?? ""), "containerID": .string("podman://\(identifier)"), "image": "image", "imageID": "",
                "ready": true, "restartCount": 0,
            ]
        }
        _ = try await client.patch(
            Pod.resourceType, pod.key,
            ["status": ["phase": .string(phase), "conditions": [["type": "Ready", "status": "True"]], "containerStatuses": .array(containers)]],
            subresource: "status")
    }

    private func create(_ pod: Pod, _ client: KubernetesClient) async throws -> Pod {
        var pod = pod
        pod.json["status"] = nil
        for (index, container) in (pod.spec?.containers ?? []).enumerated() {
            pod.spec?.containers?[index] = Container(image: "image", name: container.name)
        }
        return try await client.create(pod)
    }

    @Test("a log goes on with the container that comes after one that has ended")
    func followsRestarts() async throws {
        try await withServer { client, _ in
            try await prepare(client)
            let pod = try await create(example.pods[3], client)
            let written = Written()
            var options = LogOptions()
            options.follow = true
            let reader = LogReader(client: client, options: options) { source, line in written.add("\(source.container): \(line)\n") }
            let source = LogSource(pod: pod.key, container: "pgbackrest")
            async let problems = reader.read([source])
            for (number, identifier) in ["one", "two"].enumerated() {
                try await run(pod, container: identifier, client)
                while written.text.count(where: { $0 == "\n" }) <= number { try await Task.sleep(for: .milliseconds(5)) }
            }
            try await run(pod, container: "two", phase: "Succeeded", client)
            #expect(try await problems.isEmpty)
            #expect(written.text == "pgbackrest: a line\npgbackrest: a line\n")
        }
    }

    @Test("psql reaches the Pod through a port of this machine, and its status is ours")
    func forwards() async throws {
        try await withServer { client, _ in
            try await prepare(client)
            let pod = try await create(example.pods[2], client)
            let folder = FileManager.default.temporaryDirectory.appending(path: "psql-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let script = folder.appending(path: "psql")
            try """
            #!/bin/bash
            exec 3<>"/dev/tcp/$PGHOSTADDR/$PGPORT"
            printf 'ping\n' >&3
            read -r reply <&3
            [ "$reply" = "5432 ping" ] && [ "$(cat "$PGSSLROOTCERT")" = AUTHORITY ] && [ "$PGPASSWORD" = secret ] && [ "$1" = -At ] && exit 5
            exit 1
            """.write(to: script, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
            let definition = ClusterOverview(example.resource, at: ExampleCluster.now).definition
            let session = PsqlSession(
                endpoint: try #require(definition.endpoint(.pooler)), user: "cluster1", database: "cluster1", password: "secret",
                authority: "AUTHORITY")
            #expect(try await PsqlCommand.run(script.path, ["-At"], session, through: pod.key, of: client) == 5)
        }
    }

    @Test("status, backup, restore, connect and logs do what they say")
    func commands() async throws {
        try await withServer { client, kubeconfig in
            @Sendable func run(_ arguments: String...) async -> Int32 {
                let (words, more) = (arguments.prefix { $0 != "--" }, arguments.drop { $0 != "--" })
                return await Program.run(KubectlPlugin.self, words + ["--kubeconfig", kubeconfig, "-n", "postgres-operator"] + more)
            }
            #expect(await run("status") == 1, "nothing is installed")
            try await prepare(client)
            #expect(await run("status") == 0)
            #expect(await run("status", "-o", "json") == 0)
            #expect(await run("status", "-A") == 0)
            #expect(await run("status", "cluster9") == 1)
            #expect(await run("connect", "-o", "yaml") == 0)
            var waiting = example
            waiting.state = "initializing"
            waiting.conditions = [("Ready", "False", "NoLeader", "no member leads")]
            try await setStatus(waiting, client)
            #expect(await run("status", "cluster1") == 3)
            #expect(await run("status", "--wait", "--timeout", "1") == 3)

            #expect(await run("backup", "--type", "diff", "--name", "b1") == 0)
            #expect(await run("backup", "--name", "b1") == 1, "the name is taken")
            #expect(await run("backup", "--name", "b2", "--wait", "--timeout", "1") == 3)
            let backup = try await client.get(PerconaPGBackup.self, ObjectKey(namespace: "postgres-operator", name: "b1"))
            #expect(backup.spec.options == ["--type=diff"] && backup.spec.repoName == "repo1")
            _ = try await client.patch(
                PerconaPGBackup.resourceType, backup.key, ["status": ["state": "Failed", "error": "no space left"]], subresource: "status")
            #expect(await run("restore", "--backup", "b1", "--yes") == 1, "it failed")
            #expect(await run("restore", "--to-lsn", "0/3000148", "--name", "r1", "--yes") == 0)
            let restore = try await client.get(PerconaPGRestore.self, ObjectKey(namespace: "postgres-operator", name: "r1"))
            #expect(restore.spec.options == ["--type=lsn", "--target=0/3000148"])
            #expect(await run("backups", "cluster1") == 0)

            #expect(await run("logs") == 1, "there is no Pod")
            for pod in example.pods { try await self.run(try await create(pod, client), container: "one", client) }
            #expect(await run("logs") == 0)
            #expect(await run("logs", "--role", "pooler", "--tail", "1") == 0)
            #expect(await run("psql", "--superuser", "-c", "select 1") == 7, "the status of psql")
        }
    }
}

/// A node on which every log has one line, every command ends with status 7, and every port answers with its number and what it was sent.
private struct OneLineNode: NodeConnector {
    func logs(pod: JSONValue, options: PodLogOptions) async throws -> AsyncThrowingStream<ByteBuffer, any Error> {
        AsyncThrowingStream { continuation in
            continuation.yield(ByteBuffer(string: "a line\n"))
            continuation.finish()
        }
    }

    func exec(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome {
        options.command.dropFirst(2).prefix(3) == ["psql", "--username", "postgres"] ? .exited(7) : .failed("no such program")
    }

    func attach(pod: JSONValue, options: PodExecOptions, session: StreamSession) async -> StreamOutcome { .failed("nothing to attach to") }
    func portForward(pod: JSONValue, port: Int, stream: DuplexStream) async throws {
        for await bytes in stream.input { try await stream.write(ByteBuffer(string: "\(port) \(String(buffer: bytes))")) }
    }
}
