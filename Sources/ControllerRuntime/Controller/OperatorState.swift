import KubernetesClient
import KubernetesModel

/// All that an ``Operator`` knows besides the cached objects: reflectors, queues, election. A value without I/O, clock or chance of its own.
///
/// It is told what happened, one thing at a time, and answers with what to do. The same inputs at the same times give the same effects.
struct OperatorState: Sendable {
    /// What happened.
    enum Input: Sendable {
        case start
        /// It is ``deadline``, or later.
        case timer
        case reflector(source: Int, generation: Int, Reflector.Input)
        case reconciled(controller: Int, ObjectKey, Outcome)
        case enqueue(controller: Int, ObjectKey)
        /// A write of our own was answered.
        case wrote(Store.Change)
        case follow(Set<NamedObject>, Dependent)
        case election(LeaderElection.Input)
        case shutdown
    }

    /// How a reconcile ended.
    enum Outcome: Sendable {
        case finished(Requeue)
        case failed(description: String, code: String)
    }

    /// What to do.
    enum Effect: Sendable {
        case list(source: Int, generation: Int, WatchSource, limit: Int, continueToken: String?)
        case watch(source: Int, generation: Int, APIRequest)
        case close(source: Int)
        case reconcile(controller: Int, ObjectKey)
        case election(LeaderElection.Effect)
        case report(Report)
        case end(lost: String?)
    }

    /// What a log may want to know.
    enum Report: Sendable {
        case reconcileFailed(controller: String, ObjectKey, description: String, code: String, failures: Int)
        case watchFailed(WatchSource, KubernetesError, retryAfter: Duration)
        case started(controller: String)
        case elected
    }

    private struct Source: Sendable {
        var source: WatchSource
        var reflector: Reflector
    }

    struct Controller: Sendable {
        var name: String
        var watches: Watches
        var queue: WorkQueue<ObjectKey>
        var isStarted = false
    }

    let options: Operator.Options
    private let metrics: RuntimeMetrics
    private(set) var controllers: [Controller]
    private(set) var election: LeaderElection?
    private var random: SplitMix64
    private var sources: [Int: Source] = [:]
    private var alarms = SourceAlarms()
    private var sourceNumbers: [WatchSource: Int] = [:]
    /// The sources that are not for one name; they stay until the end.
    private var collections: [ResourceType: [WatchSource]] = [:]
    private var nextSource = 0
    private var followers: [NamedObject: Set<Dependent>] = [:]
    private var followed: [Dependent: Set<NamedObject>] = [:]
    private var endsBy: Duration?
    private var isReleasing = false
    private var isOver = false

    init(_ controllers: [Controller], election: LeaderElection?, options: Operator.Options, random: SplitMix64, metrics: RuntimeMetrics) {
        self.controllers = controllers
        self.election = election
        self.options = options
        self.random = random
        self.metrics = metrics
        for controller in controllers { metrics.declare(controller: controller.name, concurrency: controller.queue.concurrency) }
    }

    /// When ``Input/timer`` is due.
    var deadline: Duration?

    /// Takes note of what happened.
    ///
    /// - Returns: what to do, in this order.
    mutating func handle(_ input: Input, at now: Duration, date: Timestamp, cache: Cache) -> [Effect] {
        guard !isOver else { return [] }
        var effects: [Effect] = []
        switch input {
        case .start: start(at: now, date: date, cache, &effects)
        case .timer: handleTimer(at: now, date: date, cache, &effects)
        case .reflector(let source, let generation, let event): pass(event, to: source, generation, at: now, cache, &effects)
        case .reconciled(let controller, let key, let outcome): finish(controller, key, outcome, at: now, &effects)
        case .enqueue(let controller, let key): controllers[controller].queue.add(key, at: now)
        case .wrote(let change): spread(change, at: now)
        case .follow(let objects, let dependent): follow(objects, dependent, at: now, cache, &effects)
        case .election(let event): elect(event, at: now, date: date, &effects)
        case .shutdown: if endsBy == nil { endsBy = now + options.gracePeriod }
        }
        startControllers(&effects)
        handOut(at: now, &effects)
        proceedWithShutdown(at: now, date: date, &effects)
        updateDeadline()
        return effects
    }

    // MARK: Watching

    private mutating func start(at now: Duration, date: Timestamp, _ cache: Cache, _ effects: inout [Effect]) {
        for controller in controllers {
            for source in Self.sources(of: controller, in: cache.scope) { open(source, at: now, cache, &effects) }
        }
        elect(.start, at: now, date: date, &effects)
    }

    private static func sources(of controller: Controller, in scope: WatchScope) -> [WatchSource] {
        controller.watches.watches.flatMap { watch -> [WatchSource] in
            if case .follower = watch.mapping { return [] }
            return scope.places(isNamespaced: watch.type.isNamespaced).map {
                WatchSource(watch.type, namespace: $0, labelSelector: watch.labelSelector)
            }
        }
    }

