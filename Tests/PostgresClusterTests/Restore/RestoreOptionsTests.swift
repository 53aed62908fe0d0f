import KubernetesModel
import Testing

@testable import PostgresCluster

struct RestoreOptionsRow: Sendable, CustomTestStringConvertible {
    var options: [String]
    var target: RecoveryTarget
    var set: String?
    var others: [String] = []
    init(_ options: String..., target: RecoveryTarget, set: String? = nil, others: [String] = []) {
        (self.options, self.target, self.set, self.others) = (options, target, set, others)
    }
    var testDescription: String { options.joined(separator: " ") }
}

private func time(_ text: String, hadOffset: Bool = true) -> RecoveryTarget {
    .time(Timestamp(parsing: text) ?? Timestamp(secondsSince1970: 0), hadOffset: hadOffset)
}

private let understoodRows: [RestoreOptionsRow] = [
    RestoreOptionsRow(target: .newest),
    RestoreOptionsRow("--type=default", "--delta", target: .newest),
    RestoreOptionsRow("--type=immediate", target: .immediate),
    RestoreOptionsRow("--type=time", "--target=2026-11-24 08:44:00+00", target: time("2026-11-24T08:44:00Z")),
    RestoreOptionsRow("--type=time", #"--target="2026-11-24 10:44:00.5+02""#, target: time("2026-11-24T08:44:00.500000Z")),
    RestoreOptionsRow("--type=time", #"--target="2026-11-24 08:44:00.123456+0000""#, target: time("2026-11-24T08:44:00.123456Z")),
    RestoreOptionsRow("--type=time", "--target=2026-11-24T08:44:00Z", target: time("2026-11-24T08:44:00Z")),
    RestoreOptionsRow("--type=time", "--target='2026-11-24 08:44:00 UTC'", target: time("2026-11-24T08:44:00Z")),
    RestoreOptionsRow("--type=time", "--target='2026-11-24 08:44:00'", target: time("2026-11-24T08:44:00Z", hadOffset: false)),
    RestoreOptionsRow(#"--type=time --target="2026-11-24 08:44:00-05:30""#, target: time("2026-11-24T14:14:00Z")),
    RestoreOptionsRow("--type=lsn", "--target=0/3000148", target: .position(0x300_0148, text: "0/3000148")),
    RestoreOptionsRow("--type=xid", "--target=735", target: .transaction("735")),
    RestoreOptionsRow("--type=name", "--target=before the change", target: .name("before the change")),
    RestoreOptionsRow("--type=name", "--target='before the change'", target: .name("before the change")),
    RestoreOptionsRow("--set=20261124-084400F", "--process-max=4", target: .newest, set: "20261124-084400F", others: ["--process-max=4"]),
    RestoreOptionsRow("--set=latest", target: .newest),
]

@Suite("Options of a restore") struct RestoreOptionsTests {
    @Test(
        "are understood",
        arguments: understoodRows)
    func understood(_ row: RestoreOptionsRow) throws {
        let read = try RestoreOptions(parsing: row.options)
        #expect(read.target == row.target)
        #expect(read.set == row.set)
        #expect(read.others == row.others)
    }

    @Test(
        "that cannot be followed say what would be right",
        arguments: [
            (["--target=x"], "--type=time, lsn, xid or name"), (["--type=time"], "needs --target"), (["--type=tiem", "--target=x"], "is unknown"),
            (["--type=time", "--target=yesterday"], "is no time"), (["--type=time", "--target=2026-13-24 08:44:00"], "is no time"),
            (["--type=time", "--target=\"2026-11-24 08:44:00"], "not closed"), (["--type=lsn", "--target=12"], "is no WAL position"),
            (["--type=xid", "--target=-1"], "is no transaction"), (["--type=immediate", "--target=x"], "no meaning"),
            (["--type=standby"], "would not end in a primary"), (["--type=time", "--target=2026-11-24", "08:44"], "is no option"),
            (["--repo=2"], "is set by the operator"), (["--stanza", "x"], "is set by the operator"), (["--set"], "has no value"),
            (["--type=time", "--type=lsn"], "is given twice"), (["x"], "is no option"),
        ])
    func refused(_ options: [String], _ words: String) {
        let error = #expect(throws: RestoreOptions.Problem.self) { try RestoreOptions(parsing: options) }
        #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test("give pgBackRest a time with its offset, whatever the time zone of a machine") func offset() throws {
        let read = try RestoreOptions(parsing: ["--type=time", "--target='2026-11-24 10:44:00.25+02'"])
        #expect(read.target.options == ["--type=time", "--target=2026-11-24 08:44:00.250000+00", "--target-action=promote"])
        #expect(read.target.inWords == "2026-11-24T08:44:00.250000Z")
        #expect(try RestoreOptions(parsing: ["--type=time", "--target='2026-11-24 10:44:00'"]).target.inWords.hasSuffix("read as UTC)"))
    }
}
