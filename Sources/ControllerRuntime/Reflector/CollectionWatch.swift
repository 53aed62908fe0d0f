public import KubernetesClient
public import KubernetesModel

/// Follows one collection for whoever has no ``Operator``: drives a ``Reflector`` with an API, a clock and chance.
///
/// Changes are passed on one by one, in their order; while one is dealt with, the next ones wait.
public struct CollectionWatch: Sendable {
    /// What is known of the collection now.
    public enum Change: Sendable {
        /// It has this object.
        case put(JSONValue)
        /// It no longer has this object.
        case remove(ObjectKey)
        /// It has these objects and no others.
        case keepOnly(Set<ObjectKey>)
        /// Everything has been read for the first time.
        case synced
    }

    private enum Input: Sendable {
        case reflector(Reflector.Input, generation: Int)
        case alarm
    }

    private let api: any KubernetesAPI
    private let source: WatchSource
    private let backoff: Backoff
    private let clock: any RuntimeClock

    /// - Parameter backoff: how long it waits after something failed.
    public init(_ source: WatchSource, api: any KubernetesAPI, backoff: Backoff = .watch, clock: any RuntimeClock = SystemClock()) {
        self.source = source
        self.api = api
        self.backoff = backoff
        self.clock = clock
    }

    /// Follows the collection until the task is cancelled, or a failure ends it.
    ///
    /// - Parameters:
    ///   - endsAfter: is told each failure; true ends the watch instead of trying again.
    ///   - pass: takes the changes.
    public func run(
        endsAfter: (KubernetesError) -> Bool = { _ in false }, _ pass: (Change) async -> Void
    ) async {
        let (inputs, input) = AsyncStream<Input>.makeStream()
        await withDiscardingTaskGroup { group in
            var reflector = Reflector(backoff: backoff)
            var random = SplitMix64.seededBySystem()
            var gate: Gate?
            var alarm: Duration?
            input.yield(.reflector(.start, generation: reflector.generation))
            following: for await event in inputs {
                if Task.isCancelled { break }
                let now = clock.now
                let effects: [Reflector.Effect]
                switch event {
                case .reflector(let event, let generation): effects = reflector.handle(event, generation: generation, at: now, random: &random)
                case .alarm:
                    alarm = nil
                    let isDue = reflector.deadline.map { $0 <= now } ?? false
                    effects = isDue ? reflector.handle(.timer, generation: reflector.generation, at: now, random: &random) : []
                }
                let generation = reflector.generation
                for effect in effects {
                    switch effect {
                    case .list(let token):
                        group.addTask { [api, source] in
                            input.yield(.reflector(.page(await api.page(of: source, limit: 500, continueToken: token)), generation: generation))
                        }
                    case .watch(let version, let initialEvents):
                        gate?.open()
                        let opened = Gate()
                        gate = opened
                        let request = source.watchRequest(from: version, initialEvents: initialEvents, timeoutSeconds: Self.timeoutSeconds)
                        group.addTask { [api] in
                            await untilOpen(opened) {
                                let error = await api.follow(request) { input.yield(.reflector(.event($0), generation: generation)) }
                                input.yield(.reflector(.ended(error), generation: generation))
                            }
                        }
                    case .close: gate?.open()
                    case .put(let object): await pass(.put(object))
                    case .remove(let key, _): await pass(.remove(key))
                    case .keepOnly(let keys): await pass(.keepOnly(keys))
                    case .synced: await pass(.synced)
                    case .reached: break
                    case .failed(let error, _): if endsAfter(error) { break following }
                    }
                }
                // One that goes off too early is harmless.
                if let deadline = reflector.deadline, alarm.map({ deadline < $0 }) ?? true {
                    alarm = deadline
                    group.addTask { [clock] in
                        guard (try? await clock.sleep(until: deadline)) != nil else { return }
                        input.yield(.alarm)
                    }
                }
            }
            group.cancelAll()
        }
    }

    /// When the server ends a watch, in seconds: as seldom as servers allow by themselves.
    private static let timeoutSeconds = 1800
}

extension KubernetesAPI {
    /// A page of a collection.
    func page(of source: WatchSource, limit: Int, continueToken: String?) async -> Result<ObjectList<JSONValue>, KubernetesError> {
        do {
            return .success(
                try await list(
                    source.type, namespace: source.namespace, labelSelector: source.labelSelector, fieldSelector: source.fieldSelector,
                    limit: limit, continueToken: continueToken))
        } catch {
            return .failure(error)
        }
    }

    /// Passes events on until the watch ends; returns why, nil for an orderly end.
    func follow(_ request: APIRequest, _ pass: (WatchEvent) -> Void) async -> KubernetesError? {
        do {
            for try await event in try await watch(request) { pass(event) }
            return nil
        } catch {
            return error as? KubernetesError ?? KubernetesError(.connection, request: request.summary, hint: "\(error)")
        }
    }
}