    private mutating func open(_ source: WatchSource, at now: Duration, _ cache: Cache, _ effects: inout [Effect]) {
        guard sourceNumbers[source] == nil else { return }
        let number = nextSource
        nextSource += 1
        sourceNumbers[source] = number
        if source.name == nil { collections[source.type, default: []].append(source) }
        sources[number] = Source(source: source, reflector: Reflector(strategy: options.strategy, backoff: options.watchBackoff))
        cache.open(source, as: number)
        pass(.start, to: number, 0, at: now, cache, &effects)
    }

    private mutating func close(_ source: WatchSource, _ cache: Cache, _ effects: inout [Effect]) {
        guard let number = sourceNumbers.removeValue(forKey: source) else { return }
        sources[number] = nil
        _ = cache.close(source, number)
        effects.append(.close(source: number))
    }

    private mutating func pass(
        _ event: Reflector.Input, to number: Int, _ generation: Int, at now: Duration, _ cache: Cache, _ effects: inout [Effect]
    ) {
        guard var source = sources[number] else { return }
        let type = source.source.type
        let steps = source.reflector.handle(event, generation: generation, at: now, random: &random)
        sources[number] = source
        alarms.set(source.reflector.deadline, for: number)
        for step in steps {
            switch step {
            case .list(let token):
                var limit = 500
                if case .pages(let size) = options.strategy { limit = size }
                effects.append(.list(source: number, generation: source.reflector.generation, source.source, limit: limit, continueToken: token))
            case .watch(let version, let initialEvents):
                // Servers end a watch by themselves; between 5 and 10 minutes, so that not all end together.
                let request = source.source.watchRequest(
                    from: version, initialEvents: initialEvents, timeoutSeconds: 300 + Int(random.unit() * 300))
                effects.append(.watch(source: number, generation: source.reflector.generation, request))
            case .close: effects.append(.close(source: number))
            case .put(let object):
                metrics.watchEvents.increment([type.groupResource])
                if let change = cache.update(type, { $0.put(object, from: [number]) }), change.isSignificant { spread(change, at: now) }
            case .remove(let key, let version):
                metrics.watchEvents.increment([type.groupResource])
                if let change = cache.update(type, { $0.remove(key, version: version.flatMap { UInt64($0) }, from: number) }) {
                    spread(change, at: now)
                }
            case .keepOnly(let keys):
                let only = source.source.object?.key
                for change in cache.update(type, { $0.removeAll(from: number, except: keys, only: only) }) ?? [] { spread(change, at: now) }
            case .reached(let version):
                _ = cache.update(type) { store -> Void? in store.note(UInt64(version), from: [number]) }
            case .synced:
                cache.markSynced(source.source, number)
                if let name = source.source.name {
                    wakeFollowers(of: type, ObjectKey(namespace: source.source.namespace, name: name), at: now)
                }
            case .failed(let error, let delay):
                metrics.watchFailures.increment([type.groupResource, error.code.description])
                effects.append(.report(.watchFailed(source.source, error, retryAfter: delay)))
            }
        }
    }

    /// Puts everything into the queues that an object's change concerns.
    private mutating func spread(_ change: Store.Change, at now: Duration) {
        let versions = [change.old, change.new].compactMap(\.self)
        for index in controllers.indices {
            let watches = controllers[index].watches
            var keys: Set<ObjectKey> = []
            for watch in watches.watches where watch.type == change.type {
                for object in versions where watch.labelSelector?.matches(object.labels) ?? true {
                    keys.formUnion(watch.keys(for: object, of: watches.kind))
                }
            }
            for key in keys.sorted() { controllers[index].queue.add(key, at: now) }
        }
        wakeFollowers(of: change.type, change.key, at: now)
    }

    private mutating func wakeFollowers(of type: ResourceType, _ key: ObjectKey, at now: Duration) {
        guard let dependents = followers[NamedObject(type, key)] else { return }
        for dependent in dependents.sorted(by: { ($0.controller, $0.key) < ($1.controller, $1.key) }) {
            guard let index = controllers.firstIndex(where: { $0.name == dependent.controller }) else { continue }
            controllers[index].queue.add(dependent.key, at: now)
        }
    }

    private mutating func follow(
        _ objects: Set<NamedObject>, _ dependent: Dependent, at now: Duration, _ cache: Cache, _ effects: inout [Effect]
    ) {
        let before = followed[dependent] ?? []
        guard objects != before else { return }
        followed[dependent] = objects.isEmpty ? nil : objects
        for object in objects.subtracting(before).sorted() {
            followers[object, default: []].insert(dependent)
            // Where the whole collection is watched anyway, no watch of its own is needed.
            if collections[object.type]?.contains(where: { $0.wouldContain(object.key) }) != true { open(object.source, at: now, cache, &effects) }
        }
        for object in before.subtracting(objects).sorted() {
            followers[object]?.remove(dependent)
            guard followers[object]?.isEmpty == true else { continue }
            followers[object] = nil
            close(object.source, cache, &effects)
        }
    }

    // MARK: Working

