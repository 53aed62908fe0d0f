import KubernetesModel
import PostgresAPI
import Testing

@Suite("A cron schedule") struct CronScheduleTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let text: String
        let after: String
        let next: [String]
        init(_ text: String, after: String, _ next: String...) { (self.text, self.after, self.next) = (text, after, next) }
        var testDescription: String { "\(text) after \(after)" }
    }

    static let rows = [
        Row("* * * * *", after: "2026-11-24T12:00:00Z", "2026-11-24T12:01:00Z", "2026-11-24T12:02:00Z"),
        Row("* * * * *", after: "2026-11-24T12:00:59Z", "2026-11-24T12:01:00Z"),
        Row("*/15 * * * *", after: "2026-11-24T12:50:00Z", "2026-11-24T13:00:00Z", "2026-11-24T13:15:00Z"),
        Row("7/20 4 * * *", after: "2026-11-24T00:00:00Z", "2026-11-24T04:07:00Z", "2026-11-24T04:27:00Z", "2026-11-24T04:47:00Z"),
        Row("0 0 * * 6", after: "2026-11-24T12:00:00Z", "2026-11-28T00:00:00Z", "2026-12-05T00:00:00Z"),
        Row("0 0 * * SUN", after: "2026-11-24T12:00:00Z", "2026-11-29T00:00:00Z"),
        Row("0 0 * * 7", after: "2026-11-24T12:00:00Z", "2026-11-29T00:00:00Z"),
        Row(
            "0 0 * * 5-7", after: "2026-11-24T12:00:00Z", "2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z", "2026-11-29T00:00:00Z",
            "2026-12-04T00:00:00Z"),
        Row("30 1 * * mon-FRI", after: "2026-11-27T02:00:00Z", "2026-11-30T01:30:00Z"),
        Row("0 12 31 * *", after: "2026-11-24T12:00:00Z", "2026-12-31T12:00:00Z", "2027-01-31T12:00:00Z", "2027-03-31T12:00:00Z"),
        Row("0 0 29 2 *", after: "2026-11-24T12:00:00Z", "2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"),
        Row("0 0 29 feb *", after: "2096-03-01T00:00:00Z", "2104-02-29T00:00:00Z"),
        // Either day suffices where both are restricted, as cron has it.
        Row("0 0 13 * 5", after: "2026-11-07T00:00:00Z", "2026-11-13T00:00:00Z", "2026-11-20T00:00:00Z"),
        Row("0 0 1,15 * MON", after: "2026-12-01T00:00:00Z", "2026-12-07T00:00:00Z", "2026-12-14T00:00:00Z", "2026-12-15T00:00:00Z"),
        Row("0 0 */2 * ?", after: "2026-11-28T12:00:00Z", "2026-11-29T00:00:00Z", "2026-12-01T00:00:00Z"),
        Row("@daily", after: "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"),
        Row("@hourly", after: "2026-11-24T12:00:00Z", "2026-11-24T13:00:00Z"),
        Row("@weekly", after: "2026-11-24T12:00:00Z", "2026-11-29T00:00:00Z"),
        Row("@Monthly", after: "2026-11-24T12:00:00Z", "2026-12-01T00:00:00Z"),
        Row("@yearly", after: "2026-11-24T12:00:00Z", "2027-01-01T00:00:00Z"),
        Row("  5   4 * * *  ", after: "2026-11-24T12:00:00Z", "2026-11-25T04:05:00Z"),
    ]

    @Test(arguments: rows) func namesTimes(_ row: Row) throws {
        let schedule = try CronSchedule(parsing: row.text)
        let start = try #require(Timestamp(parsing: row.after))
        var time = start
        for expected in row.next {
            let next = try #require(schedule.next(after: time))
            #expect(next.description == expected)
            #expect(schedule.last(until: next, after: time) == next)
            #expect(schedule.last(until: next.adding(.seconds(30)), after: time) == next, "seconds do not matter")
            #expect(schedule.last(until: next.adding(.seconds(-1)), after: time) == nil, "nothing lies between")
            time = next
        }
        #expect(schedule.last(until: time, after: start) == time)
    }

    /// Looked for forwards and backwards from anywhere, the same times are found.
    @Test(arguments: ["*/7 3-5 * * *", "59 23 28-31 * *", "1 1 1 1 *", "0 0 29 2 *", "13 */5 2-20/3 jan,jul 1-3"])
    func isTheSameInBothDirections(_ text: String) throws {
        let schedule = try CronSchedule(parsing: text)
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            let start = Timestamp(secondsSince1970: Int64.random(in: 1_700_000_000..<1_900_000_000, using: &random))
            let next = try #require(schedule.next(after: start))
            #expect(schedule.last(until: next, after: start) == next, "\(text) after \(start)")
            #expect(schedule.last(until: Timestamp(secondsSince1970: next.secondsSince1970 - 1), after: start) == nil, "\(text) after \(start)")
        }
    }

    @Test(arguments: [
        ("", "has 0 fields, not 5"), ("* * * *", "has 4 fields, not 5"), ("0 0 0 * * *", "has 6 fields, not 5"),
        ("60 * * * *", "minute: \"60\" is not in 0-59"), ("* 24 * * *", "hour: \"24\" is not in 0-23"),
        ("* * 0 * *", "day of the month: \"0\" is not in 1-31"), ("* * * 13 *", "month: \"13\" is not in 1-12"),
        ("* * * * 8", "day of the week: \"8\" is not in 0-7"), ("* * * * XYZ", "day of the week: \"XYZ\" is not in 0-7"),
        ("-1 * * * *", "minute: \"\" is not in 0-59"), ("+1 * * * *", "minute: \"+1\" is not in 0-59"),
        ("5-1 * * * *", "minute: \"5-1\" runs backwards"), ("*/0 * * * *", "minute: \"*/0\" has no step above 0 behind the slash"),
        ("1,,2 * * * *", "minute: \"\" is not in 0-59"), ("0 0 30 2 *", "never comes"),
        ("@fortnightly", "@fortnightly is none of @annually, @daily, @hourly, @midnight, @monthly, @weekly, @yearly"),
    ]) func saysWhatIsWrong(_ text: String, _ problem: String) {
        #expect(throws: CronSchedule.InvalidText(problem: problem)) { try CronSchedule(parsing: text) }
    }
}
