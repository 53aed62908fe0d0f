import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Logging
import Testing

@Suite("Leader election") struct LeaderElectionTests {
    /// Two replicas that do nothing but lead.
    private struct Idle: Reconciler {
        static let watches = Watches(ConfigMap.self)
        func reconcile(_ key: ObjectKey) async throws -> Requeue { .never }
    }

    private static let lease = ObjectKey(namespace: "shop", name: "lock")

    private func replica(_ identity: String, in world: Simulation) -> Operator {
        Operator(
            api: world.api, cache: Cache(), options: .init(election: .init(lease: Self.lease, identity: identity), seed: 1), clock: world.clock,
            executor: world.executor, logger: .silent
        ) { Idle() }
    }

    @Test func letsOneLeadAndAnotherTakeOverAfterACrash() throws {
        let world = Simulation()
        let (one, two) = (replica("one", in: world), replica("two", in: world))
        let running = world.start { try await one.run() }
        world.run(for: .seconds(1))
        world.start { try await two.run() }
        world.run(for: .seconds(300))
        #expect(one.isLeading)
        #expect(!two.isLeading)
        running.cancel()
        world.run(for: .seconds(45))
        #expect(!two.isLeading, "the lease has not expired")
        try world.wait(for: "the other one to lead", within: .seconds(30)) { two.isLeading }
        let lease = try #require(world.api.object(Lease.self, Self.lease))
        #expect(lease.spec?.holderIdentity == "two")
        #expect(lease.spec?.leaseTransitions == 1)
        #expect(lease.spec?.leaseDurationSeconds == 60)
    }

    @Test func releasesTheLeaseAtAnOrderlyEnd() throws {
        let world = Simulation()
        let (one, two) = (replica("one", in: world), replica("two", in: world))
        world.start { try await one.run() }
        world.run(for: .seconds(1))
        world.start { try await two.run() }
        world.run(for: .seconds(60))
        one.shutDown()
        try world.wait(for: "the other one to lead", within: .seconds(15)) { two.isLeading }
        #expect(world.errors.isEmpty)
    }

    @Test("an end during a renewal waits for its answer, and releases what that left", arguments: [true, false])
    func releasesAfterARenewalThatIsUnderWay(isRenewed: Bool) throws {
        var election = LeaderElection(.init(lease: Self.lease, identity: "one"))
        var random = SplitMix64(seed: 1)
        func handle(_ input: LeaderElection.Input, at seconds: Int) -> [LeaderElection.Effect] {
            election.handle(input, at: .seconds(seconds), date: Timestamp(secondsSince1970: Int64(seconds)), random: &random)
        }
        func written(_ effects: [LeaderElection.Effect], version: String) throws -> Lease {
            for effect in effects {
                switch effect {
                case .create(var lease), .replace(var lease):
                    lease.metadata.resourceVersion = version
                    return lease
                default: continue
                }
            }
            throw KubernetesError(.conflict, request: "nothing was written")
        }
        _ = handle(.start, at: 0)
        _ = handle(.written(.success(try written(handle(.read(.success(nil)), at: 1), version: "1"))), at: 1)
        let deadline = try #require(election.deadline)
        let renewal = try written(handle(.timer, at: Int(deadline.components.seconds) + 1), version: "2")
        #expect(handle(.release, at: 60).isEmpty, "the renewal is under way")
        let answer = isRenewed ? Result<Lease, KubernetesError>.success(renewal) : .failure(KubernetesError(.conflict, request: "put"))
        let released = try written(handle(.written(answer), at: 61), version: "3")
        #expect(released.spec?.holderIdentity?.isEmpty == true)
        guard case .released = try #require(handle(.written(.success(released)), at: 62).first) else { Issue.record("not over"); return }
    }

    @Test func endsWhenTheLeaseCannotBeRenewed() throws {
        let world = Simulation()
        let one = replica("one", in: world)
        world.start { try await one.run() }
        world.run(for: .seconds(100))
        #expect(one.isLeading)
        world.api.faults.failure = 1
        world.run(for: .seconds(35))
        #expect(world.errors.isEmpty, "it may still succeed")
        world.run(for: .seconds(20))
        #expect(world.errors.first is Operator.LeadershipLost)
    }

    @Test func endsWhenAnotherOneHasTaken() throws {
        let world = Simulation()
        let one = replica("one", in: world)
        world.start { try await one.run() }
        world.run(for: .seconds(30))
        world.api.edit(Lease.self, Self.lease) { $0.spec?.holderIdentity = "thief" }
        world.run(for: .seconds(15))
        #expect((world.errors.first as? Operator.LeadershipLost)?.reason == "the lease is held by thief")
    }

    @Test("never lets two lead at a time", arguments: 1...10 as ClosedRange<UInt64>)
    func neverTwo(seed: UInt64) {
        let world = Simulation(
            seed: seed, faults: Faults(latency: .milliseconds(1) ... .seconds(4), failure: 0.3, conflict: 0.1, lostAnswer: 0.2))
        let replicas = ["one", "two", "three"].map { replica($0, in: world) }
        for replica in replicas { world.start { try await replica.run() } }
        var led: Set<Int> = []
        for _ in 0..<2000 {
            world.run(for: .milliseconds(500))
            let leading = replicas.indices.filter { replicas[$0].isLeading }
            #expect(leading.count <= 1)
            led.formUnion(leading)
        }
        #expect(!led.isEmpty)
    }

    @Test func readsItsOptionsFromTheEnvironment() throws {
        let standard = ObjectKey(namespace: "pgo", name: "08db3feb.percona.com")
        func read(_ environment: [String: String]) throws -> LeaderElection.Options? {
            try .reading(environment, defaultLease: standard, identity: "me")
        }
        #expect(try read([:]) == .init(lease: standard, identity: "me"))
        #expect(try read(["PGO_CONTROLLER_LEADER_ELECTION_ENABLED": "false"]) == nil)
        let options = try #require(
            try read([
                "PGO_CONTROLLER_LEASE_NAME": "lock", "PGO_CONTROLLER_LEASE_DURATION": "1m30s", "PGO_CONTROLLER_RENEW_DEADLINE": "20s",
                "PGO_CONTROLLER_RETRY_PERIOD": "500ms",
            ]))
        #expect(options.lease.name == "lock")
        #expect(options.leaseDuration == .seconds(90))
        #expect(options.retryPeriod == .milliseconds(500))
        #expect(throws: LeaderElection.Options.InvalidVariable.self) { try read(["PGO_CONTROLLER_LEASE_DURATION": "60"]) }
        #expect(throws: LeaderElection.Options.InvalidVariable.self) { try read(["PGO_CONTROLLER_RENEW_DEADLINE": "70s"]) }
    }

    @Test(
        arguments: [
            ("60s", Duration.seconds(60)), ("1m30s", .seconds(90)), ("1.5h", .seconds(5400)), ("250ms", .milliseconds(250)),
            ("1h0m1s", .seconds(3601)),
            ("", nil), ("60", nil), ("s", nil), ("1d", nil), ("-1s", nil),
        ] as [(String, Duration?)])
    func readsDurationsAsGoWritesThem(_ text: String, _ duration: Duration?) { #expect(Duration(parsingGo: text) == duration) }
}
