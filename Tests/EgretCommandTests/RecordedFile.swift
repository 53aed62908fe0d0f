import Foundation
import Testing

/// Root of the repository.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Compares a text with a file of the repository. `EGRET_RECORD=1` writes the file, and the run still fails, so that nobody records by accident.
func expectRecorded(_ text: String, at path: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = repository.appending(path: path)
    let recorded = try? String(contentsOf: file, encoding: .utf8)
    if recorded == text { return }
    if ProcessInfo.processInfo.environment["EGRET_RECORD"] == "1" {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try text.write(to: file, atomically: true, encoding: .utf8)
        Issue.record("\(path) was recorded: look at the difference, and run again without EGRET_RECORD", sourceLocation: sourceLocation)
        return
    }
    guard let recorded else {
        Issue.record("\(path) is missing: record it with EGRET_RECORD=1", sourceLocation: sourceLocation)
        return
    }
    let lines = zip(recorded.split(separator: "\n", omittingEmptySubsequences: false), text.split(separator: "\n", omittingEmptySubsequences: false))
    let difference = lines.enumerated().first { $0.element.0 != $0.element.1 }
    Issue.record(
        "\(path), line \((difference?.offset ?? 0) + 1): \(difference.map { "has \"\($0.element.0)\" instead of \"\($0.element.1)\"" } ?? "one is longer")",
        sourceLocation: sourceLocation)
}
