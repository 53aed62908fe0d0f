internal import NIOPosix

/// A thread for work that waits, so that tasks go on even where there is one processor.
///
/// NIO's shared pool would not do: it has as many threads as there are processors, and work that waits for ever takes one of them for ever.
struct OwnThread: Sendable {
    private let pool = NIOThreadPool(numberOfThreads: 1)

    init() { pool.start() }

    func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result { try await pool.runIfActive(work) }

    /// Lets the thread go once its work is done. To be called when it is needed no more.
    func end() { pool.shutdownGracefully { _ in } }
}
