internal import Glibc
internal import NIOCore

/// Holds the clients of one pooler while the leadership moves, and lets them go by itself at a deadline, whether or not an operator lives.
///
/// An operator runs it in the container `pgbouncer-config` and talks to it over standard input and output, one line each:
///
///     ← paused          no client has a server; new transactions wait
///     → resume          the switchover is done: let them go as soon as the Service leads to a server that takes writes
///     ← resumed
///
/// When its input ends, the operator is gone: it goes on as if told to resume.
struct PgBouncerHold: Sendable {
    /// How long clients may be held, from the start.
    var longest: Duration
    var pause: @Sendable () async throws -> Void
    var resume: @Sendable () async throws -> Void
    /// Whether the server that the Service leads to takes writes.
    var takesWrites: @Sendable () async throws -> Bool
    /// Waits for a line of input, for the end of it, or until this much time has passed.
    var awaitInput: @Sendable (Duration) async -> Input
    /// Whether the poolers are to stay paused, by the cluster's specification.
    var staysPaused: @Sendable () -> Bool
    var print: @Sendable (String) -> Void
    var time = Time.real()
    var log: @Sendable (String) -> Void

    enum Input: Sendable, Hashable { case line(String), end, timeout }

    /// Between two questions to the server: clients wait meanwhile.
    private static let interval = Duration.milliseconds(50)
    /// Resuming must not be given up: a pooler that stays paused is an outage.
    private static let triesToResume = 20

    /// Exit status: 0 as told, 3 at the deadline, 1 if the pooler could not be paused or resumed.
    func run() async -> Int32 {
        do {
            try await pause()
        } catch {
            log("PAUSE: \(error)")
            _ = await letGo()
            return 1
        }
        print("paused")
        let told = await untilTold()
        let writable = told ? await untilWritable() : false
        if staysPaused() {
            print("stays paused")
            return 0
        }
        guard await letGo() else { return 1 }
        print(writable ? "resumed" : "resumed at the deadline")
        return writable ? 0 : 3
    }

    private var remaining: Duration { longest - time.elapsed() }

    private func untilTold() async -> Bool {
        while remaining > .zero {
            switch await awaitInput(remaining) {
            case .line("resume"): return true
            case .line(let other): log("“\(other)” is not understood: resume is")
            case .end:
                log("the operator is gone")
                return true
            case .timeout: return false
            }
        }
        return false
    }

    private func untilWritable() async -> Bool {
        var told = ""
        while remaining > .zero {
            do {
                if try await takesWrites() { return true }
            } catch {
                if "\(error)" != told { log("\(error)") }
                told = "\(error)"
            }
            await time.sleep(Self.interval)
        }
        return false
    }

    private func letGo() async -> Bool {
        for attempt in 1...Self.triesToResume {
            do {
                try await resume()
                return true
            } catch {
                log("RESUME: \(error)")
                if attempt < Self.triesToResume { await time.sleep(.milliseconds(500)) }
            }
        }
        return false
    }
}
