import KubernetesModel
import Testing

@Suite("A quantity") struct QuantityTests {
    @Test(
        arguments: [
            ("1", 1000), ("500m", 500), ("1Ki", 1_024_000), ("1k", 1_000_000), ("0.5", 500), ("1.5Gi", 1_610_612_736_000), ("1e3", 1_000_000),
            ("12E", Int64.max), ("100n", 1), ("-1", -1000),
        ] as [(String, Int64)])
    func amounts(text: String, milli: Int64) {
        #expect(Quantity(text).milli == milli)
    }

    @Test(arguments: ["", "Gi", "1 Gi", "one", "1GiB", "0x10", "e3", "1..2"])
    func refuses(text: String) { #expect(!Quantity(text).isValid) }

    @Test func comparesAmounts() {
        #expect(Quantity("1Gi").isSameAmount(as: "1024Mi"))
        #expect(!Quantity("1G").isSameAmount(as: "1Gi"))
    }
}

@Suite("A timestamp") struct TimestampTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-24T08:44:00Z", 1_795_509_840), ("2000-02-29T23:59:59Z", 951_868_799),
            ("2026-11-24T10:44:00+02:00", 1_795_509_840), ("1969-12-31T23:59:59Z", -1),
        ] as [(String, Int64)])
    func parses(text: String, seconds: Int64) throws {
        let time = try #require(Timestamp(parsing: text))
        #expect(time.secondsSince1970 == seconds)
        #expect(Timestamp(parsing: time.description) == time)
    }

    @Test func keepsMicroseconds() throws {
        let time = try #require(Timestamp(parsing: "2026-11-24T08:44:00.123456Z"))
        #expect(time.description == "2026-11-24T08:44:00.123456Z")
        #expect(time.adding(.seconds(60)).description == "2026-11-24T08:45:00.123456Z")
    }

    @Test(arguments: ["", "2026-02-29T00:00:00Z", "2026-11-24 08:44", "2026-11-24T08:44:00", "2026-11-24T25:44:00Z", "2026-11-24T08:44:00.Z"])
    func refuses(text: String) { #expect(Timestamp(parsing: text) == nil) }
}

@Suite("A label selector") struct LabelSelectorTests {
    let selector = LabelSelector(
        matchExpressions: [
            LabelSelectorRequirement(key: "role", operator: "In", values: ["primary", "replica"]),
            LabelSelectorRequirement(key: "gone", operator: "DoesNotExist"),
        ], matchLabels: ["cluster": "c"])

    @Test func matches() {
        #expect(selector.matches(["cluster": "c", "role": "replica"]))
        #expect(!selector.matches(["cluster": "c", "role": "other"]))
        #expect(!selector.matches(["cluster": "c", "role": "replica", "gone": ""]))
        #expect(LabelSelector().matches([:]))
    }

    @Test func isWrittenAsQuery() { #expect(selector.queryText == "cluster=c,role in (primary,replica),!gone") }
}

@Suite("A hash") struct FNV1aTests {
    /// Source: the table of test vectors of the FNV draft.
    @Test(arguments: [("", "cbf29ce484222325"), ("a", "af63dc4c8601ec8c"), ("foobar", "85944171f73967e8")])
    func isThatOfTheDraft(text: String, digits: String) { #expect(FNV1a.digits(text.utf8) == digits) }
}

@Suite("A text") struct TrimmedTests {
    @Test(arguments: [("", ""), (" \t\r\n", ""), ("a", "a"), ("\n a b\t\r\n", "a b")])
    func losesWhiteSpaceAtBothEnds(text: String, expected: String) {
        #expect(text.trimmed == expected)
        #expect(text[...].trimmed == expected)
    }
}
