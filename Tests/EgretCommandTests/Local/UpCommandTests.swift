import ArgumentParser
import Foundation
import LocalCluster
import LocalNode
import Testing

@testable import EgretCommand

@Suite("egret local") struct LocalCommandTests {
    private func withDirectory(_ body: (String) throws -> Void) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "egret-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        try body(directory.path)
    }

    @Test("up takes its options for a cluster that is new")
    func newCluster() throws {
        try withDirectory { directory in
            let up = try UpCommand.parse(["--data", directory, "--port", "7443", "--pod-cidr", "10.9.0.0/16"])
            let configuration = try up.settled()
            #expect(configuration.port == 7443 && configuration.podRange == "10.9.0.0/16" && configuration.serviceRange == "10.96.0.0/16")
            #expect(try configuration.node.network.hostAddress.description == "10.9.0.1")
        }
    }

    @Test("up keeps to what a cluster was made with, and refuses anything else")
    func existingCluster() throws {
        try withDirectory { directory in
            let made = try UpCommand.parse(["--data", directory, "--port", "7443"]).settled()
            try made.save()
            #expect(try UpCommand.parse(["--data", directory]).settled().port == 7443)
            #expect(try UpCommand.parse(["--data", directory, "--port", "7443"]).settled() == made)
            #expect(throws: CommandFailure.self) { try UpCommand.parse(["--data", directory, "--port", "7444"]).settled() }
        }
    }

    @Test("names the range that cannot be used", arguments: [("pod-cidr", "10.9.0.1/16"), ("service-cidr", "10.244.0.0/24"), ("pod-cidr", "x")])
    func ranges(_ option: String, _ value: String) throws {
        try withDirectory { directory in
            let configuration = try UpCommand.parse(["--data", directory, "--\(option)", value]).settled()
            let error = #expect(throws: InvalidConfiguration.self) { try configuration.node }
            #expect(error?.description.contains(value) == true)
        }
    }

    @Test("two directories share nothing on the machine")
    func instances() {
        let names = [LocalClusterConfiguration(), .init(dataDirectory: "/var/lib/a"), .init(dataDirectory: "/var/lib/b")].map(\.instance)
        #expect(Set(names).count == 3 && names[0] == "local")
        for name in names { #expect(1...5 ~= name.count && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }) }
    }

    @Test("says that there is no cluster, and what makes one", arguments: ["down", "status", "kubeconfig", "reset"])
    func absent(_ command: String) async throws {
        let error = await #expect(throws: CommandFailure.self) {
            var parsed = try #require(try Egret.parseAsRoot(["local", command, "--data", "/nonexistent/egret"]) as? any AsyncParsableCommand)
            try await parsed.run()
        }
        #expect(error?.description == "there is no local cluster in /nonexistent/egret: egret local up makes one")
    }
}
