public import KubernetesClient
public import KubernetesModel
public import Logging
public import ServiceLifecycle
import Synchronization

/// Runs controllers: fills their ``Cache`` by watches and calls them when something changed.
///
///     let cache = Cache(scope: .namespaces(["shop"]))
///     let shop = Operator(api: client, cache: cache, logger: logger) {
///         WidgetController(cache: cache, api: client)
///     }
///     try await shop.run()
///
/// - Flow: one event loop. Answers of the server, ends of reconciles and times come in, one by one; what is to be done goes out as child tasks.
/// - Guarantees: those of ``Reconciler``. With an election nothing is reconciled unless this process leads; caches are filled before, so a
///   follower takes over without reading anything.
/// - End: at a graceful shutdown nothing new begins; what is going on may finish within ``Options/gracePeriod``; then the lease is released
///   and ``run()`` returns. When the lease is lost everything is cancelled and ``run()`` throws ``LeadershipLost``: end the process.
public final class Operator: ServiceLifecycle.Service {
    /// How it behaves.
    public struct Options: Sendable {
        /// Which replica works; nil if there is only one.
        public var election: LeaderElection.Options?
        /// How long reconciles may take to finish at the end.
        public var gracePeriod: Duration
        /// How long a key waits after its reconcile failed.
        public var reconcileBackoff: Backoff
        /// How long a watch waits after it failed.
        public var watchBackoff: Backoff
        /// How collections are read in the first place.
        public var strategy: Reflector.Strategy
        /// Where all chance comes from; nil for a new seed.
        public var seed: UInt64?

        public init(
            election: LeaderElection.Options? = nil, gracePeriod: Duration = .seconds(20), reconcileBackoff: Backoff = .reconcile,
            watchBackoff: Backoff = .watch, strategy: Reflector.Strategy = .pages(limit: 500), seed: UInt64? = nil
        ) {
            self.election = election
            self.gracePeriod = gracePeriod
            self.reconcileBackoff = reconcileBackoff
            self.watchBackoff = watchBackoff
            self.strategy = strategy
            self.seed = seed
        }
    }

    /// Another replica leads, or the lease could not be renewed in time.
    public struct LeadershipLost: Error, Hashable, CustomStringConvertible {
        public let reason: String
        public var description: String { "leadership lost: \(reason)" }
    }

    public let cache: Cache
    private let api: any KubernetesAPI
    private let reconcilers: [any Reconciler]
    private let clock: any RuntimeClock
    private let executor: (any TaskExecutor)?
    private let logger: Logger
    private let trace: (@Sendable (String) -> Void)?
    private let state: Mutex<OperatorState>
    private let inputs: AsyncStream<OperatorState.Input>
    private let input: AsyncStream<OperatorState.Input>.Continuation

    /// - Parameters:
    ///   - api: the server.
    ///   - cache: what the controllers read; one cache belongs to one operator.
    ///   - clock: where time comes from.
    ///   - executor: what all tasks run on; nil for Swift's own threads.
    ///   - metrics: where its metrics go.
    ///   - trace: is told everything that happens, in order; for tests.
    ///   - controllers: what to run.
    public init(
        api: any KubernetesAPI, cache: Cache, options: Options = Options(), clock: any RuntimeClock = SystemClock(),
        executor: (any TaskExecutor)? = nil, metrics: MetricsRegistry = MetricsRegistry(), logger: Logger,
        trace: (@Sendable (String) -> Void)? = nil, @ReconcilerBuilder controllers: () -> [any Reconciler]
    ) {
        self.api = api
        self.cache = cache
        self.clock = clock
        self.executor = executor
        self.logger = logger
        self.trace = trace
        reconcilers = controllers()
        let runtimeMetrics = RuntimeMetrics(metrics)
        state = Mutex(
            OperatorState(
                reconcilers.map {
                    .init(
                        name: type(of: $0).name, watches: type(of: $0).watches,
                        queue: WorkQueue(concurrency: $0.concurrency, backoff: options.reconcileBackoff))
                },
                election: options.election.map(LeaderElection.init), options: options,
                random: options.seed.map { SplitMix64(seed: $0) } ?? .seededBySystem(), metrics: runtimeMetrics))
        (inputs, input) = AsyncStream.makeStream()
        let input = input
        cache.connect(
            follow: { input.yield(.follow($0, $1)) },
            wrote: { input.yield(.wrote($0)) })
        metrics.onCollect { [weak self] in self?.collect(into: runtimeMetrics) }
    }

    /// Runs until the task is cancelled, the service group shuts down gracefully, or the lease is lost.
    ///
    /// - Throws: ``LeadershipLost``.
    public func run() async throws {
        let lost = await withTaskExecutorPreference(executor) {
            await withGracefulShutdownHandler {
                await loop()
            } onGracefulShutdown: {
                self.shutDown()
            }
        }
        if let lost { throw LeadershipLost(reason: lost) }
    }

    /// Begins no more work; ``run()`` returns once what is going on has finished.
    public func shutDown() { input.yield(.shutdown) }

    /// Has an object reconciled by a controller soon.
    public func enqueue(_ key: ObjectKey, for reconciler: any Reconciler.Type) {
        guard let index = reconcilers.firstIndex(where: { type(of: $0) == reconciler }) else { return }
        input.yield(.enqueue(controller: index, key))
    }

    /// Whether this process leads; true if there is no election.
    public var isLeading: Bool { state.withLock { $0.election?.isLeading ?? true } }

    /// Whether everything that is watched has been read and nothing is left to do but to wait.
    public var isQuiet: Bool { state.withLock { $0.isQuiet } }

