import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Synchronization
import Testing

@Suite("A controller that is killed") struct CrashTests {
    /// Makes three ConfigMaps in a row for each Secret with the label `source`, each with what the one before it has.
    private struct Chain: Reconciler {
        static let watches = Watches(Secret.self, where: LabelSelector(matchLabels: ["source": "yes"])) { Owned(ConfigMap.self) }
        let cache: Cache
        let applier: Applier

        func reconcile(_ key: ObjectKey) async throws -> Requeue {
            guard let source = cache.get(Secret.self, key) else { return .never }
            var value = source.data?["value"] ?? ""
            for step in 1...3 {
                value += ".\(step)"
                let metadata = ObjectMeta(
                    name: "\(key.name)-\(step)", namespace: key.namespace, ownerReferences: [OwnerReference(controlling: source)])
                try await applier.apply(ConfigMap(metadata: metadata, data: ["value": value]))
            }
            try await applier.applyStatus(Secret.self, key, ["done": .string(value)])
            return .never
        }
    }

    private final class Crash: Sendable {
        let writes = Mutex(0)
        let task = Mutex<Task<Void, Never>?>(nil)
    }

    /// Plays the scenario; kills the controller at a write and starts another one.
    ///
    /// - Returns: what the server has in the end, and how many writes there were.
    private func play(crashAt crash: (write: Int, moment: InMemoryAPI.Moment)?) throws -> (state: [String], writes: Int) {
        let world = Simulation(faults: Faults(latency: .milliseconds(1) ... .milliseconds(50)))
        func start() -> (Operator, Task<Void, Never>) {
            let cache = Cache()
            let made = Operator(
                api: world.api, cache: cache, options: .init(seed: 1), clock: world.clock, executor: world.executor, logger: .silent
            ) { Chain(cache: cache, applier: Applier(api: world.api, cache: cache)) }
            return (made, world.start { try await made.run() })
        }
        let state = Crash()
        world.api.inject { request, moment in
            guard request.method != .get else { return nil }
            let number = state.writes.withLock { count in
                if moment == .before { count += 1 }
                return count
            }
            guard let crash, crash.write == number, crash.moment == moment else { return nil }
            state.task.withLock { $0?.cancel() }
            return KubernetesError(.cancelled, request: request.summary)
        }
        var (running, task) = start()
        state.task.withLock { $0 = task }
        for name in ["a", "b"] {
            world.api.put(Secret(metadata: .init(labels: ["source": "yes"], name: name, namespace: "shop"), data: ["value": "dg=="]))
        }
        world.run(for: .seconds(5))
        world.api.edit(Secret.self, .init(namespace: "shop", name: "a")) { $0.data = ["value": "dw=="] }
        world.run(for: .seconds(5))
        if crash != nil {
            #expect(task.isCancelled, "it was not killed")
            (running, task) = start()
        }
        try world.settle(running)
        let found = world.api.objects(ConfigMap.self).map { "\($0.key) \($0.data?["value"] ?? "")" }
        let statuses = world.api.objects(Secret.self).map { "\($0.key) \($0.json[path: "status", "done"]?.string ?? "")" }
        return (found + statuses, state.writes.withLock(\.self))
    }

    @Test func leavesNothingThatTheNextOneDoesNotFinish() throws {
        let reference = try play(crashAt: nil)
        #expect(reference.writes == 12)
        #expect(reference.state.count == 8)
        for write in 1...reference.writes {
            for moment in [InMemoryAPI.Moment.before, .after] {
                #expect(try play(crashAt: (write, moment)).state == reference.state, "killed \(moment) write \(write)")
            }
        }
    }
}
