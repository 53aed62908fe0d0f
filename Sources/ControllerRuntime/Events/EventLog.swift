public import KubernetesModel

/// Which events to write, and when: a value.
///
/// An event that is repeated is counted, not written anew: its name follows from what it says. It is written at once the first time and then
/// at most every ``interval``. Beyond ``limit`` different ones that wait, further ones are dropped and counted.
public struct EventLog: Sendable {
    /// What happened to an object.
    public struct Entry: Sendable, Hashable {
        /// The object, by kind, name and uid.
        public var object: ObjectReference
        /// `Normal` or `Warning`.
        public var type: String
        /// CamelCase and stable.
        public var reason: String
        /// A sentence.
        public var message: String

        public init(object: ObjectReference, type: String, reason: String, message: String) {
            self.object = object
            self.type = type
            self.reason = reason
            self.message = message
        }

        /// The name of the event: the object's and a hash of the rest.
        var name: String {
            let text = [object.kind, object.namespace, object.name, object.uid, type, reason, message].map { $0 ?? "" }.joined(separator: "\u{0}")
            return "\((object.name ?? "").prefix(236)).\(FNV1a.digits(text.utf8))"
        }
        var key: ObjectKey { ObjectKey(namespace: object.namespace ?? "default", name: name) }
    }

    /// An event to write.
    public struct Write: Sendable, Hashable {
        public var key: ObjectKey
        public var entry: Entry
        /// How often it happened since it was last written.
        public var count: Int
        public var first: Timestamp
        public var last: Timestamp
        /// Whether it was written before, so that it should exist.
        public var isKnown: Bool
    }

    /// What to do next.
    public enum Step: Sendable, Equatable {
        case write(Write)
        case wait(until: Duration)
        case nothing
    }

    private struct State: Sendable {
        var entry: Entry
        var pending = 0
        var first: Timestamp
        var last: Timestamp
        var writtenAt: Duration?
        var failures = 0
        var notBefore = Duration.zero
    }

    /// How often a repeated event is written at most.
    public static let interval = Duration.seconds(30)
    /// How many events may wait; a cluster's creation has some tens.
    public static let limit = 1000
    /// After how long without repetition it is forgotten that an event exists. Servers keep events for an hour.
    public static let memory = Duration.seconds(1800)

    private var states: [ObjectKey: State] = [:]
    /// How many were dropped since the beginning.
    public private(set) var dropped = 0

    public init() {}

    /// Whether everything was written.
    public var isEmpty: Bool { states.values.allSatisfy { $0.pending == 0 } }

    /// Takes note of an event.
    public mutating func record(_ entry: Entry, at now: Duration, date: Timestamp) {
        let key = entry.key
        if states[key] == nil, states.count >= Self.limit {
            states = states.filter { $0.value.pending > 0 || now - ($0.value.writtenAt ?? now) < Self.memory }
            guard states.count < Self.limit else {
                dropped += 1
                return
            }
        }
        var state = states[key] ?? State(entry: entry, first: date, last: date)
        if state.pending == 0, state.writtenAt == nil { state.first = date }
        state.pending += 1
        state.last = date
        states[key] = state
    }

    /// What to write now. Call ``finish(_:succeeded:at:)`` when it is done.
    ///
    /// - Parameter isEnding: write everything that waits, whatever the time.
    public func next(at now: Duration, isEnding: Bool = false) -> Step {
        let waiting = states.filter { $0.value.pending > 0 }.sorted { ($0.value.notBefore, $0.key) < ($1.value.notBefore, $1.key) }
        guard let (key, state) = waiting.first else { return .nothing }
        guard isEnding || state.notBefore <= now else { return .wait(until: state.notBefore) }
        return .write(
            Write(
                key: key, entry: state.entry, count: state.pending, first: state.first, last: state.last, isKnown: state.writtenAt != nil))
    }

    /// Takes note of how a write went. One that failed is tried thrice, then dropped.
    public mutating func finish(_ write: Write, succeeded: Bool, at now: Duration) {
        guard var state = states[write.key] else { return }
        if succeeded {
            state.pending -= write.count
            state.writtenAt = now
            state.failures = 0
            state.notBefore = now + Self.interval
        } else {
            state.failures += 1
            state.notBefore = now + .seconds(1 << state.failures)
            if state.failures >= 3 {
                dropped += state.pending
                state.pending = 0
                state.failures = 0
                state.notBefore = .zero
            }
        }
        states[write.key] = state
    }
}