    /// What keeps it from being ready: collections that could not be read yet, with the reason. Empty if it is ready.
    public var unread: [String] { state.withLock { $0.unread } }

    // MARK: The event loop

    private func loop() async -> String? {
        await withDiscardingTaskGroup { group in
            var gates: [Int: Gate] = [:]
            var alarms: [Duration] = []
            input.yield(.start)
            for await event in inputs {
                let now = clock.now
                if case .timer = event { alarms.removeAll { $0 <= now } }
                let (effects, deadline) = state.withLock { state in
                    (state.handle(event, at: now, date: clock.date, cache: cache), state.deadline)
                }
                if let trace {
                    trace("\(now.seconds) \(event.traceLine)")
                    for effect in effects { trace(effect.traceLine) }
                }
                for effect in effects {
                    if case .end(let lost) = effect {
                        group.cancelAll()
                        input.finish()
                        return lost
                    }
                    perform(effect, in: &group, &gates)
                }
                // An alarm that goes off too early is harmless, so later ones need not be cancelled.
                if let deadline, alarms.allSatisfy({ $0 > deadline }) {
                    alarms.append(deadline)
                    group.addTask { [clock, input] in
                        guard (try? await clock.sleep(until: deadline)) != nil else { return }
                        input.yield(.timer)
                    }
                }
            }
            group.cancelAll()
            return nil
        }
    }

    private func perform(_ effect: OperatorState.Effect, in group: inout DiscardingTaskGroup, _ gates: inout [Int: Gate]) {
        switch effect {
        case .list(let source, let generation, let collection, let limit, let token):
            group.addTask { [api, input] in
                let page = await api.page(of: collection, limit: limit, continueToken: token)
                input.yield(.reflector(source: source, generation: generation, .page(page)))
            }
        case .watch(let source, let generation, let request):
            gates[source]?.open()
            let gate = Gate()
            gates[source] = gate
            group.addTask { [api, input] in
                await untilOpen(gate) {
                    let error = await api.follow(request) { event in
                        input.yield(.reflector(source: source, generation: generation, .event(event)))
                    }
                    input.yield(.reflector(source: source, generation: generation, .ended(error)))
                }
            }
        case .close(let source):
            gates.removeValue(forKey: source)?.open()
        case .reconcile(let controller, let key):
            let reconciler = reconcilers[controller]
            group.addTask { [input, logger] in
                var outcome: OperatorState.Outcome
                do {
                    let requeue = try await reconciler.reconcile(key)
                    outcome = .finished(requeue)
                    logger.debug("Reconciled", metadata: ["controller": "\(type(of: reconciler).name)", "object": "\(key)", "next": "\(requeue)"])
                } catch {
                    outcome = .failed(description: "\(error)", code: (error as? KubernetesError)?.code.description ?? "\(type(of: error))")
                }
                input.yield(.reconciled(controller: controller, key, outcome))
            }
        case .election(let step):
            group.addTask { [self] in await elect(step) }
        case .report(let report):
            log(report)
        case .end:
            break
        }
    }

    private func elect(_ step: LeaderElection.Effect) async {
        guard let lease = state.withLock({ $0.election?.options.lease }) else { return }
        do {
            switch step {
            case .read: input.yield(.election(.read(.success(try await api.find(Lease.self, lease)))))
            case .create(let lease): input.yield(.election(.written(.success(try await api.create(lease)))))
            case .replace(let lease): input.yield(.election(.written(.success(try await api.replace(lease)))))
            case .elected, .lost, .released: break
            }
        } catch {
            logger.debug("The lease could not be read or written", metadata: ["error": "\(error)", "error.code": "\(error.code)"])
            input.yield(.election(step == .read ? .read(.failure(error)) : .written(.failure(error))))
        }
    }

    private func log(_ report: OperatorState.Report) {
        switch report {
        case .reconcileFailed(let controller, let key, let description, let code, let failures):
            // A conflict only says that the cache was behind; another one in a row is worth a look.
            logger.log(
                level: code == KubernetesError.Code.conflict.description && failures < 3 ? .debug : .warning, "A reconcile failed",
                metadata: [
                    "controller": "\(controller)", "object": "\(key)", "error": "\(description)", "error.code": "\(code)", "failures": "\(failures)",
                ])
        case .watchFailed(let source, let error, let delay):
            let isHarmless = error.code == .resourceVersionTooOld || error.code == .connection || error.code == .timeout
            logger.log(
                level: isHarmless ? .debug : .warning, "A watch failed",
                metadata: ["watch": "\(source)", "error": "\(error)", "error.code": "\(error.code)", "again in": "\(delay)"])
        case .started(let controller): logger.debug("Controller started", metadata: ["controller": "\(controller)"])
        case .elected: logger.info("This process leads")
        }
    }

    private func collect(into metrics: RuntimeMetrics) {
        let now = clock.now
        state.withLock { state in
            for controller in state.controllers {
                let name = controller.name
                metrics.depth.set([name, name], to: Double(controller.queue.depth))
                metrics.adds.set([name, name], to: Double(controller.queue.adds))
                metrics.retries.set([name, name], to: Double(controller.queue.retries))
                metrics.unfinished.set([name, name], to: controller.queue.unfinishedWork(at: now).seconds)
                metrics.longest.set([name, name], to: controller.queue.longestRunning(at: now).seconds)
                metrics.activeWorkers.set([name], to: Double(controller.queue.running))
            }
            if let election = state.election {
                metrics.isLeader.set([election.options.lease.name], to: election.isLeading ? 1 : 0)
            }
        }
        for (type, count) in cache.counts { metrics.cached.set([type.groupResource], to: Double(count)) }
    }
}
