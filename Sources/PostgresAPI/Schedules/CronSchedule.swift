package import KubernetesModel

/// Points in time as the five fields of cron give them: minute, hour, day of the month, month, day of the week. Always in UTC.
///
/// A field is `*`, or a list of numbers, names (`JAN`, `MON`), ranges and steps: `0`, `1-5`, `*/15`, `MON,FRI`. Day 7 of the week is Sunday as 0
/// is. Where both days are restricted, either one suffices. `@hourly`, `@daily`, `@midnight`, `@weekly`, `@monthly`, `@yearly` and `@annually` stand
/// for their fields.
///
/// - Source: crontab(5); `?` for `*` as in the Percona operator 3.1.0.
package struct CronSchedule: Sendable, Hashable, CustomStringConvertible {
    /// As it was written.
    package let description: String
    private let minutes: CronField
    private let hours: CronField
    private let days: CronField
    private let months: CronField
    private let weekdays: CronField

    /// Why a text is not a schedule: what is wrong with which of its fields.
    package struct InvalidText: Error, Hashable {
        package let problem: String

        package init(problem: String) { self.problem = problem }
    }

    /// - Throws: ``InvalidText`` also for a schedule that never comes, such as 30 February.
    package init(parsing text: String) throws(InvalidText) {
        description = text
        var words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        if words.count == 1, let word = words.first, word.hasPrefix("@") {
            guard let fields = Self.abbreviations[word.lowercased()] else {
                throw InvalidText(problem: "\(word) is none of \(Self.abbreviations.keys.sorted().joined(separator: ", "))")
            }
            words = fields.split(separator: " ").map(String.init)
        }
        guard words.count == 5 else { throw InvalidText(problem: "has \(words.count) fields, not 5") }
        minutes = try CronField(words[0], "minute", in: 0...59)
        hours = try CronField(words[1], "hour", in: 0...23)
        days = try CronField(words[2], "day of the month", in: 1...31)
        months = try CronField(words[3], "month", in: 1...12, names: Self.monthNames)
        weekdays = try CronField(words[4], "day of the week", in: 0...7, names: Self.weekdayNames).foldingSunday
        if next(after: Timestamp(secondsSince1970: 0)) == nil { throw InvalidText(problem: "never comes") }
    }

    private static let abbreviations = [
        "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
        "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
    ]
    private static let monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let weekdayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    /// The first time after this one; nil if there is none within nine years, in which every day of a calendar comes.
    package func next(after time: Timestamp) -> Timestamp? {
        let first = time.secondsSince1970 / 60 + 1
        var minute = first % Self.minutesOfDay
        for day in CalendarDay.after(first / Self.minutesOfDay, count: Self.longestSearch) {
            if includes(day), let found = (minute..<Self.minutesOfDay).first(where: includes) {
                return Timestamp(secondsSince1970: (day.number * Self.minutesOfDay + found) * 60)
            }
            minute = 0
        }
        return nil
    }

    /// The last time that is not after `time`, if it is after `start`.
    package func last(until time: Timestamp, after start: Timestamp) -> Timestamp? {
        var minute = time.secondsSince1970 / 60
        let bound = start.secondsSince1970
        while minute * 60 > bound {
            let day = CalendarDay(number: minute / Self.minutesOfDay)
            let midnight = day.number * Self.minutesOfDay
            if includes(day), let found = (midnight...minute).last(where: { includes($0 - midnight) }) {
                return found * 60 > bound ? Timestamp(secondsSince1970: found * 60) : nil
            }
            minute = midnight - 1
        }
        return nil
    }

    private static let minutesOfDay: Int64 = 24 * 60
    private static let longestSearch = 9 * 366

    private func includes(_ minuteOfDay: Int64) -> Bool {
        hours.contains(Int(minuteOfDay / 60)) && minutes.contains(Int(minuteOfDay % 60))
    }

    private func includes(_ day: CalendarDay) -> Bool {
        guard months.contains(day.month) else { return false }
        let isDay = days.contains(day.day)
        let isWeekday = weekdays.contains(day.weekday)
        return days.isAny || weekdays.isAny ? isDay && isWeekday : isDay || isWeekday
    }
}

/// A day of the Gregorian calendar.
private struct CalendarDay {
    /// Days since 1 January 1970.
    let number: Int64
    let month: Int
    let day: Int
    /// 0 is Sunday.
    var weekday: Int { Int((number + 4) % 7) }

    /// Counted in eras of 400 years that begin in March, so that the leap day is the last of a year.
    init(number: Int64) {
        self.number = number
        let shifted = number + 719_468
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Days in a row.
    static func after(_ first: Int64, count: Int) -> some Sequence<CalendarDay> {
        (first..<first + Int64(count)).lazy.map(CalendarDay.init(number:))
    }
}
