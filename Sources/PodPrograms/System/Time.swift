/// Time that passes, and waiting: a test passes its own.
struct Time: Sendable {
    /// Since the program began.
    var elapsed: @Sendable () -> Duration
    var sleep: @Sendable (Duration) async -> Void

    /// The machine's monotonic time.
    static func real() -> Time {
        let start = ContinuousClock.now
        return Time(elapsed: { ContinuousClock.now - start }, sleep: { try? await Task.sleep(for: $0) })
    }
}
