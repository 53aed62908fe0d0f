import PostgresAPI
import ControllerRuntimeTesting
import Foundation
import KubernetesModel
import PostgresCluster
import Testing

@testable import EgretCommand

@Suite("pg psql") struct PsqlTests {
    private func secret(_ name: String, _ values: [String: String]) -> Secret {
        Secret(json: [
            "apiVersion": "v1", "kind": "Secret", "metadata": ["name": .string(name), "namespace": "postgres-operator"],
            "data": .object(values.mapValues { .string(Data($0.utf8).base64EncodedString()) }),
        ])
    }

    private func prepare(_ example: ExampleCluster = ExampleCluster(), _ route: DatabaseRoute = .pooler, user: String? = nil) async throws
        -> PsqlSession
    {
        let api = example.api
        api.put(secret("cluster1-pguser-cluster1", ["user": "cluster1", "password": "s'ecret", "dbname": "shop"]))
        api.put(secret("cluster1-pguser-nologin", ["user": "nologin", "password": ""]))
        api.put(secret("cluster1-cluster-cert", ["ca.crt": "AUTHORITY"]))
        let definition = ClusterOverview(example.resource, at: ExampleCluster.now).definition
        let endpoint = try #require(definition.endpoint(route))
        return try await PsqlSession.prepare(endpoint, user: user, database: nil, of: definition, by: api)
    }

