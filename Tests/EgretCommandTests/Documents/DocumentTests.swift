import Foundation
import PostgresCluster
import Testing

@Suite("Documents") struct DocumentTests {
    @Test("architecture.md leads to files that exist")
    func architecture() throws {
        let text = try String(contentsOf: repository.appending(path: "docs/architecture.md"), encoding: .utf8)
        let table = try #require(text.components(separatedBy: "## Where each idea lives").last)
        let paths = table.split(separator: "\n").filter { $0.hasPrefix("| ") }.flatMap { line in
            line.split(separator: "|").dropFirst().flatMap { cell in
                cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
            }
        }
        #expect(paths.count > 30)
        for path in paths {
            #expect(FileManager.default.fileExists(atPath: repository.appending(path: path).path), "docs/architecture.md names \(path)")
        }
    }

    @Test("reasons.md explains every reason")
    func reasons() throws { try expectRecorded(ReasonsPage.text, at: "docs/reference/reasons.md") }

    @Test("the Makefile says of each target what it does")
    func targets() throws {
        let text = try String(contentsOf: repository.appending(path: "Makefile"), encoding: .utf8)
        for target in [
            "help", "demo", "demo-down", "install", "test", "build", "lint", "format", "generate", "golden", "unit", "conformance", "e2e", "bench",
            "images",
            "docs",
            "clean",
        ] {
            #expect(text.split(separator: "\n").contains { $0.hasPrefix("\(target):") && $0.contains(" ## ") }, "make \(target) is not explained")
        }
    }
}

/// `docs/reference/reasons.md`.
enum ReasonsPage {
    static var text: String {
        let rows = Reason.allCases.map { "| `\($0.rawValue)` | \($0.remedy.replacingOccurrences(of: "|", with: "\\|")) |" }
        return """
            <!-- Made from Sources/PostgresCluster/Plan/Because.swift: change that instead. -->
            # Reasons

            Why something is done or waited for is said in the same words in events, in the conditions `Ready` and `Accepted`, and in the operator's log.
            The list of reasons is closed; the message beside a reason names the object, and what it waits for.

            | reason | what a person can do |
            | --- | --- |
            \(rows.joined(separator: "\n"))

            """
    }
}
