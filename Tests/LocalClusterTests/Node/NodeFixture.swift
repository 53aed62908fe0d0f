import Foundation
import Glibc
import KubernetesClient
import KubernetesModel
import Logging
import NIOCore

@testable import LocalNode

/// A node on this machine with an engine, directories and addresses of its own, and an API server in memory.
///
/// The image that its pods run is made of one static program, busybox.
final class NodeFixture: Sendable {
    static let image = "localhost/egret-test:1"
    static let busybox = ["/bin/busybox", "/usr/bin/busybox"].first { FileManager.default.isExecutableFile(atPath: $0) }

    /// Why real containers cannot run here; nil if they can.
    static let obstacle: String? = {
        let missing = LocalNode.missingRequirements()
        if !missing.isEmpty { return "no real containers: missing \(missing.joined(separator: ", "))" }
        return busybox == nil ? "no real containers: missing busybox (Debian package busybox-static)" : nil
    }()

    /// Whether real containers can run; says why if not.
    static var canRun: Bool {
        if let obstacle { print("skipped: \(obstacle)") }
        return obstacle == nil
    }

    let api = StubAPI()
    let configuration: LocalNodeConfiguration
    let directory: String
    private let lock: Int32

    /// - Parameter number: 0 to 19, one for each test that runs at the same time.
    init(number: Int) async throws {
        let instance = "t\(String(number, radix: 36))"
        directory = "/var/tmp/egret-test-\(instance)"
        lock = try await Self.lock("\(directory).lock")
        let pods = try Self.required(AddressRange("10.\(201 + number).0.0/16"))
        let services = try Self.required(AddressRange("10.\(221 + number).0.0/16"))
        configuration = LocalNodeConfiguration(
            nodeNames: ["node-a", "node-b"], dataDirectory: "\(directory)/data", runDirectory: "/run/egret-test-\(instance)",
            storage: EngineStorage(root: "\(directory)/containers", runRoot: "/run/egret-test-\(instance)/engine"),
            network: NetworkConfiguration(instance: instance, podRange: pods, serviceRange: services))
        try await reset()
        try await Self.makeImage(in: configuration.storage, directory: directory)
    }

    deinit { close(lock) }

