import Foundation
import Testing

@testable import PodPrograms

/// A folder that goes with the test.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory().appending("egret-\(UUID().uuidString)")
        try Files.makeFolder(path, mode: 0o755)
    }

    deinit { try? Files.removeTree(path) }

    /// Makes a file with the folders above it.
    func file(_ name: String, _ content: String = "", mode: UInt32 = 0o644) throws {
        try Files.makeFolder("\(path)/\(name)".parent, mode: 0o755)
        try Files.write(content.utf8, to: "\(path)/\(name)", mode: mode)
    }

    func text(_ name: String) throws -> String { try Files.text("\(path)/\(name)") }
}

/// Waits for a condition; fails with a message when it does not come in time.
func eventually(_ what: String, within limit: Duration = .seconds(20), _ condition: () async throws -> Bool) async throws {
    let end = ContinuousClock.now + limit
    while ContinuousClock.now < end {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(20))
    }
    Issue.record("within \(limit): \(what)")
}

/// What was called and said, from any task.
actor Record {
    private(set) var lines: [String] = []
    func add(_ line: String) { lines.append(line) }
}

/// Time that stands still but for the sleeping.
final class TestTime: Sendable {
    private let passed = Passed()
    private final class Passed: @unchecked Sendable {  // used by one task at a time, in tests
        var value = Duration.zero
    }
    var time: Time { Time(elapsed: { self.passed.value }, sleep: { self.passed.value += $0 }) }
    var elapsed: Duration { passed.value }
}
