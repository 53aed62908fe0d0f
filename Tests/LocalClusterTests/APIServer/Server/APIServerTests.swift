import Foundation
import KubernetesModel
import NIOCore
import NIOHTTP1
import Testing

@testable import LocalAPIServer

@Suite("A running API server", .timeLimit(.minutes(1))) struct APIServerTests {
    private static let configMaps = "/api/v1/namespaces/default/configmaps"

    private func configMap(_ name: String, _ data: JSONValue = ["a": "1"]) -> JSONValue {
        ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": .string(name)], "data": data]
    }

    @Test("answers many requests on one connection")
    func keepAlive() async throws {
        try await RunningServer.with { server in
            let connection = try await TestConnection(server)
            let created = try await connection.request(.POST, Self.configMaps, configMap("a"))
            #expect(created.status == 201)
            #expect(created.json[path: ["metadata", "uid"]]?.string?.count == 36)
            let read = try await connection.request(.GET, "\(Self.configMaps)/a")
            #expect(read.json == created.json)
            let head = try await connection.request(.HEAD, "/version")
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(try await connection.request(.DELETE, "\(Self.configMaps)/a").status == 200)
            #expect(try await connection.request(.GET, "\(Self.configMaps)/a").status == 404)
            await connection.close()
        }
    }

    @Test("lets in who has no certificate as nobody, and refuses a token that is none")
    func credentials() async throws {
        try await RunningServer.with { server in
            let nobody = try await TestConnection(server, as: .nobody)
            #expect(try await nobody.request(.GET, "/livez").body == "ok")
            let refused = try await nobody.request(.GET, Self.configMaps)
            #expect(refused.status == 403)
            #expect(refused.json["message"]?.string?.contains("User \"system:anonymous\" cannot list resource \"configmaps\"") == true)
            await nobody.close()
            let forger = try await TestConnection(server, as: .token("a.b.c"))
            #expect(try await forger.request(.GET, "/livez").status == 401)
            await forger.close()
        }
    }

    @Test("has the objects, and a watch goes on where it was, after a restart")
    func restart() async throws {
        let server = try await RunningServer.start()
        defer { server.remove() }
        let before = try await TestConnection(server)
        let created = try await before.request(.POST, Self.configMaps, configMap("a"))
        let changed = try await before.request(
            .PATCH, "\(Self.configMaps)/a", ["data": ["a": "2"]], headers: ["Content-Type": "application/merge-patch+json"])
        #expect(changed.status == 200)
        await before.close()
        try await server.stop()

        let again = try await RunningServer.start(directory: server.directory)
        let after = try await TestConnection(again)
        #expect(try await after.request(.GET, "\(Self.configMaps)/a").json == changed.json)
        let version = created.json[path: ["metadata", "resourceVersion"]]?.string ?? ""
        try await after.send(.GET, "\(Self.configMaps)?watch=true&fieldSelector=metadata.name%3Da&resourceVersion=\(version)")
        guard case .head(let head)? = try await after.nextPart(), case .body(let event)? = try await after.nextPart() else {
            return #expect(Bool(false), "no event")
        }
        #expect(head.status == .ok)
        let json = try JSONValue(parsing: String(buffer: event))
        #expect(json["type"] == "MODIFIED")
        #expect(json["object"] == changed.json)
        await after.close()
        try await again.stop()
    }

    @Test("ends watches in an orderly way when it stops")
    func shutdown() async throws {
        let server = try await RunningServer.start()
        defer { server.remove() }
        let connection = try await TestConnection(server)
        try await connection.send(.GET, "\(Self.configMaps)?watch=true&resourceVersion=0")
        guard case .head? = try await connection.nextPart() else { return #expect(Bool(false), "no watch") }
        try await server.stop()
        var hasEnded = false
        while let part = try await connection.nextPart() { if case .end = part { hasEnded = true } }
        #expect(hasEnded)
    }

    @Test("refuses a body that is too large, and reads the next request")
    func largeBody() async throws {
        try await RunningServer.with { server in
            let connection = try await TestConnection(server)
            let text = String(repeating: "x", count: HTTPConnectionHandler.bodyLimit)
            let refused = try await connection.request(.POST, Self.configMaps, configMap("a", ["a": .string(text)]))
            #expect(refused.status == 413)
            #expect(try await connection.request(.GET, "/version").status == 200)
            await connection.close()
        }
    }

    @Test("gives a namespace its account and certificate, and empties it when it goes")
    func namespaces() async throws {
        try await RunningServer.with { server in
            let connection = try await TestConnection(server)
            let created = try await connection.request(
                .POST, "/api/v1/namespaces", ["apiVersion": "v1", "kind": "Namespace", "metadata": ["name": "n"]])
            #expect(created.status == 201)
            try await eventually { try await connection.request(.GET, "/api/v1/namespaces/n/serviceaccounts/default").status == 200 }
            try await eventually { try await connection.request(.GET, "/api/v1/namespaces/n/configmaps/kube-root-ca.crt").status == 200 }
            #expect(try await connection.request(.DELETE, "/api/v1/namespaces/n").json[path: ["status", "phase"]] == "Terminating")
            try await eventually { try await connection.request(.GET, "/api/v1/namespaces/n").status == 404 }
            let left = try await connection.request(.GET, "/api/v1/namespaces/n/configmaps")
            #expect(left.json["items"] == [])
            await connection.close()
        }
    }
}

/// Waits for a condition.
///
/// - Throws: a failure after ten seconds.
func eventually(_ condition: () async throws -> Bool, sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("the condition did not come true within 10 seconds", sourceLocation: sourceLocation)
}
