import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite struct TextTests {
    @Test(arguments: [
        ("1.5", "1500m"), ("1024Mi", "1Gi"), ("0.5Gi", "512Mi"), ("100Ki", "100Ki"), ("1000m", "1"), ("1e3", "1e3"), ("0", "0"), ("-1Gi", "-1Gi"),
        ("128974848", "128974848"), ("1500", "1500"), ("2000", "2k"), ("0.1", "100m"), ("1Gi", "1Gi"), ("12E", "12E"),
    ])
    func `A quantity has one canonical form`(text: String, canonical: String) {
        #expect(QuantityText.canonical(text) == canonical)
    }

    @Test(arguments: ["", "one", "1.2.3", "5Q", "Gi", "1 Gi"])
    func `What is no quantity has no canonical form`(text: String) {
        #expect(QuantityText.canonical(text) == nil)
    }

    @Test(arguments: [
        ("2024-05-01T10:00:00Z", false, "2024-05-01T10:00:00Z"), ("2024-05-01T12:00:05.000000+02:00", true, "2024-05-01T10:00:05.000000Z"),
        ("2024-02-29T23:59:59.5Z", true, "2024-02-29T23:59:59.500000Z"), ("1969-12-31T23:59:59Z", false, "1969-12-31T23:59:59Z"),
    ])
    func `Times are kept in UTC`(text: String, micro: Bool, canonical: String) {
        #expect(Timestamps.canonical(text, microseconds: micro) == canonical)
    }

    @Test(arguments: ["yesterday", "2024-13-01T00:00:00Z", "2023-02-29T00:00:00Z", "2024-05-01 10:00:00Z", "2024-05-01T10:00:00"])
    func `What is no time is refused`(text: String) {
        #expect(Timestamps.instant(text) == nil)
    }

    private static let hour = 3_600.0
    private static let day = 86_400.0
    private static let ages: [(Double, String)] = [
        (0.4, "0s"), (119, "119s"), (200, "3m20s"), (600, "10m"), (4 * hour + 720, "4h12m"), (20 * hour, "20h"), (3 * day + 4 * hour, "3d4h"),
        (120 * day, "120d"), (1_095 * day, "3y"), (-5, "<invalid>"),
    ]

    @Test(arguments: ages)
    func `An age has two units at most`(seconds: Double, text: String) {
        #expect(Age.text(seconds) == text)
    }

    @Test(arguments: [("bG9zZXM=", nil), ("not base64!", 3), ("AA", 0), ("AAEC", nil)] as [(String, Int?)])
    func `The first byte that is not base64 is named`(text: String, offset: Int?) {
        #expect(Base64Text.firstIllegalByte(in: text) == offset)
    }

    @Test(arguments: [
        ("a", []), ("example.com/name", []), ("", ["name part must be non-empty", "name part \(NameSyntax.qualifiedError)"]),
        ("/a", ["prefix part must be non-empty"]), ("Example.com/x", ["prefix part \(NameSyntax.subdomainError)"]),
        ("bad key!", ["name part \(NameSyntax.qualifiedError)"]),
    ])
    func `A qualified name says what is wrong with which part`(text: String, problems: [String]) {
        #expect(NameSyntax.qualifiedName(text) == problems)
    }

    @Test(
        arguments: [
            ("*/5 * * * *", nil), ("@daily", nil), ("0 0 1 JAN mon", nil), ("every day", "expected exactly 5 fields, found 2: [every day]"),
            ("61 * * * *", "end of range (61) above maximum (59): 61"), ("* * 0 * *", "beginning of range (0) below minimum (1): 0"),
            ("5-1 * * * *", "beginning of range (5) beyond end of range (1): 5-1"),
        ] as [(String, String?)])
    func `A schedule is checked field by field`(schedule: String, problem: String?) {
        #expect(CronSchedule.problem(in: schedule) == problem)
    }

    @Test(arguments: [
        ("10.9.8.7", true), ("300.0.0.1", false), ("10.0.0.01", false), ("2001:db8::ffff", true), ("::1", true), ("1:2:3:4:5:6:7:8", true),
        ("1:2:3", false),
        ("::ffff:10.0.0.1", true), ("nonsense", false),
    ])
    func `Addresses of both families are known`(text: String, isAddress: Bool) {
        #expect(CommonChecks.isAddress(text) == isAddress)
    }
}

@Suite struct JSONPathTests {
    static let object: JSONValue = [
        "spec": ["size": "small", "a.b": 1],
        "status": ["conditions": [["type": "Ready", "status": "True"], ["type": "Backup", "status": "False"]], "numbers": [1, 2, 3]],
    ]

    @Test(
        arguments: [
            (".spec.size", ["small"]), (".status.conditions[?(@.type=='Ready')].status", ["True"]),
            (".status.conditions[?(@.type == \"Backup\")].status", ["False"]), (".status.numbers[-1]", [3]), (".status.numbers[0:2]", [1, 2]),
            (".status.numbers[*]", [1, 2, 3]), (".spec.missing", []), (".spec['a.b']", [1]), (".spec.a\\.b", [1]), ("{.spec.size}", ["small"]),
            (".status.conditions[*].type", ["Ready", "Backup"]), ("..status", [.null]),
        ] as [(String, [JSONValue])])
    func `A path finds what it names`(text: String, values: [JSONValue]) throws {
        let found = try #require(JSONPath(text)).values(in: Self.object)
        if text == "..status" { return #expect(found.count == 3) }
        #expect(found == values)
    }
}
