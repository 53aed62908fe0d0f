import KubernetesModel
import Testing

@testable import LocalNode

struct RestartBackoffTests {
    @Test func `the first restart is immediate, then waits double up to five minutes`() {
        var backoff = RestartBackoff()
        let start = Timestamp(secondsSince1970: 1_000_000)
        #expect(backoff.mayStart(after: start, now: start) == nil)
        var delays: [Duration] = []
        for number in 0..<7 {
            backoff.noteRestart(at: start.adding(.seconds(number)))
            delays.append(backoff.delay ?? .zero)
        }
        #expect(delays == [10, 20, 40, 80, 160, 300, 300].map { .seconds($0) })
    }

    @Test func `ten minutes without a restart forget the wait`() {
        var backoff = RestartBackoff()
        let start = Timestamp(secondsSince1970: 1_000_000)
        backoff.noteRestart(at: start)
        backoff.noteRestart(at: start)
        let later = start.adding(.seconds(601))
        #expect(backoff.mayStart(after: later, now: later) == nil)
        backoff.noteRestart(at: later)
        #expect(backoff.delay == .seconds(10))
    }
}
