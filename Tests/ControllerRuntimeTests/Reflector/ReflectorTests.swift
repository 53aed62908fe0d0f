import ControllerRuntime
import KubernetesClient
import KubernetesModel
import Testing

@Suite("A reflector") struct ReflectorTests {
    /// A reflector and the time.
    private struct Bench {
        var reflector: Reflector
        var now = Duration.zero
        var random = SplitMix64(seed: 1)

        init(_ strategy: Reflector.Strategy = .pages(limit: 2)) {
            reflector = Reflector(strategy: strategy, backoff: Backoff(first: .seconds(1), limit: .seconds(30), jitter: 0))
        }

        mutating func handle(_ input: Reflector.Input, generation: Int? = nil) -> [Reflector.Effect] {
            reflector.handle(input, generation: generation ?? reflector.generation, at: now, random: &random)
        }

        /// Brings it to where it watches from version 10 and has seen `a`.
        mutating func watch() {
            _ = handle(.start)
            _ = handle(.page(.success(ObjectList(items: [object("a", 9)], resourceVersion: "10"))))
        }
    }

    private static func object(_ name: String, _ version: Int) -> JSONValue {
        ["kind": "Pod", "metadata": ["name": .string(name), "namespace": "shop", "resourceVersion": .string(String(version))]]
    }
    private static func key(_ name: String) -> ObjectKey { ObjectKey(namespace: "shop", name: name) }
    private static func error(_ code: KubernetesError.Code) -> KubernetesError { KubernetesError(code, request: "list pods") }

    @Test func readsAllPagesAndThenWatches() {
        var it = Bench()
        let (a, b, c) = (Self.object("a", 1), Self.object("b", 2), Self.object("c", 3))
        #expect(it.handle(.start) == [.list(continueToken: nil)])
        #expect(
            it.handle(.page(.success(ObjectList(items: [a, b], resourceVersion: "10", continueToken: "next"))))
                == [.put(a), .put(b), .list(continueToken: "next")])
        #expect(!it.reflector.isSynced)
        #expect(
            it.handle(.page(.success(ObjectList(items: [c], resourceVersion: "10"))))
                == [
                    .put(c), .keepOnly([Self.key("a"), Self.key("b"), Self.key("c")]), .reached(resourceVersion: "10"), .synced,
                    .watch(resourceVersion: "10", initialEvents: false),
                ])
        #expect(it.reflector.isSynced)
    }

    @Test func passesEventsOnAndResumesFromTheLast() {
        var it = Bench()
        it.watch()
        #expect(it.handle(.event(.modified(Self.object("a", 12)))) == [.put(Self.object("a", 12))])
        #expect(it.handle(.event(.deleted(Self.object("a", 15)))) == [.remove(Self.key("a"), resourceVersion: "15")])
        #expect(it.handle(.event(.bookmark(resourceVersion: "20", endsInitialEvents: false))) == [.reached(resourceVersion: "20")])
        it.now = .seconds(300)
        #expect(it.handle(.ended(nil)) == [.watch(resourceVersion: "20", initialEvents: false)])
    }

    @Test func readsAgainWhenTheHistoryIsGoneAndDropsWhatIsNotThere() {
        var it = Bench()
        it.watch()
        let effects = it.handle(.ended(Self.error(.resourceVersionTooOld)))
        guard case .failed(_, let delay)? = effects.first else {
            Issue.record("\(effects)")
            return
        }
        #expect(delay <= .seconds(1), "compaction is no fault")
        it.now = delay
        #expect(it.handle(.timer) == [.list(continueToken: nil)])
        let b = Self.object("b", 40)
        #expect(
            it.handle(.page(.success(ObjectList(items: [b], resourceVersion: "50"))))
                == [
                    .put(b), .keepOnly([Self.key("b")]), .reached(resourceVersion: "50"), .watch(resourceVersion: "50", initialEvents: false),
                ])
        // A server that does this again and again is left alone for longer and longer.
        for expected in [2, 4, 8] as [Int64] {
            #expect(
                it.handle(.ended(Self.error(.resourceVersionTooOld))) == [.failed(Self.error(.resourceVersionTooOld), retryAfter: .seconds(expected))]
            )
            it.now += .seconds(expected)
            #expect(it.handle(.timer) == [.list(continueToken: nil)])
            _ = it.handle(.page(.success(ObjectList(items: [], resourceVersion: "60"))))
        }
    }

    @Test func takesASilentWatchForDead() {
        var it = Bench()
        it.watch()
        it.now = .seconds(60)
        _ = it.handle(.event(.bookmark(resourceVersion: "30", endsInitialEvents: false)))
        it.now = .seconds(149)
        #expect(it.handle(.timer).isEmpty)
        #expect(it.reflector.deadline == .seconds(150))
        it.now = .seconds(150)
        let old = it.reflector.generation
        #expect(it.handle(.timer) == [.close, .watch(resourceVersion: "30", initialEvents: false)])
        #expect(it.handle(.event(.added(Self.object("late", 99))), generation: old).isEmpty, "what the dead one still says does not count")
        #expect(it.handle(.ended(nil), generation: old).isEmpty)
    }

    @Test func waitsAfterFailuresAndAsLongAsTheServerAsks() {
        var it = Bench()
        _ = it.handle(.start)
        #expect(it.handle(.page(.failure(Self.error(.server)))) == [.failed(Self.error(.server), retryAfter: .seconds(1))])
        #expect(it.handle(.timer).isEmpty, "too early")
        it.now = .seconds(1)
        #expect(it.handle(.timer) == [.list(continueToken: nil)])
        let busy = KubernetesError(.tooManyRequests, request: "list pods", retryAfterSeconds: 17)
        #expect(it.handle(.page(.failure(busy))) == [.failed(busy, retryAfter: .seconds(17))])
        #expect(it.reflector.lastError == busy)
    }

    @Test func doesNotAskAtOnceAgainWhenAWatchEndsAtOnce() {
        var it = Bench()
        it.watch()
        #expect(it.handle(.ended(nil)).isEmpty)
        #expect(it.reflector.deadline == .seconds(1))
        it.now = .seconds(1)
        #expect(it.handle(.timer) == [.watch(resourceVersion: "10", initialEvents: false)])
    }

    @Test func beginsAListAgainWhoseContinuationHasExpired() {
        var it = Bench()
        _ = it.handle(.start)
        _ = it.handle(.page(.success(ObjectList(items: [Self.object("a", 1)], resourceVersion: "10", continueToken: "next"))))
        _ = it.handle(.page(.failure(Self.error(.resourceVersionTooOld))))
        it.now = .seconds(2)
        #expect(it.handle(.timer) == [.list(continueToken: nil)])
    }

    @Test func readsByTheFirstEventsOfTheWatchWhereAskedTo() {
        var it = Bench(.streaming)
        #expect(it.handle(.start) == [.watch(resourceVersion: nil, initialEvents: true)])
        #expect(it.handle(.event(.added(Self.object("a", 3)))) == [.put(Self.object("a", 3))])
        #expect(
            it.handle(.event(.bookmark(resourceVersion: "10", endsInitialEvents: true)))
                == [.keepOnly([Self.key("a")]), .reached(resourceVersion: "10"), .synced])
        it.now = .seconds(10)
        #expect(it.handle(.ended(nil)) == [.watch(resourceVersion: "10", initialEvents: false)])
    }

    @Test func readsByPagesWhereTheServerCannotDoThat() {
        var it = Bench(.streaming)
        _ = it.handle(.start)
        #expect(it.handle(.ended(Self.error(.invalid))) == [.list(continueToken: nil)])
    }
}
