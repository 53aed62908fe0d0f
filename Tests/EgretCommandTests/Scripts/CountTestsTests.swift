import Foundation
import Testing

@Suite("scripts/count-tests") struct CountTestsTests {
    private func counts(_ log: String) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "count-tests-\(UUID().uuidString)")
        try log.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = repository.appending(path: "scripts/count-tests")
        process.arguments = [file.path]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }

    @Test("counts tests that failed, not the line about their run, in all runs of a log")
    func counting() throws {
        #expect(
            try counts(
                """
                ✔ Test "run with care" passed after 0.001 seconds.
                ✘ Test wrong() recorded an issue at A.swift:1:1: Expectation failed
                ✘ Test wrong() failed after 0.002 seconds with 1 issue.
                ✘ Test "tables" with 3 test cases failed after 0.002 seconds with 2 issues.
                ✘ Suite "Things" failed after 0.004 seconds with 3 issues.
                ✘ Test run with 4 tests in 1 suite failed after 0.005 seconds with 3 issues.
                ✔ Test run with 1 test in 1 suite passed after 0.001 seconds.
                ✘ Test "run with haste" failed after 0.1 seconds with 1 issue.
                ✘ Test run with 2 tests in 1 suite failed after 0.005 seconds with 1 issue.

                """) == "4 passed, 3 failed\n")
    }

    @Test("finds nothing in a log without tests") func nothing() throws { #expect(try counts("error: no such module\n") == "0 passed, 0 failed\n") }
}
