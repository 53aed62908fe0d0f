/// Nothing came within the time that was allowed.
struct TimedOut: Error {
    /// What was waited for, with the time: `no answer within 30.0 seconds`.
    let description: String
}

/// Runs an operation and cancels it when its time is over.
///
/// - Throws: ``TimedOut`` if it took too long, else what the operation throws.
func withDeadline<Value: Sendable>(
    _ deadline: ContinuousClock.Instant, orSay description: @autoclosure @Sendable () -> String,
    _ operation: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let value = try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(until: deadline, clock: .continuous)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
    guard let value else { throw TimedOut(description: description()) }
    return value
}
