import KubernetesModel
import Testing

@testable import EgretCommand

@Suite("What people read") struct OutputTests {
    @Test(
        "an age has at most two units, as kubectl shows it",
        arguments: [
            (0, "0s"), (119, "119s"), (120, "2m"), (330, "5m30s"), (600, "10m"), (10_799, "179m"), (10_800, "3h"), (11_520, "3h12m"), (90_000, "25h"),
            (172_800, "2d"), (277_200, "3d5h"), (2_851_200, "33d"), (-5, "0s"),
        ])
    func age(_ seconds: Int, _ text: String) { #expect(Amount.age(.seconds(seconds)) == text) }

    @Test(
        "bytes have the unit that keeps them short",
        arguments: [
            (0, "0 B"), (1023, "1023 B"), (1024, "1 KiB"), (1536, "1.5 KiB"), (25_165_824, "24 MiB"), (1_610_612_736, "1.5 GiB"),
        ] as [(Int64, String)])
    func bytes(_ count: Int64, _ text: String) { #expect(Amount.bytes(count) == text) }

    @Test(
        "a time is read as PostgreSQL, pgBackRest and people write it",
        arguments: [
            ("2026-11-24T12:00:00Z", "2026-11-24T12:00:00Z", true),
            ("2026-11-24 12:00:00+00", "2026-11-24T12:00:00Z", true),
            ("2026-11-24 13:00:00+01:00", "2026-11-24T12:00:00Z", true),
            ("2026-11-24 06:30:00-0530", "2026-11-24T12:00:00Z", true),
            ("2026-11-24 12:00:00.250000+0000", "2026-11-24T12:00:00.250000Z", true),
            ("2026-11-24 12:00:00 UTC", "2026-11-24T12:00:00Z", true),
            ("2026-11-24 12:00", "2026-11-24T12:00:00Z", false),
            ("2026-11-24 12:00:00", "2026-11-24T12:00:00Z", false),
        ])
    func time(_ text: String, _ expected: String, _ hasOffset: Bool) throws {
        let read = try #require(Timestamp.reading(text))
        #expect(read.time.description == expected)
        #expect(read.hasOffset == hasOffset)
    }

    @Test(
        "what is no time is none",
        arguments: ["", "yesterday", "2026-11-24", "2026-13-24 12:00:00", "2026-11-24 25:00:00", "2026-11-24 12:00:00+1", "2026-11-24x12:00:00"])
    func noTime(_ text: String) { #expect(Timestamp.reading(text) == nil) }

    @Test("a table has columns as wide as needed, and none without content")
    func table() {
        var table = TextTable("NAME", "NODE", "STATE")
        table.add("a-long-name", .init(nil), .init("ok", .good))
        table.add("b", "", "lost")
        #expect(table.text() == "NAME          STATE\na-long-name   ok\nb             lost\n")
        #expect(table.text(TextStyle(hasColours: true)).contains("\u{1B}[32mok\u{1B}[0m"))
    }

    @Test("colours are for terminals only")
    func colours() {
        #expect(!TextStyle.of(-1).hasColours)
        #expect(!TextStyle.of(0, environment: ["NO_COLOR": "1"]).hasColours)
        #expect(TextStyle.plain.apply(.bad, to: "x") == "x")
    }

    @Test("JSON is laid out line by line, with sorted keys")
    func json() {
        let value: JSONValue = ["b": [1, "x\"y"], "a": .emptyObject, "c": []]
        #expect(value.indentedText == "{\n  \"a\": {},\n  \"b\": [\n    1,\n    \"x\\\"y\"\n  ],\n  \"c\": []\n}")
    }

    @Test("a bar shows the share that is done", arguments: [(0.0, 0), (0.5, 15), (0.999, 29), (1.0, 30), (1.7, 30), (-1.0, 0)])
    func bar(_ share: Double, _ full: Int) {
        let text = ProgressBar.text(share)
        #expect(text.count == 32 && text.count { $0 == "█" } == full)
    }

    @Test("a line of progress is written when it changes, and in place on a terminal")
    func progress() {
        let written = Written()
        let line = ProgressLine(isTerminal: false) { written.add($0) }
        for text in ["one", "one", "two"] { line.show(text) }
        line.finish()
        #expect(written.text == "one\ntwo\n")
        let onTerminal = Written()
        let inPlace = ProgressLine(isTerminal: true, width: 24) { onTerminal.add($0) }
        inPlace.show("a text that is far longer than that terminal")
        inPlace.finish()
        #expect(onTerminal.text.hasPrefix("\r\u{1B}[K0s  a text that is far") && onTerminal.text.hasSuffix("\r\u{1B}[K"))
        #expect(!onTerminal.text.contains("terminal"))
    }
}
