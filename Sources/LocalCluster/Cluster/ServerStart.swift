import LocalAPIServer
import ServiceLifecycle
import Synchronization

/// Opens once, when the API server answers.
final class ServerStart: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}

/// The API server as a service, which ends last.
struct ServerService: ServiceLifecycle.Service {
    let server: LocalAPIServer
    let start: ServerStart

    func run() async throws {
        // Whoever waits for a server that does not start is released, and finds itself cancelled.
        defer { start.open() }
        try await cancelWhenGracefulShutdown { try await server.run() }
    }
}

/// A service that begins when the API server answers.
struct WhenServing: ServiceLifecycle.Service {
    let start: ServerStart
    let body: @Sendable () async throws -> Void

    init(_ start: ServerStart, _ body: @escaping @Sendable () async throws -> Void) {
        self.start = start
        self.body = body
    }

    func run() async throws {
        await start.wait()
        guard !Task.isCancelled, !Task.isShuttingDownGracefully else { return }
        try await body()
    }
}
