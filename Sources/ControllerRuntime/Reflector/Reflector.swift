public import KubernetesClient
public import KubernetesModel

/// Keeps up with one collection: a value that is told what the server answered and says what to ask next.
///
/// First it reads the collection, page by page or, where asked to, as the first events of the watch. Then it watches from that version on.
///
/// - A watch that ends is opened again from the last version that was seen; bookmarks keep that version recent.
/// - When the server no longer has the history from there on (410), the collection is read again; what is gone by then is removed.
/// - A watch that says nothing for ``silence`` is taken for dead: it is closed, and another one is opened on another connection.
/// - Whatever fails is tried again after a ``Backoff``. An answer that belongs to a request which was given up is ignored.
public struct Reflector: Sendable {
    /// What happened.
    public enum Input: Sendable {
        case start
        /// The answer to ``Effect/list(continueToken:)``.
        case page(Result<ObjectList<JSONValue>, KubernetesError>)
        case event(WatchEvent)
        /// The watch ended: orderly, or with an error; also if it could not be opened.
        case ended(KubernetesError?)
        /// It is ``deadline``, or later.
        case timer
    }

    /// What to do.
    public enum Effect: Sendable, Equatable {
        /// Ask for a page of the collection.
        case list(continueToken: String?)
        /// Open a watch.
        case watch(resourceVersion: String?, initialEvents: Bool)
        /// Close the watch that is open.
        case close
        /// The collection has this object.
        case put(JSONValue)
        /// The collection no longer has this object.
        case remove(ObjectKey, resourceVersion: String?)
        /// The collection has come to this version.
        case reached(resourceVersion: String)
        /// The collection has these objects and no others.
        case keepOnly(Set<ObjectKey>)
        /// Everything has been read for the first time.
        case synced
        /// Something failed; it is going to be tried again after a time.
        case failed(KubernetesError, retryAfter: Duration)
    }

    /// How a collection is read in the first place.
    public enum Strategy: Sendable, Hashable {
        /// By lists of so many objects each.
        case pages(limit: Int)
        /// As the first events of the watch (`sendInitialEvents`); by pages of 500 if the server does not know that.
        case streaming
    }

    private enum Phase: Sendable {
        case idle
        case listing(seen: Set<ObjectKey>)
        case initialEvents(seen: Set<ObjectKey>)
        case watching
        case pausing(until: Duration)
    }

    /// After how long without an event a watch is taken for dead. Servers send a bookmark each minute.
    public static let silence = Duration.seconds(90)

    private var strategy: Strategy
    private let backoff: Backoff
    private var phase = Phase.idle
    private var failures = 0
    private var openedAt = Duration.zero
    private var heardAt = Duration.zero

    /// Number of the present request or watch: what a former one answers is ignored.
    public private(set) var generation = 0
    /// From where to watch; nil before anything was read, and when it must be read again.
    public private(set) var resourceVersion: String?
    /// Whether the collection has been read completely once.
    public private(set) var isSynced = false
    /// Why the last request failed; nil once one succeeded.
    public private(set) var lastError: KubernetesError?

    public init(strategy: Strategy = .pages(limit: 500), backoff: Backoff = .watch) {
        self.strategy = strategy
        self.backoff = backoff
    }

    /// When ``Input/timer`` is due.
    public var deadline: Duration? {
        switch phase {
        case .idle, .listing: nil
        case .initialEvents, .watching: heardAt + Self.silence
        case .pausing(let until): until
        }
    }

    /// Takes note of what happened.
    ///
    /// - Parameter generation: that which was current when the request was made.
    /// - Returns: what to do, in this order.
    public mutating func handle(_ input: Input, generation: Int, at now: Duration, random: inout SplitMix64) -> [Effect] {
        guard generation == self.generation else { return [] }
        switch (input, phase) {
        case (.start, .idle):
            return proceed(at: now)
        case (.page(.success(let page)), .listing(var seen)):
            return handle(page, &seen, at: now)
        case (.page(.failure(let error)), .listing):
            // A continuation that has expired: begin again.
            return pause(after: error, at: now, &random)
        case (.event(let event), .watching), (.event(let event), .initialEvents):
            return handle(event, at: now)
        case (.ended(let error), .watching), (.ended(let error), .initialEvents):
            return handleEnd(error, at: now, &random)
        case (.timer, .pausing(let until)) where until <= now:
            return proceed(at: now)
        case (.timer, .watching) where heardAt + Self.silence <= now:
            return [.close] + proceed(at: now)
        case (.timer, .initialEvents) where heardAt + Self.silence <= now:
            resourceVersion = nil
            return [.close] + proceed(at: now)
        default:
            return []
        }
    }

