import DequeModule
import Synchronization

/// Runs the pieces of its tasks one by one, in the order in which they became ready, on the thread that asks for it.
///
/// With all tasks on one such executor, and all waiting on a ``TestClock``, a concurrent program has exactly one course.
public final class SerialTaskExecutor: TaskExecutor {
    private let jobs = Mutex<Deque<UnownedJob>>([])

    public init() {}

    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
    }

    /// More pieces than any program has that lets time pass now and then.
    static let limit = 2_000_000

    /// Runs everything that is ready, and what becomes ready by that.
    ///
    /// Tasks that keep each other busy without ever waiting for time would run forever: that ends the process with a message.
    ///
    /// - Returns: how many pieces were run.
    @discardableResult
    public func runAll() -> Int {
        var count = 0
        while let job = jobs.withLock({ $0.popFirst() }) {
            job.runSynchronously(on: asUnownedTaskExecutor())
            count += 1
            precondition(count < Self.limit, "livelock: \(count) pieces of work at one instant of the simulated time")
        }
        return count
    }
}
