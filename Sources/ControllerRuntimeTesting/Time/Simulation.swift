public import ControllerRuntime
import Synchronization

/// A small world for controllers: an API server in memory, a clock that jumps from one deadline to the next, and one thread.
///
///     let world = Simulation(seed: 7)
///     let shop = Operator(api: world.api, cache: cache, options: .init(seed: 7), clock: world.clock, executor: world.executor, logger: logger) { … }
///     world.start { try await shop.run() }
///     world.api.put(widget)
///     try world.settle(shop)
///     #expect(world.api.object(ConfigMap.self, key) != nil)
///
/// Nothing happens but inside of ``run(for:)``, ``settle(_:within:)``, ``wait(for:within:_:)`` and ``perform(within:_:)``, and minutes of its time take milliseconds.
/// The same seed gives the same course of events.
public final class Simulation: Sendable {
    /// Something did not happen in time.
    public struct Overdue: Error, CustomStringConvertible {
        public let description: String
    }

    public let clock = TestClock()
    public let executor = SerialTaskExecutor()
    public let api: InMemoryAPI
    private let nextBookmark = Mutex(Duration.seconds(60))
    private let log = Mutex<[String]>([])
    private let failures = Mutex<[any Error]>([])

    /// - Parameters:
    ///   - seed: what decides on chance: faults and latencies of the server.
    ///   - faults: what goes wrong with the server.
    public init(seed: UInt64 = 1, faults: Faults = .none) { api = InMemoryAPI(clock: clock, seed: seed, faults: faults) }

    /// Begins something that goes on in the background. If it throws, the error is in ``errors``.
    ///
    /// - Returns: the task; cancel it to simulate a crash.
    @discardableResult
    public func start(_ operation: @escaping @Sendable () async throws -> Void) -> Task<Void, Never> {
        Task(executorPreference: executor) {
            do {
                try await operation()
            } catch {
                self.failures.withLock { $0.append(error) }
            }
        }
    }

    /// What tasks threw.
    public var errors: [any Error] { failures.withLock { Array($0) } }

    /// Notes a line; pass it as an operator's `trace`.
    public func note(_ line: String) { log.withLock { $0.append(line) } }

    /// All lines that were noted.
    public var trace: [String] { log.withLock { Array($0) } }

    /// Lets a time pass.
    public func run(for duration: Duration) {
        let end = clock.now + duration
        while step(until: end) {}
        clock.advance(to: end)
        executor.runAll()
    }

    /// Lets time pass until an operator has nothing left to do but to wait for events and times.
    ///
    /// - Throws: ``Overdue`` if that is not so after a time.
    public func settle(_ operator: Operator, within limit: Duration = .seconds(600)) throws(Overdue) {
        try settle([`operator`], within: limit)
    }

    /// Lets time pass until none of several operators has anything left to do but to wait.
    public func settle(_ operators: [Operator], within limit: Duration = .seconds(600)) throws(Overdue) {
        try wait(for: "the operators to be quiet; unread: \(operators.flatMap(\.unread))", within: limit) {
            // Events may be under way to a quiet operator: let what takes no longer than a request happen.
            guard operators.allSatisfy(\.isQuiet) else { return false }
            let version = self.api.version
            let end = self.clock.now + self.api.faults.latency.upperBound + .milliseconds(1)
            while self.step(until: end) {}
            return operators.allSatisfy(\.isQuiet) && self.api.version == version
        }
    }

    /// Lets time pass until a condition holds.
    ///
    /// - Parameter what: completes the sentence "waited in vain for".
    /// - Throws: ``Overdue`` if it does not after a time.
    public func wait(for what: @autoclosure () -> String, within limit: Duration = .seconds(600), _ condition: () -> Bool) throws(Overdue) {
        let end = clock.now + limit
        executor.runAll()
        while !condition() {
            guard step(until: end) else { throw Overdue(description: "after \(limit): waited in vain for \(what())") }
        }
    }

    /// Runs something to its end, while time passes as needed.
    ///
    /// - Throws: what the operation throws, or ``Overdue``.
    public func perform<Value: Sendable>(
        within limit: Duration = .seconds(600), _ operation: @escaping @Sendable () async throws -> Value
    ) throws -> Value {
        let outcome = Outcome<Value>()
        Task(executorPreference: executor) {
            do {
                let value = try await operation()
                outcome.result.withLock { $0 = .success(value) }
            } catch {
                outcome.result.withLock { $0 = .failure(error) }
            }
        }
        try wait(for: "an operation to end", within: limit) { outcome.result.withLock { $0 != nil } }
        guard let result = outcome.result.withLock(\.self) else { throw Overdue(description: "an operation had no end") }
        return try result.get()
    }

    private final class Outcome<Value: Sendable>: Sendable {
        let result = Mutex<Result<Value, any Error>?>(nil)
    }

    /// Runs what is ready, then jumps to the next deadline; false if there is none before the end.
    private func step(until end: Duration) -> Bool {
        if executor.runAll() > 0 { return true }
        let bookmark = nextBookmark.withLock(\.self)
        let next = min(clock.nextDeadline ?? bookmark, bookmark)
        guard next <= end else { return false }
        clock.advance(to: next)
        if next == bookmark {
            nextBookmark.withLock { $0 += .seconds(60) }
            api.sendBookmarks()
        }
        return true
    }
}
