import Foundation
import KubernetesModel
import PostgresAPI
import Testing

/// The files that come out of the declarations. `EGRET_RECORD=1` writes them, and the run still fails, so that nobody records by accident.
@Suite("Generated files") struct GeneratedFileTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static let files: [(path: String, text: String)] =
        [("deploy/crd.yaml", CustomResourceDefinitions.yaml(version: "3.1.0"))]
        + SampleManifest.all().map { ("deploy/\($0.name)", $0.text) }
        + [("docs/reference/open-objects.md", ReferencePage.openObjects())]
        + ReferencePage.all().map { ("docs/reference/\($0.name)", $0.text) }

    @Test(arguments: files.map(\.path)) func areAsTheDeclarationsSay(_ path: String) throws {
        let text = try #require(Self.files.first { $0.path == path }?.text)
        let file = Self.root.appending(path: path)
        let recorded = try? String(contentsOf: file, encoding: .utf8)
        if ProcessInfo.processInfo.environment["EGRET_RECORD"] == "1", recorded != text {
            try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("\(path) was recorded: look at the difference, and run again without EGRET_RECORD")
        }
        guard let recorded else {
            Issue.record("\(path) is missing: run with EGRET_RECORD=1")
            return
        }
        let difference = zip(
            recorded.split(separator: "\n", omittingEmptySubsequences: false), text.split(separator: "\n", omittingEmptySubsequences: false)
        )
        .enumerated().first { $0.element.0 != $0.element.1 }
        #expect(
            recorded == text, "first difference in line \((difference?.offset ?? 0) + 1): \(difference.map { "\($0.element)" } ?? "one is longer")")
    }
}
