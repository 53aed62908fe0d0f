import HeapModule

/// When sources want to hear the timer: each has one alarm, which may be earlier than needed but never later. There may be thousands.
struct SourceAlarms: Sendable {
    private struct Alarm: Comparable, Sendable {
        var at: Duration
        var source: Int
        static func < (one: Self, other: Self) -> Bool { (one.at, one.source) < (other.at, other.source) }
    }
    private var heap: Heap<Alarm> = []
    private var set: [Int: Duration] = [:]

    var first: Duration? { heap.min?.at }

    mutating func set(_ time: Duration?, for source: Int) {
        guard let time, set[source].map({ time < $0 }) ?? true else { return }
        set[source] = time
        heap.insert(Alarm(at: time, source: source))
    }

    /// The sources whose alarm it is; they have none until another one is set.
    mutating func take(at now: Duration) -> [Int] {
        var due: [Int] = []
        while let alarm = heap.min, alarm.at <= now {
            heap.removeMin()
            guard set[alarm.source] == alarm.at else { continue }
            set[alarm.source] = nil
            due.append(alarm.source)
        }
        return due
    }
}
