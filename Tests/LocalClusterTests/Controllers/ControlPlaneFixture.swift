import Foundation
import KubernetesClient
import KubernetesKubeconfig
import KubernetesModel
import Logging
import Testing

@testable import LocalControllers

/// A real API server with the controllers and no node.
enum ControlPlaneFixture {
    struct Timeout: Error, CustomStringConvertible { let description: String }

    static func with(_ body: @Sendable (KubernetesClient) async throws -> Void) async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        let quiet = logger
        try await RunningServer.with { server in
            let kubeconfig = server.directory.appendingPathComponent("admin.kubeconfig").path
            let client = KubernetesClient(try Kubeconfig(files: [kubeconfig]).configuration(), logger: quiet)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await LocalControllers(api: client, logger: quiet).run() }
                defer { group.cancelAll() }
                try await body(client)
            }
        }
    }

    static func wait(_ what: String, within limit: Duration = .seconds(60), _ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Timeout(description: "\(what) did not happen within \(limit)")
    }
}
