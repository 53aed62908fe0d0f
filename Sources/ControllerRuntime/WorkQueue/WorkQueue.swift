import DequeModule
import HeapModule

/// Which keys to work on, and when: a value that does no work and knows no clock.
///
/// - A key is in it at most once, however often it was added.
/// - A key is worked on by one worker at a time, several keys in parallel up to a limit, in the order in which they became ready.
/// - What is added while its key is being worked on leads to one more run afterwards.
/// - A key whose run failed comes again after a ``Backoff``; an event brings it sooner.
/// - A key that is woken again and again is worked on ``burst`` times at once and then ``rate`` times a second: whatever turns in a circle,
///   the server survives it.
///
/// Times are those of ``RuntimeClock/now``. After each call ask ``next(at:)`` until it gives no more to run.
public struct WorkQueue<Key: Hashable & Comparable & Sendable>: Sendable {
    /// What to do next.
    public enum Step: Sendable, Equatable {
        /// Work on this key, which has waited that long; call ``finish(_:_:at:random:)`` afterwards.
        case run(Key, waited: Duration)
        /// Nothing until this time.
        case wait(until: Duration)
        /// Nothing until something is added or finished.
        case nothing
    }

    /// How a run ended.
    public enum Outcome: Sendable, Equatable {
        /// Nothing more to do.
        case done
        /// It failed, or wants to be tried again as if it had.
        case retry
        /// It is to be looked at again after this time, or earlier if something happens.
        case again(after: Duration)
    }

    private struct Entry: Sendable {
        var readySince: Duration?
        var dueAt: Duration?
        var runningSince: Duration?
        var wasAddedWhileRunning: Duration?
        var failures = 0
        /// Runs that are left at once, at the time after it.
        var allowance = WorkQueue.burst
        var allowanceAt = Duration.zero
        var isThrottled = false

        func isForgettable(at now: Duration) -> Bool {
            readySince == nil && dueAt == nil && runningSince == nil && failures == 0 && allowance(at: now) >= WorkQueue.burst
        }

        func allowance(at now: Duration) -> Double { min(WorkQueue.burst, allowance + (now - allowanceAt).seconds * WorkQueue.rate) }
    }

    private struct Due: Comparable, Sendable {
        var at: Duration
        var key: Key
        static func < (one: Self, other: Self) -> Bool { (one.at, one.key) < (other.at, other.key) }
    }

    /// How often a key is worked on without a pause: creating a large object's parts takes about as many runs.
    public static var burst: Double { 50 }
    /// How often a second it is worked on after that.
    public static var rate: Double { 10 }

    /// How many keys are worked on in parallel at most.
    public let concurrency: Int
    private let backoff: Backoff
    private var entries: [Key: Entry] = [:]
    private var ready: Deque<Key> = []
    private var due: Heap<Due> = []
    private var finished = 0

    /// Keys that wait to be worked on; without the delayed ones.
    public var depth: Int { ready.count }
    /// Keys that are being worked on.
    public private(set) var running = 0
    /// Keys that have to pause because they were worked on too often.
    public private(set) var throttled = 0
    /// Keys that come again because their last run failed.
    public private(set) var failing = 0
    /// How often keys were added since the beginning; an addition of a key that is in the queue already does not count.
    public private(set) var adds = 0
    /// How often keys were put back since the beginning because a run failed.
    public private(set) var retries = 0

    public init(concurrency: Int = 1, backoff: Backoff = .reconcile) {
        self.concurrency = max(1, concurrency)
        self.backoff = backoff
    }

    /// Whether nothing waits, runs or is to be retried. Keys that are only to be looked at later do not count.
    public var isIdle: Bool { ready.isEmpty && running == 0 && failing == 0 && throttled == 0 }

    /// Adds a key.
    public mutating func add(_ key: Key, at now: Duration) {
        var entry = entries[key] ?? Entry()
        if entry.runningSince != nil {
            if entry.wasAddedWhileRunning == nil {
                entry.wasAddedWhileRunning = now
                adds += 1
            }
        } else if entry.readySince == nil {
            entry.readySince = now
            ready.append(key)
            adds += 1
        }
        entries[key] = entry
    }

