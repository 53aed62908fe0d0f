import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Testing

@Suite("Events") struct EventTests {
    private let pod = Pod(metadata: ObjectMeta(name: "db-0", namespace: "shop", uid: "1"))

    private func world(_ faults: Faults = .none) -> (Simulation, EventRecorder) {
        let world = Simulation(faults: faults)
        let events = EventRecorder(api: world.api, component: "egret-operator", instance: "pod-1", clock: world.clock, logger: .silent)
        world.start { try await events.run() }
        return (world, events)
    }

    @Test func saysWhatHappenedToWhom() throws {
        let (world, events) = world()
        events.warning(pod, reason: "MemberNotReady", message: "db-0 is not ready")
        world.run(for: .seconds(1))
        let event = try #require(world.api.objects(Event.self).first)
        #expect(event.involvedObject == ObjectReference(apiVersion: "v1", kind: "Pod", name: "db-0", namespace: "shop", uid: "1"))
        #expect(event.type == "Warning")
        #expect(event.count == 1)
        #expect(event.reportingComponent == "egret-operator")
        #expect(event.source?.host == "pod-1")
        #expect(event.firstTimestamp == event.lastTimestamp)
    }

    @Test func areCountedWhenRepeatedAndWrittenSeldom() throws {
        let (world, events) = world()
        for _ in 0..<100 {
            events.normal(pod, reason: "Waiting", message: "for a member")
            world.run(for: .seconds(1))
        }
        world.run(for: .seconds(60))
        let found = world.api.objects(Event.self)
        #expect(found.count == 1)
        #expect(found.first?.count == 100)
        #expect(world.api.writes.count <= 5)
    }

    @Test func areCountedOnAfterARestart() throws {
        let (world, events) = world()
        events.normal(pod, reason: "Started", message: "as told")
        world.run(for: .seconds(1))
        let again = EventRecorder(api: world.api, component: "egret-operator", clock: world.clock, logger: .silent)
        world.start { try await again.run() }
        again.normal(pod, reason: "Started", message: "as told")
        world.run(for: .seconds(1))
        #expect(world.api.objects(Event.self).map(\.count) == [2])
    }

    @Test func comeAnewWhenTheServerHasForgottenThem() throws {
        let (world, events) = world()
        events.normal(pod, reason: "Started", message: "as told")
        world.run(for: .seconds(1))
        world.api.remove(Event.self, try #require(world.api.objects(Event.self).first).key)
        world.run(for: .seconds(60))
        events.normal(pod, reason: "Started", message: "as told")
        world.run(for: .seconds(1))
        #expect(world.api.objects(Event.self).map(\.count) == [1])
    }

    @Test func areTriedAgainAFewTimesAndThenDropped() {
        let (world, events) = world(Faults(failure: 1))
        events.normal(pod, reason: "Started", message: "as told")
        world.run(for: .seconds(600))
        #expect(world.api.writes.count == 3)
        world.api.faults = .none
        events.normal(pod, reason: "Stopped", message: "as told")
        world.run(for: .seconds(1))
        #expect(world.api.objects(Event.self).map(\.reason) == ["Stopped"])
    }

    @Test func areWrittenBeforeTheEnd() throws {
        let (world, events) = world()
        for number in 0..<5 {
            events.normal(pod, reason: "Started", message: "as told")
            events.normal(pod, reason: "Started", message: "number \(number)")
        }
        events.shutDown()
        world.run(for: .seconds(1))
        #expect(world.api.objects(Event.self).count == 6)
        #expect(world.api.objects(Event.self).reduce(0) { $0 + ($1.count ?? 0) } == 10)
    }

    @Test func areBounded() {
        var log = EventLog()
        for number in 0..<2000 {
            let object = ObjectReference(kind: "Pod", name: "p\(number)", namespace: "shop")
            log.record(.init(object: object, type: "Normal", reason: "A", message: "b"), at: .zero, date: Timestamp(secondsSince1970: 0))
        }
        #expect(log.dropped == 2000 - EventLog.limit)
    }
}
