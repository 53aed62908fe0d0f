import Foundation
import KubernetesModel
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
import Testing

@testable import LocalAPIServer

/// `kubectl` against a node whose ports and containers repeat what they are told.
@Suite("kubectl's streams", .enabled(if: Kubectl.path != nil), .timeLimit(.minutes(3))) struct KubectlStreamTests {
    private static let pods = "/api/v1/namespaces/default/pods"

    private func withPod(_ body: (Kubectl) async throws -> Void) async throws {
        try await RunningServer.with(node: EchoNode()) { server in
            let connection = try await TestConnection(server)
            try await eventually {
                try await connection.request(.GET, "/api/v1/namespaces/default/serviceaccounts/default").status == 200
            }
            let created = try await connection.request(
                .POST, Self.pods,
                [
                    "apiVersion": "v1", "kind": "Pod", "metadata": ["name": "p", "labels": ["app": "p"]],
                    "spec": ["nodeName": "here", "containers": [["name": "main", "image": "i"]]],
                ])
            #expect(created.status == 201, "\(created.body)")
            let running = try await connection.request(
                .PATCH, "\(Self.pods)/p/status", ["status": ["phase": "Running", "conditions": [["type": "Ready", "status": "True"]]]],
                headers: ["Content-Type": "application/merge-patch+json"])
            #expect(running.status == 200, "\(running.body)")
            await connection.close()
            try await body(try Kubectl(server))
        }
    }

    /// SPDY in a WebSocket is what kubectl uses today, SPDY alone what it used until 1.30.
    @Test("port-forward carries two ports at once, 10 MiB each way, and many connections", arguments: [true, false])
    func portForward(_ overWebSocket: Bool) async throws {
        try await withPod { kubectl in
            let running = try kubectl.start(
                ["port-forward", "pod/p", ":5432", ":8008"], environment: ["KUBECTL_PORT_FORWARD_WEBSOCKETS": "\(overWebSocket)"])
            defer { running.end() }
            try await eventually { running.output.ports.count == 2 }
            let ports = running.output.ports
            try #require(ports.count == 2, "\(running.output)")
            try await withThrowingTaskGroup(of: Int.self) { group in
                for port in ports { group.addTask { try await EchoClient.echoed(10 << 20, port: port) } }
                for try await count in group { #expect(count == 10 << 20) }
            }
            for round in 1...10 {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 1...10 { group.addTask { try await EchoClient.echoed(1_000 * number, port: ports[number % 2]) } }
                    let sum = try await group.reduce(0, +)
                    #expect(sum == 55_000, "round \(round)")
                }
            }
            #expect(running.isRunning, "\(running.output)")
        }
    }

    @Test("port-forward says why a port cannot be reached", arguments: [true, false])
    func closedPort(_ overWebSocket: Bool) async throws {
        try await withPod { kubectl in
            let running = try kubectl.start(
                ["port-forward", "pod/p", ":1"], environment: ["KUBECTL_PORT_FORWARD_WEBSOCKETS": "\(overWebSocket)"])
            defer { running.end() }
            try await eventually { running.output.ports.count == 1 }
            let port = try #require(running.output.ports.first, "\(running.output)")
            #expect(try await EchoClient.echoed(10, port: port) == 0)
            try await eventually { running.output.contains("error forwarding port 1 to pod p, uid ") }
            #expect(running.output.contains("nothing listens on port 1"), "\(running.output)")
        }
    }

    @Test("exec gives output and exit code over WebSocket and over SPDY", arguments: [true, false])
    func exec(_ overWebSocket: Bool) async throws {
        try await withPod { kubectl in
            let running = try kubectl.start(
                ["exec", "--stdin", "p", "--", "fail", "now"], environment: ["KUBECTL_REMOTE_COMMAND_WEBSOCKETS": "\(overWebSocket)"],
                input: "typed text")
            defer { running.end() }
            try await eventually { !running.isRunning }
            #expect(running.status == 7)
            #expect(running.output.contains("typed text"), "\(running.output)")
            #expect(running.output.contains("fail now"), "\(running.output)")
        }
    }
}

extension String {
    /// The ports that `kubectl port-forward` says it listens on.
    fileprivate var ports: [Int] {
        split(separator: "\n").compactMap { line in
            guard line.hasPrefix("Forwarding from 127.0.0.1:") else { return nil }
            return line.split(separator: ":")[1].split(separator: " ").first.flatMap { Int($0) }
        }
    }
}

/// A program that runs beside the test.
private final class RunningProgram: Sendable {
    private let process: Mutex<Process>
    private let path: String

    init(_ process: sending Process, writing path: String) {
        self.process = Mutex(process)
        self.path = path
    }

    var output: String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
    var isRunning: Bool { process.withLock { $0.isRunning } }
    var status: Int32 { process.withLock { $0.terminationStatus } }

    func end() {
        process.withLock { if $0.isRunning { $0.terminate() } }
        try? FileManager.default.removeItem(atPath: path)
    }
}

extension Kubectl {
    /// Starts it with an input, and goes on.
    fileprivate func start(_ arguments: [String], environment: [String: String], input: String = "") throws -> RunningProgram {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("kubectl-\(UUID().uuidString)")
        try Data().write(to: output)
        let handle = try FileHandle(forWritingTo: output)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = ["--kubeconfig", kubeconfig, "--cache-dir", kubeconfig + ".cache"] + arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let pipe = Pipe()
        process.standardInput = pipe
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try pipe.fileHandleForWriting.close()
        return RunningProgram(process, writing: output.path)
    }
}

/// Sends bytes to a port and counts what comes back until the other side closes.
private enum EchoClient {
    static func echoed(_ count: Int, port: Int) async throws -> Int {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        return try await channel.executeThenClose { input, output in
            async let sent: Void = {
                var left = count
                while left > 0 {
                    let size = min(left, 64 << 10)
                    try await output.write(ByteBuffer(repeating: UInt8(truncatingIfNeeded: left >> 16), count: size))
                    left -= size
                }
            }()
            var received = 0
            do {
                for try await bytes in input {
                    received += bytes.readableBytes
                    if received >= count { break }
                }
            } catch is IOError {
                // Reset by the other side.
            }
            try? await sent
            return received
        }
    }
}
