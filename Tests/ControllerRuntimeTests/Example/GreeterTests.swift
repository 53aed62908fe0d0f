import ControllerRuntime
import ControllerRuntimeTesting
import Foundation
import KubernetesClient
import KubernetesModel
import Logging
import ServiceLifecycle
import Testing

@Suite("The example operator") struct GreeterTests {
    /// A world in which the example runs over a server in memory.
    private struct World {
        let world = Simulation(seed: 3)
        let cache = Cache()
        let greeter: Operator
        let events: EventRecorder

        init() {
            let logger = Logger.silent
            let (world, cache) = (world, cache)
            let events = EventRecorder(api: world.api, component: "greeter", clock: world.clock, logger: logger)
            greeter = Operator(
                api: world.api, cache: cache, options: .init(seed: 3), clock: world.clock, executor: world.executor, logger: logger
            ) {
                GreetingController(cache: cache, applier: Applier(api: world.api, cache: cache, manager: "greeter"), events: events)
            }
            self.events = events
            let greeter = greeter
            world.start { try await events.run() }
            world.start { try await greeter.run() }
        }

        func greeting(_ name: String, to: String?) -> Greeting {
            var greeting = Greeting(json: Greeting.resourceType.emptyObject)
            greeting.metadata = ObjectMeta(name: name, namespace: "shop")
            if let to { greeting.json["spec"] = ["to": .string(to)] }
            return greeting
        }
    }

    @Test func writesAConfigMapAndTheStatus() throws {
        let it = World()
        it.world.api.put(it.greeting("hello", to: "world"))
        try it.world.settle(it.greeter)
        let key = ObjectKey(namespace: "shop", name: "hello")
        let configMap = try #require(it.world.api.object(ConfigMap.self, key))
        #expect(configMap.data == ["greeting": "Hello, world!"])
        #expect(configMap.metadata.ownerReferences?.first?.kind == "Greeting")
        #expect(it.world.api.object(Greeting.self, key)?.json[path: "status", "greeted"] == "world")
        #expect(it.world.api.objects(Event.self).map(\.reason) == ["Greeted"])
    }

    @Test func repairsWhatSomebodyChanged() throws {
        let it = World()
        let key = ObjectKey(namespace: "shop", name: "hello")
        it.world.api.put(it.greeting("hello", to: "world"))
        try it.world.settle(it.greeter)
        it.world.api.edit(ConfigMap.self, key) { $0.data = ["greeting": "Goodbye"] }
        try it.world.settle(it.greeter)
        #expect(it.world.api.object(ConfigMap.self, key)?.data == ["greeting": "Hello, world!"])
        it.world.api.remove(ConfigMap.self, key)
        try it.world.settle(it.greeter)
        #expect(it.world.api.object(ConfigMap.self, key) != nil)
    }

    @Test func writesNothingWhenNothingChanged() throws {
        let it = World()
        it.world.api.put(it.greeting("hello", to: "world"))
        try it.world.settle(it.greeter)
        it.world.api.forgetRequests()
        it.world.api.cutWatches()
        it.world.run(for: .seconds(3600))
        try it.world.settle(it.greeter)
        #expect(it.world.api.writes.isEmpty)
    }

    @Test func saysWhatIsMissing() throws {
        let it = World()
        it.world.api.put(it.greeting("hello", to: nil))
        try it.world.settle(it.greeter)
        it.world.run(for: .seconds(1))
        #expect(it.world.api.objects(ConfigMap.self).isEmpty)
        #expect(it.world.api.objects(Event.self).map(\.reason) == ["NobodyToGreet"])
    }

    @Test(.timeLimit(.minutes(1))) func runsAsServicesAndEndsOrderly() async throws {
        let api = InMemoryAPI(clock: SystemClock())
        var services = try services(api: api, environment: ["WATCH_NAMESPACE": ""], logger: .silent)
        services.removeFirst()  // the ports of the health server may be taken
        let group = ServiceGroup(services: services, logger: .silent)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var greeting = Greeting(json: Greeting.resourceType.emptyObject)
            greeting.metadata = ObjectMeta(name: "hello", namespace: "shop")
            greeting.json["spec"] = ["to": "world"]
            api.put(greeting)
            while api.objects(ConfigMap.self).isEmpty { await Task.yield() }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
        #expect(api.objects(Event.self).map(\.reason) == ["Greeted"], "written before the end")
        #expect(api.watchCount == 0)
    }

    @Test func isTheOneInTheReadme() throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent()
        let readme = try String(
            contentsOf: tests.appending(path: "../../../Sources/ControllerRuntime/README.md").standardizedFileURL, encoding: .utf8)
        let source = try String(contentsOf: tests.appending(path: "Greeter.swift"), encoding: .utf8)
        let shown = try #require(readme.components(separatedBy: "```swift\n").dropFirst().first?.components(separatedBy: "```").first)
        let compiled = try #require(source.components(separatedBy: "a test compares.\n\n").last)
        #expect(shown == compiled)
    }
}
