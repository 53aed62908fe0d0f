import ControllerRuntime
import Testing

@Suite("A work queue") struct WorkQueueTests {
    private typealias Queue = WorkQueue<String>
    private var random = SplitMix64(seed: 1)
    private static let exact = Backoff(first: .seconds(1), limit: .seconds(5), jitter: 0)

    private func seconds(_ seconds: Double) -> Duration { .milliseconds(Int64(seconds * 1000)) }

    @Test func givesAKeyOnceHoweverOftenItWasAdded() {
        var queue = Queue(concurrency: 2)
        queue.add("a", at: .zero)
        queue.add("a", at: seconds(1))
        queue.add("b", at: seconds(1))
        #expect(queue.depth == 2)
        #expect(queue.adds == 2)
        #expect(queue.next(at: seconds(3)) == .run("a", waited: seconds(3)))
        #expect(queue.next(at: seconds(3)) == .run("b", waited: seconds(2)))
        #expect(queue.next(at: seconds(3)) == .nothing)
    }

    @Test mutating func runsNoKeyTwiceAtATimeButAgainAfterwards() {
        var queue = Queue(concurrency: 5)
        queue.add("a", at: .zero)
        #expect(queue.next(at: .zero) == .run("a", waited: .zero))
        queue.add("a", at: seconds(1))
        queue.add("a", at: seconds(2))
        #expect(queue.next(at: seconds(2)) == .nothing)
        #expect(queue.finish("a", .done, at: seconds(3), random: &random) == seconds(3))
        #expect(queue.next(at: seconds(4)) == .run("a", waited: seconds(3)))
        queue.finish("a", .done, at: seconds(5), random: &random)
        #expect(queue.next(at: seconds(5)) == .nothing)
        #expect(queue.isIdle)
    }

    @Test mutating func runsNoMoreKeysAtATimeThanItMay() {
        var queue = Queue(concurrency: 2)
        for key in ["a", "b", "c"] { queue.add(key, at: .zero) }
        #expect(queue.next(at: .zero) == .run("a", waited: .zero))
        #expect(queue.next(at: .zero) == .run("b", waited: .zero))
        #expect(queue.next(at: .zero) == .nothing)
        #expect(queue.unfinishedWork(at: seconds(3)) == seconds(6))
        #expect(queue.longestRunning(at: seconds(3)) == seconds(3))
        queue.finish("b", .done, at: seconds(1), random: &random)
        #expect(queue.next(at: seconds(1)) == .run("c", waited: seconds(1)))
    }

    @Test mutating func waitsLongerAfterEachFailureUpToALimit() {
        var queue = Queue(backoff: Self.exact)
        var now = Duration.zero
        queue.add("a", at: now)
        for wait in [1, 2, 4, 5, 5] {
            guard case .run = queue.next(at: now) else {
                Issue.record("not ready at \(now)")
                return
            }
            queue.finish("a", .retry, at: now, random: &random)
            #expect(queue.next(at: now) == .wait(until: now + .seconds(wait)))
            #expect(queue.failing == 1)
            now += .seconds(wait)
        }
        #expect(queue.failures(of: "a") == 5)
        _ = queue.next(at: now)
        queue.finish("a", .done, at: now, random: &random)
        #expect(queue.failures(of: "a") == 0)
        #expect(queue.retries == 5)
    }

    @Test mutating func bringsAFailedKeyAtOnceWhenSomethingHappens() {
        var queue = Queue(backoff: Self.exact)
        queue.add("a", at: .zero)
        _ = queue.next(at: .zero)
        queue.finish("a", .retry, at: .zero, random: &random)
        queue.add("a", at: seconds(0.1))
        #expect(queue.next(at: seconds(0.1)) == .run("a", waited: .zero))
        queue.finish("a", .done, at: seconds(0.2), random: &random)
        #expect(queue.next(at: seconds(2)) == .nothing, "the retry would only have repeated what was done")
    }

    @Test mutating func looksAgainWhenAskedToAndForgetsFormerTimes() {
        var queue = Queue()
        queue.add("a", due: seconds(10), at: .zero)
        queue.add("a", due: seconds(20), at: .zero)
        #expect(queue.next(at: seconds(9)) == .wait(until: seconds(10)))
        queue.add("a", at: seconds(9))
        #expect(queue.next(at: seconds(9)) == .run("a", waited: .zero))
        queue.finish("a", .again(after: .seconds(60)), at: seconds(9), random: &random)
        #expect(queue.next(at: seconds(10)) == .wait(until: seconds(69)))
        #expect(queue.isIdle, "a key that is only to be looked at later is no work")
        #expect(queue.next(at: seconds(70)) == .run("a", waited: .zero))
    }

    @Test mutating func slowsDownAKeyThatWakesItself() {
        var queue = Queue()
        var runs = 0
        var now = Duration.zero
        queue.add("a", at: now)
        while now < .seconds(10) {
            switch queue.next(at: now) {
            case .run:
                runs += 1
                queue.add("a", at: now)
                queue.finish("a", .done, at: now, random: &random)
            case .wait(let until): now = until
            case .nothing:
                Issue.record("it was added and never comes")
                return
            }
        }
        #expect(abs(runs - Int(Queue.burst + 10 * Queue.rate)) <= 2, "\(runs)")
        #expect(!queue.isIdle)
    }

    @Test("loses and doubles nothing, whatever happens", arguments: 1...20 as ClosedRange<UInt64>)
    func keepsItsPromises(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var queue = WorkQueue<Int>(concurrency: 3, backoff: Self.exact)
        var now = Duration.zero
        var running: Set<Int> = []
        var owed: Set<Int> = []  // added and not begun since
        for _ in 0..<2000 {
            now += .milliseconds(Int64(random.next() % 300))
            switch random.next() % 3 {
            case 0:
                let key = Int(random.next() % 8)
                queue.add(key, at: now)
                owed.insert(key)
            case 1:
                if case .run(let key, _) = queue.next(at: now) {
                    #expect(running.insert(key).inserted, "two workers on \(key)")
                    #expect(running.count <= 3)
                    owed.remove(key)
                }
            default:
                if let key = running.sorted().first {
                    running.remove(key)
                    queue.finish(key, random.happens(0.3) ? .retry : .done, at: now, random: &random)
                }
            }
            #expect(queue.running == running.count)
        }
        for _ in 0..<200 {
            now += .seconds(10)
            for key in running.sorted() { queue.finish(key, .done, at: now, random: &random) }
            running = []
            while case .run(let key, _) = queue.next(at: now) {
                owed.remove(key)
                running.insert(key)
            }
        }
        #expect(owed.isEmpty)
        #expect(queue.isIdle)
    }
}

@Suite("A back-off") struct BackoffTests {
    @Test func takesAPartAwayByChance() {
        var random = SplitMix64(seed: 5)
        let backoff = Backoff(first: .seconds(1), limit: .seconds(60), jitter: 0.5)
        let delays = (0..<100).map { _ in backoff.delay(afterFailures: 3, random: &random) }
        #expect(delays.allSatisfy { $0 > .seconds(2) && $0 <= .seconds(4) })
        #expect(Set(delays).count > 50)
        #expect(backoff.delay(afterFailures: 0, random: &random) == .zero)
        #expect(backoff.delay(afterFailures: 1000, random: &random) <= .seconds(60))
    }
}