    private mutating func startControllers(_ effects: inout [Effect]) {
        guard election?.isLeading ?? true else { return }
        for index in controllers.indices where !controllers[index].isStarted {
            let isSynced = isSynced(controllers[index])
            guard isSynced else { continue }
            controllers[index].isStarted = true
            effects.append(.report(.started(controller: controllers[index].name)))
        }
    }

    private func isSynced(_ controller: Controller) -> Bool {
        let watched = controller.watches.watches.filter { if case .follower = $0.mapping { false } else { true } }
        return watched.allSatisfy { watch in
            let sources = sources.values.filter {
                $0.source.type == watch.type && $0.source.labelSelector == watch.labelSelector && $0.source.name == nil
            }
            return !sources.isEmpty && sources.allSatisfy(\.reflector.isSynced)
        }
    }

    private mutating func handOut(at now: Duration, _ effects: inout [Effect]) {
        guard endsBy == nil else { return }
        for index in controllers.indices where controllers[index].isStarted {
            let name = controllers[index].name
            while case .run(let key, let waited) = controllers[index].queue.next(at: now) {
                metrics.waited.observe([name, name], waited)
                effects.append(.reconcile(controller: index, key))
            }
        }
    }

    private mutating func finish(_ index: Int, _ key: ObjectKey, _ outcome: Outcome, at now: Duration, _ effects: inout [Effect]) {
        let name = controllers[index].name
        let (result, next): (String, WorkQueue<ObjectKey>.Outcome) =
            switch outcome {
            case .finished(.never): ("success", .done)
            case .finished(.immediately): ("requeue", .again(after: .zero))
            case .finished(.after(let delay, _)): ("requeue_after", .again(after: delay))
            case .failed: ("error", .retry)
            }
        let took = controllers[index].queue.finish(key, next, at: now, random: &random)
        metrics.reconciles.increment([name, result])
        metrics.took.observe([name], took)
        metrics.worked.observe([name, name], took)
        if case .failed(let description, let code) = outcome {
            metrics.errors.increment([name])
            effects.append(
                .report(
                    .reconcileFailed(
                        controller: name, key, description: description, code: code, failures: controllers[index].queue.failures(of: key))))
        }
    }

    // MARK: Leading and ending

    private mutating func elect(_ event: LeaderElection.Input, at now: Duration, date: Timestamp, _ effects: inout [Effect]) {
        guard let steps = election?.handle(event, at: now, date: date, random: &random) else { return }
        for step in steps {
            switch step {
            case .elected: effects.append(.report(.elected))
            case .lost(let reason): end(lost: reason, &effects)
            case .released: end(lost: nil, &effects)
            default: effects.append(.election(step))
            }
        }
    }

    private mutating func proceedWithShutdown(at now: Duration, date: Timestamp, _ effects: inout [Effect]) {
        guard let endsBy, !isOver, !isReleasing else { return }
        guard now >= endsBy || controllers.allSatisfy({ $0.queue.running == 0 }) else { return }
        isReleasing = true
        if election == nil {
            end(lost: nil, &effects)
        } else {
            elect(.release, at: now, date: date, &effects)
        }
    }

    private mutating func end(lost: String?, _ effects: inout [Effect]) {
        guard !isOver else { return }
        isOver = true
        effects.append(.end(lost: lost))
    }

    // MARK: Time

    private mutating func handleTimer(at now: Duration, date: Timestamp, _ cache: Cache, _ effects: inout [Effect]) {
        for number in alarms.take(at: now) {
            guard let source = sources[number] else { continue }
            pass(.timer, to: number, source.reflector.generation, at: now, cache, &effects)
        }
        if let deadline = election?.deadline, deadline <= now { elect(.timer, at: now, date: date, &effects) }
    }

    private mutating func updateDeadline() {
        var earliest: Duration?
        func consider(_ time: Duration?) {
            if let time { earliest = min(earliest ?? time, time) }
        }
        consider(alarms.first)
        consider(election?.deadline)
        if let endsBy {
            if !isReleasing { consider(endsBy) }
        } else {
            for controller in controllers where controller.isStarted { consider(controller.queue.nextDue) }
        }
        deadline = earliest
    }

    // MARK: For those who look in

    /// Whether everything that is watched has been read, and nothing is being done or to be retried.
    var isQuiet: Bool {
        (election?.isLeading ?? true) && controllers.allSatisfy { $0.isStarted && $0.queue.isIdle }
            && sources.values.allSatisfy { $0.reflector.isSynced && $0.reflector.lastError == nil }
    }

    /// What has not been read yet, and why; sorted.
    var unread: [String] {
        sources.values.filter { !$0.reflector.isSynced }
            .map { source in "\(source.source) not read yet" + (source.reflector.lastError.map { ": \($0)" } ?? "") }.sorted()
    }
}

extension NamedObject: Comparable {
    init(_ type: ResourceType, _ key: ObjectKey) {
        self.type = type
        self.key = key
    }

    public static func < (one: Self, other: Self) -> Bool { (one.type.groupResource, one.key) < (other.type.groupResource, other.key) }
}