    /// Adds a key at a later time. The earliest of several times counts.
    public mutating func add(_ key: Key, due time: Duration, at now: Duration) {
        guard time > now else { return add(key, at: now) }
        var entry = entries[key] ?? Entry()
        if let earlier = entry.dueAt, earlier <= time { return }
        entry.dueAt = time
        entries[key] = entry
        due.insert(Due(at: time, key: key))
        if due.count > 2 * entries.count + 64 {  // mostly outdated times
            due = Heap(entries.compactMap { key, entry in entry.dueAt.map { Due(at: $0, key: key) } })
        }
    }

    /// What to do now.
    public mutating func next(at now: Duration) -> Step {
        while let first = due.min, first.at <= now || entries[first.key]?.dueAt != first.at {
            due.removeMin()
            guard entries[first.key]?.dueAt == first.at else { continue }  // an outdated time
            entries[first.key]?.dueAt = nil
            add(first.key, at: now)
        }
        while running < concurrency, let key = ready.popFirst() {
            var entry = entries[key] ?? Entry()
            if entry.isThrottled { throttled -= 1 }
            entry.isThrottled = false
            entry.allowance = entry.allowance(at: now)
            entry.allowanceAt = now
            guard entry.allowance >= 1 else {
                entry.isThrottled = true
                entry.readySince = nil
                throttled += 1
                entries[key] = entry
                add(key, due: now + .milliseconds(Int64((1 - entry.allowance) / Self.rate * 1000) + 1), at: now)
                continue
            }
            entry.allowance -= 1
            let waited = now - (entry.readySince ?? now)
            entry.readySince = nil
            entry.dueAt = nil  // this run sees what the later one would have seen
            entry.runningSince = now
            entries[key] = entry
            running += 1
            return .run(key, waited: waited)
        }
        return due.min.map { .wait(until: $0.at) } ?? .nothing
    }

    /// Takes note that the work on a key has ended.
    ///
    /// - Returns: how long it took.
    @discardableResult
    public mutating func finish(_ key: Key, _ outcome: Outcome, at now: Duration, random: inout SplitMix64) -> Duration {
        guard var entry = entries[key], let start = entry.runningSince else { return .zero }
        running -= 1
        if entry.failures > 0 { failing -= 1 }
        let added = entry.wasAddedWhileRunning
        entry.runningSince = nil
        entry.wasAddedWhileRunning = nil
        if outcome == .retry {
            entry.failures += 1
            failing += 1
            retries += 1
        } else {
            entry.failures = 0
        }
        entries[key] = entry
        switch outcome {
        case .done: break
        case .retry: add(key, due: now + backoff.delay(afterFailures: entry.failures, random: &random), at: now)
        case .again(let delay): add(key, due: now + delay, at: now)
        }
        if let added, entries[key]?.readySince == nil {
            entries[key]?.readySince = added
            ready.append(key)
        }
        finished += 1
        if finished % 1024 == 0 { entries = entries.filter { !$0.value.isForgettable(at: now) } }
        return now - start
    }

    /// The sum of the times for which the present runs have been going on.
    public func unfinishedWork(at now: Duration) -> Duration {
        guard running > 0 else { return .zero }
        return entries.values.reduce(.zero) { sum, entry in sum + (entry.runningSince.map { now - $0 } ?? .zero) }
    }

    /// The time for which the longest of the present runs has been going on.
    public func longestRunning(at now: Duration) -> Duration {
        guard running > 0 else { return .zero }
        return entries.values.reduce(.zero) { longest, entry in max(longest, entry.runningSince.map { now - $0 } ?? .zero) }
    }

    /// When ``next(at:)`` will have more to give than now, if nothing else happens.
    public var nextDue: Duration? { due.min?.at }

    /// How many runs of a key failed in a row.
    public func failures(of key: Key) -> Int { entries[key]?.failures ?? 0 }
}
