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

    /// Runs everything that is ready, and what becomes ready by that.
    ///
    /// - Returns: how many pieces were run.
    @discardableResult
    public func runAll() -> Int {
        var count = 0
        while let job = jobs.withLock({ $0.popFirst() }) {
            job.runSynchronously(on: asUnownedTaskExecutor())
            count += 1
        }
        return count
    }
}
