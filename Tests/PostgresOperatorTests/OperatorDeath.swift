import ControllerRuntimeTesting
import KubernetesClient
import Synchronization

/// The operator's death at one of its writes, before or after that has its effect.
final class OperatorDeath: Sendable {
    private let number: Int
    private let writes = Mutex(0)
    private let isDead = Mutex(false)

    /// - Parameter number: how many writes there are before it, from now on.
    init(atWrite number: Int, _ moment: InMemoryAPI.Moment, of api: InMemoryAPI) {
        self.number = number
        api.inject { [self] request, when in
            guard request.method != .get, when == moment else { return nil }
            let isNow = writes.withLock { writes in
                writes += 1
                return writes == number + 1
            }
            guard isNow else { return nil }
            isDead.withLock { $0 = true }
            return KubernetesError(.connection, request: "killed", hint: nil)
        }
    }

    /// Whether there were that many writes.
    var hasHappened: Bool { writes.withLock { $0 > number } }

    /// Starts another operator if this one has died since the last call.
    func restartIfDead(_ setup: ClusterLifecycleTests.Setup) {
        let isDead = isDead.withLock { isDead in
            defer { isDead = false }
            return isDead
        }
        if isDead { setup.restart() }
    }
}