    @Test("verifies the Service's name though it connects to a forwarded port")
    func environment() async throws {
        let session = try await prepare()
        let environment = session.environment(
            over: ["PATH": "/bin", "PGSERVICE": "other", "PGHOST": "elsewhere"], localPort: 5433, authorityFile: "/tmp/ca.crt")
        #expect(
            environment == [
                "PATH": "/bin", "PGHOST": "cluster1-pgbouncer.postgres-operator.svc", "PGHOSTADDR": "127.0.0.1", "PGPORT": "5433",
                "PGUSER": "cluster1", "PGDATABASE": "shop", "PGPASSWORD": "s'ecret", "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/tmp/ca.crt",
            ])
    }

    @Test(
        "leads to the Service of its route",
        arguments: [
            (DatabaseRoute.pooler, "cluster1-pgbouncer"), (.primary, "cluster1-primary"), (.replica, "cluster1-replicas"),
        ])
    func routes(_ route: DatabaseRoute, _ service: String) async throws {
        let session = try await prepare(route: route)
        #expect(session.endpoint.host == "\(service).postgres-operator.svc" && session.authority == "AUTHORITY")
    }

    private func prepare(route: DatabaseRoute) async throws -> PsqlSession { try await prepare(ExampleCluster(), route) }

    @Test("finds the Pod of its route")
    func pods() async throws {
        let overview = try await ExampleCluster().overview()
        #expect(try overview.pod(for: .pooler).name == "cluster1-pgbouncer-5d4-x")
        #expect(try overview.pod(for: .primary).name == "cluster1-instance1-aaaa-0")
        #expect(try overview.pod(for: .replica).name == "cluster1-instance1-bbbb-0")
        var example = ExampleCluster()
        example.pods = []
        let empty = try await example.overview()
        for route in DatabaseRoute.allCases { #expect(throws: CommandFailure.self) { try empty.pod(for: route) } }
        var paused = ExampleCluster().resource
        paused.json[path: "spec", "pause"] = true
        let error = #expect(throws: CommandFailure.self) { try ClusterOverview(paused, at: ExampleCluster.now).pod(for: .primary) }
        #expect(error?.description == "cluster cluster1 is paused: set spec.pause to false to start it")
    }

    @Test("puts no password into arguments")
    func arguments() async throws {
        let session = try await prepare(ExampleCluster(), .primary)
        let command = session.commandInPod(["-c", "select 1"], address: "10.0.0.7")
        #expect(!command.joined(separator: " ").contains("s'ecret"))
        #expect(
            command.dropFirst(3) == [
                "psql",
                "host=cluster1-primary.postgres-operator.svc hostaddr=10.0.0.7 port=5432 user='cluster1' dbname='shop' "
                    + "sslmode=verify-full sslrootcert=/pgconf/tls/ca.crt",
                "-c", "select 1",
            ])
    }

    @Test("a shell reads the password, and hands it to psql", .timeLimit(.minutes(1)))
    func shell() async throws {
        let session = try await prepare()
        let folder = FileManager.default.temporaryDirectory.appending(path: "psql-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let program = folder.appending(path: "psql")
        try "#!/bin/sh\nprintf '%s|%s|' \"$PGPASSWORD\" \"$2\"; cat\n".write(to: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program.path)
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = session.commandInPod(["-qAt"], address: nil)
        process.environment = ["PATH": "\(folder.path):/usr/bin:/bin"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data("s'ecret\nselect 1;\n".utf8))
        try input.fileHandleForWriting.close()
        let written = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(String(decoding: written, as: UTF8.self) == "\u{1}s'ecret|-qAt|select 1;\n")
    }

    @Test("names the users that there are")
    func unknownUser() async throws {
        let error = await #expect(throws: CommandFailure.self) { try await prepare(user: "alice") }
        #expect(
            error?.description
                == "user alice: there is no Secret postgres-operator/cluster1-pguser-alice; users of cluster cluster1: cluster1")
        let empty = await #expect(throws: CommandFailure.self) { try await prepare(user: "nologin") }
        #expect(empty?.description.hasPrefix("Secret postgres-operator/cluster1-pguser-nologin has no password") == true)
    }

    @Test("is the first user that is no superuser, with the Secret that the spec names")
    func usualUser() {
        var example = ExampleCluster()
        example.users = [["name": "postgres"], ["name": "rhino", "databases": ["zoo"], "secretName": "rhino-secret"]]
        let definition = ClusterOverview(example.resource, at: ExampleCluster.now).definition
        #expect(definition.usualUser?.name == "rhino")
        #expect(definition.secretName(of: "rhino") == "rhino-secret")
    }

    @Test("certificates of the user's are verified by the user's authority")
    func customAuthority() throws {
        var cluster = ExampleCluster().resource
        cluster.json[path: "spec", "proxy", "pgBouncer", "customTLSSecret"] = [
            "name": "front", "items": [["key": "authority", "path": "ca.crt"]],
        ]
        let definition = ClusterOverview(cluster, at: ExampleCluster.now).definition
        let endpoint = try #require(definition.endpoint(.pooler))
        #expect(endpoint.authorities.first == .init(secret: "front", key: "authority") && !endpoint.hasAuthorityInPods)
    }

    @Test(
        "a program ends with its own status", .timeLimit(.minutes(1)),
        arguments: [("exit 3", 3), ("kill -9 $$", 137), ("test \"$WORD\" = x", 0), ("kill -INT $$; sleep 9", 130)] as [(String, Int32)])
    func child(_ script: String, _ status: Int32) async throws {
        #expect(try await ChildProcess.run("/bin/sh", ["-c", script], environment: ["WORD": "x", "PATH": "/usr/bin:/bin"]) == status)
    }

    @Test("a program that is not there is an error that names it")
    func missing() async throws {
        #expect(ChildProcess.path(of: "no-such-program", environment: ["PATH": "/bin"]) == nil)
        let error = await #expect(throws: CommandFailure.self) { try await ChildProcess.run("/nonexistent/psql", [], environment: [:]) }
        #expect(error?.description.hasPrefix("/nonexistent/psql does not start: ") == true)
    }
}

@Suite("pg connect") struct ConnectCommandTests {
    @Test("GoldenConnect: hosts, users and Secrets, and no password")
    func guide() throws {
        let guide = ConnectionGuide(ClusterOverview(ExampleCluster().resource, at: ExampleCluster.now).definition)
        try expectRecorded(guide.text(), at: "Tests/EgretCommandTests/Golden/connect.txt")
        try expectRecorded(OutputFormat.json.text(guide.json), at: "Tests/EgretCommandTests/Golden/connect.json")
    }
}
