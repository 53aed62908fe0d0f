import Foundation
import KubernetesModel
import Testing

/// Compares a text with the file of that name in `Golden/`, and prints what differs.
///
/// With `EGRET_RECORD=1` in the environment the file is written instead; that run still fails, so that nobody records by accident.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["EGRET_RECORD"] == "1" {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        Issue.record("Golden/\(name) was recorded: review it, then run without EGRET_RECORD", sourceLocation: sourceLocation)
        return
    }
    guard let data = try? Data(contentsOf: file) else {
        Issue.record("Golden/\(name) does not exist: record it with EGRET_RECORD=1", sourceLocation: sourceLocation)
        return
    }
    let expected = String(decoding: data, as: UTF8.self)
    guard expected != text else { return }
    Issue.record("Golden/\(name) differs:\n\(difference(from: expected, to: text))", sourceLocation: sourceLocation)
}

/// The lines that went (`-`) and came (`+`), each with its number.
private func difference(from old: String, to new: String) -> String {
    let before = old.split(separator: "\n", omittingEmptySubsequences: false)
    let after = new.split(separator: "\n", omittingEmptySubsequences: false)
    let changes = after.difference(from: before).sorted { position($0) < position($1) }
    return changes.prefix(80).map { change in
        switch change {
        case .remove(let offset, let line, _): "-\(offset + 1): \(line)"
        case .insert(let offset, let line, _): "+\(offset + 1): \(line)"
        }
    }.joined(separator: "\n")
}

private func position(_ change: CollectionDifference<Substring>.Change) -> Int {
    switch change {
    case .remove(let offset, _, _): offset * 2
    case .insert(let offset, _, _): offset * 2 + 1
    }
}

/// Objects as one YAML text, with the keys that say what an object is first.
func yaml(_ objects: [(any KubernetesObject)?]) -> String {
    let firstKeys = ["apiVersion", "kind", "metadata", "name"]
    return JSONValue.yaml(documents: objects.compactMap { $0?.json }, firstKeys: firstKeys)
}