    /// Waits until no other run of the tests on this machine uses the same names and addresses.
    static func lock(_ path: String) async throws -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open \(path)") }
        let end = ContinuousClock.now + .seconds(300)
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            guard ContinuousClock.now < end else { throw SystemError("lock \(path)") }
            try await Task.sleep(for: .milliseconds(200))
        }
        return descriptor
    }

    private static func required<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw SystemError("make a fixture", EINVAL) }
        return value
    }

    func reset() async throws {
        try await LocalNode.reset(configuration)
        // Not `podman system reset`: it takes away networks of the whole machine, too.
        try PodVolumes.tearDown(configuration.storage.root)
        try PodVolumes.tearDown(configuration.storage.runRoot)
        for path in [directory, configuration.runDirectory] { _ = try await Command.run(["rm", "-rf", path]) }
        try FileManager.default.createDirectory(atPath: configuration.runDirectory, withIntermediateDirectories: true)
    }

    /// Makes the image in an engine's storage.
    ///
    /// - Parameter directory: a place for its files.
    static func makeImage(in storage: EngineStorage, directory: String) async throws {
        let root = "\(directory)/root"
        for name in ["bin", "etc", "tmp", "proc", "sys", "dev", "data"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(name)", withIntermediateDirectories: true)
        }
        let program = try required(busybox)
        try FileManager.default.copyItem(atPath: program, toPath: "\(root)/bin/busybox")
        for link in try await Command.check([program, "--list"]).split(separator: "\n") where link != "busybox" {
            try FileManager.default.createSymbolicLink(atPath: "\(root)/bin/\(link)", withDestinationPath: "busybox")
        }
        try "root:x:0:0:root:/:/bin/sh\n".write(toFile: "\(root)/etc/passwd", atomically: true, encoding: .utf8)
        // Else the C library in the program, which is static, looks for plug-ins.
        try "hosts: files dns\nservices: files\npasswd: files\ngroup: files\nprotocols: files\n".write(
            toFile: "\(root)/etc/nsswitch.conf", atomically: true, encoding: .utf8)
        try await Command.check(["tar", "-C", root, "-cf", "\(directory)/root.tar", "."])
        try storage.prepare()
        try await Command.check(
            storage.command + ["import", "\(directory)/root.tar", image], environment: storage.environment)
    }

    /// Runs nodes during `body`, and takes everything away afterwards.
    static func with(number: Int, _ body: (NodeFixture) async throws -> Void) async throws {
        let fixture = try await NodeFixture(number: number)
        do {
            try await body(fixture)
        } catch {
            try? await fixture.reset()
            throw error
        }
        try await fixture.reset()
    }

    /// Runs the nodes while `body` runs; containers stay when it ends.
    func running(_ body: (LocalNode) async throws -> Void) async throws { try await runningOnce(body) }

    func runningOnce<Value>(_ body: (LocalNode) async throws -> Value) async throws -> Value {
        var logger = Logger(label: "test")
        logger.logLevel = ProcessInfo.processInfo.environment["EGRET_TEST_LOG"] == nil ? .error : .debug
        let node = LocalNode(configuration: configuration, api: api, logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await node.run() }
            defer { group.cancelAll() }
            return try await body(node)
        }
    }

    /// A pod from the JSON that a person could write, bound to the first node.
    func create(_ name: String, _ spec: JSONValue, labels: [String: String] = [:]) -> ObjectKey {
        var spec = spec
        spec["nodeName"] = spec["nodeName"] ?? "node-a"
        let key = ObjectKey(namespace: "default", name: name)
        let pod = Pod(json: [
            "apiVersion": "v1", "kind": "Pod",
            "metadata": [
                "name": .string(name), "namespace": "default", "uid": .string(UUID().uuidString.lowercased()),
                "labels": .object(labels.mapValues { .string($0) }),
            ],
            "spec": spec,
        ])
        api.put(pod)
        return key
    }

    func status(_ key: ObjectKey) -> PodStatus { PodStatus(json: api.object(Pod.resourceType, key)?["status"] ?? .emptyObject) }

    /// Waits until a pod's status is as wanted.
    @discardableResult
    func wait(
        for key: ObjectKey, _ what: String, within limit: Duration = .seconds(60), _ condition: @Sendable (PodStatus) -> Bool
    ) async throws -> PodStatus {
        try await wait(what, within: limit) {
            condition(self.status(key))
        } describe: {
            self.status(key).description
        }
        return status(key)
    }

    func wait(
        _ what: String, within limit: Duration = .seconds(60), _ condition: () async throws -> Bool, describe: () -> String = { "" }
    ) async throws {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Timeout(description: "\(what) did not happen within \(limit): \(describe())")
    }

    struct Timeout: Error, CustomStringConvertible { let description: String }

    /// A container's log, once it holds a text.
    func log(_ node: LocalNode, _ key: ObjectKey, _ container: String, until text: String) async throws -> String {
        try await wait("\(text) in the log") { try await self.log(node, key, container).contains(text) }
        return try await log(node, key, container)
    }

    func log(_ node: LocalNode, _ key: ObjectKey, _ container: String, previous: Bool = false) async throws -> String {
        var request = NodeLogRequest(container: container)
        request.ofPreviousRun = previous
        var text = ""
        for try await buffer in try await node.streams.logs(pod: api.object(Pod.resourceType, key) ?? .null, request) {
            text += String(buffer: buffer)
        }
        return text
    }
}

/// A container of the test image that runs a script.
func shell(_ script: String, name: String = "main", _ more: JSONValue = .emptyObject) -> JSONValue {
    var container: JSONValue = ["name": .string(name), "image": .string(NodeFixture.image), "command": ["sh", "-c", .string(script)]]
    for (key, value) in more.object ?? [:] { container[key] = value }
    return container
}

extension PodStatus {
    func condition(_ type: String) -> String? { conditions?.first { $0.type == type }?.status }
    func container(_ name: String) -> ContainerStatus? {
        ((containerStatuses ?? []) + (initContainerStatuses ?? [])).first { $0.name == name }
    }
    var isReady: Bool { condition("Ready") == "True" }
}
