/// One of the five fields of a schedule: the numbers that it includes.
struct CronField: Sendable, Hashable {
    /// Bit n: whether n is included.
    private var bits: UInt64 = 0
    /// Whether it is `*`, so that it restricts nothing.
    private(set) var isAny = false

    /// - Parameters:
    ///   - name: as errors name it.
    ///   - names: of the numbers, from the first one of the range on.
    init(_ text: String, _ name: String, in range: ClosedRange<Int>, names: [String] = []) throws(CronSchedule.InvalidText) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            try include(String(part), name, in: range, names)
        }
    }

    func contains(_ number: Int) -> Bool { bits & (1 << UInt64(number)) != 0 }

    /// Sunday, which is 0 and 7, is 0 only.
    var foldingSunday: CronField {
        var folded = self
        if contains(7) { folded.bits = bits & ~(1 << 7) | 1 }
        return folded
    }

    private mutating func include(
        _ part: String, _ name: String, in range: ClosedRange<Int>, _ names: [String]
    ) throws(CronSchedule.InvalidText) {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        var step = 1
        if halves.count == 2 {
            guard let number = Int(halves[1]), number > 0 else { throw Self.invalid(name, "\"\(part)\" has no step above 0 behind the slash") }
            step = number
        }
        let numbers: ClosedRange<Int>
        if halves[0] == "*" || halves[0] == "?" {
            numbers = range
            if step == 1 { isAny = true }
        } else {
            let ends = halves[0].split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let first = try Self.number(ends[0], name, in: range, names)
            // `5/10` is 5, 15, 25 …
            let last = try ends.count == 2 ? Self.number(ends[1], name, in: range, names) : halves.count == 2 ? range.upperBound : first
            guard first <= last else { throw Self.invalid(name, "\"\(halves[0])\" runs backwards") }
            numbers = first...last
        }
        for number in stride(from: numbers.lowerBound, through: numbers.upperBound, by: step) { bits |= 1 << UInt64(number) }
    }

    private static func number(
        _ text: String, _ name: String, in range: ClosedRange<Int>, _ names: [String]
    ) throws(CronSchedule.InvalidText) -> Int {
        if let position = names.firstIndex(of: text.lowercased()) { return range.lowerBound + position }
        guard !text.isEmpty, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(text), range.contains(number) else {
            throw invalid(name, "\"\(text)\" is not in \(range.lowerBound)-\(range.upperBound)")
        }
        return number
    }

    private static func invalid(_ name: String, _ problem: String) -> CronSchedule.InvalidText {
        CronSchedule.InvalidText(problem: "\(name): \(problem)")
    }
}