    /// Lists or watches, whichever is next.
    private mutating func proceed(at now: Duration) -> [Effect] {
        generation += 1
        if let resourceVersion {
            return watch(from: resourceVersion, .watching, at: now)
        }
        switch strategy {
        case .streaming: return watch(from: nil, .initialEvents(seen: []), at: now)
        case .pages:
            phase = .listing(seen: [])
            return [.list(continueToken: nil)]
        }
    }

    private mutating func watch(from resourceVersion: String?, _ phase: Phase, at now: Duration) -> [Effect] {
        self.phase = phase
        openedAt = now
        heardAt = now
        return [.watch(resourceVersion: resourceVersion, initialEvents: resourceVersion == nil)]
    }

    private mutating func handle(_ page: ObjectList<JSONValue>, _ seen: inout Set<ObjectKey>, at now: Duration) -> [Effect] {
        lastError = nil
        var effects: [Effect] = []
        for object in page.items {
            seen.insert(object.objectKey)
            effects.append(.put(object))
        }
        if let token = page.continueToken {
            phase = .listing(seen: seen)
            return effects + [.list(continueToken: token)]
        }
        resourceVersion = page.resourceVersion
        return effects + finishReading(seen) + proceed(at: now)
    }

    private mutating func finishReading(_ seen: Set<ObjectKey>) -> [Effect] {
        var effects = [Effect.keepOnly(seen)]
        if let resourceVersion { effects.append(.reached(resourceVersion: resourceVersion)) }
        if !isSynced {
            isSynced = true
            effects.append(.synced)
        }
        return effects
    }

    private mutating func handle(_ event: WatchEvent, at now: Duration) -> [Effect] {
        heardAt = now
        failures = 0
        lastError = nil
        switch event {
        case .added(let object), .modified(let object):
            let version = object[path: "metadata", "resourceVersion"]?.string
            if case .initialEvents(var seen) = phase {
                seen.insert(object.objectKey)
                phase = .initialEvents(seen: seen)
            } else {
                resourceVersion = version ?? resourceVersion
            }
            return [.put(object)]
        case .deleted(let object):
            let version = object[path: "metadata", "resourceVersion"]?.string
            if case .initialEvents(var seen) = phase {
                seen.remove(object.objectKey)
                phase = .initialEvents(seen: seen)
            } else {
                resourceVersion = version ?? resourceVersion
            }
            return [.remove(object.objectKey, resourceVersion: version)]
        case .bookmark(let version, let endsInitialEvents):
            if case .initialEvents(let seen) = phase {
                guard endsInitialEvents else { return [] }
                resourceVersion = version
                phase = .watching
                return finishReading(seen)
            }
            resourceVersion = version
            return [.reached(resourceVersion: version)]
        }
    }

    private mutating func handleEnd(_ error: KubernetesError?, at now: Duration, _ random: inout SplitMix64) -> [Effect] {
        if case .initialEvents = phase {
            resourceVersion = nil
            // A server without this feature refuses the query.
            if let error, [.invalid, .badRequest].contains(error.code) {
                strategy = .pages(limit: 500)
                return proceed(at: now)
            }
        }
        if let error {
            if error.code == .resourceVersionTooOld { resourceVersion = nil }
            return pause(after: error, at: now, &random)
        }
        // A server ends every watch after some minutes. One that ends them at once is not to be asked at once again.
        if now - openedAt >= .seconds(1) { return proceed(at: now) }
        failures += 1
        generation += 1
        phase = .pausing(until: now + backoff.delay(afterFailures: failures, random: &random))
        return []
    }

    private mutating func pause(after error: KubernetesError, at now: Duration, _ random: inout SplitMix64) -> [Effect] {
        failures += 1
        generation += 1
        lastError = error
        // History that was compacted is no fault: the first time, read again within a second.
        var delay = backoff.delay(afterFailures: failures, random: &random)
        if error.code == .resourceVersionTooOld, failures == 1 { delay = random.duration(in: .zero ... .seconds(1)) }
        if let seconds = error.retryAfterSeconds { delay = max(delay, .seconds(seconds)) }
        phase = .pausing(until: now + delay)
        return [.failed(error, retryAfter: delay)]
    }
}
