public import ControllerRuntime
public import KubernetesClient
public import KubernetesModel
import Synchronization

/// An API server in memory: storage with versions, lists in pages, watches with selectors and bookmarks, merge patch, server-side apply with
/// conflicts and removal of fields, the status subresource, deletion with finalizers, and faults.
///
/// It knows no schema: nothing is defaulted or validated, and any kind can be stored. It checks no permission. What must be as on a real
/// server is proved against a real one; this serves to bring controllers into situations.
///
/// Requests take the time that ``Faults/latency`` says, by the clock that was passed in. The methods that do not throw act at once and without
/// faults: with them a test plays the user, the kubelet, or what else changes objects.
public final class InMemoryAPI: KubernetesAPI {
    private struct Watcher: Sendable {
        var collection: ObjectStorage.Collection
        var selection: Selection
        var wantsBookmarks: Bool
        var isSilent = false
        var continuation: WatchStream.Continuation
    }

    /// A moment of a request.
    public enum Moment: Sendable, Hashable {
        /// It has arrived and had no effect.
        case before
        /// It had its effect and was not answered.
        case after
    }

    private struct State: Sendable {
        var storage = ObjectStorage()
        var watchers: [Int: Watcher] = [:]
        var nextWatcher = 0
        var random: SplitMix64
        var faults: Faults
        var requests: [APIRequest] = []
        var sent = 0  // how much of the storage's history the watchers have been told
        var intercept: (@Sendable (APIRequest) -> Result<JSONValue, KubernetesError>?)?
        var injection: (@Sendable (APIRequest, Moment) -> KubernetesError?)?
    }

    private let clock: any RuntimeClock
    private let state: Mutex<State>

    public init(clock: any RuntimeClock = TestClock(), seed: UInt64 = 1, faults: Faults = .none) {
        self.clock = clock
        state = Mutex(State(random: SplitMix64(seed: seed), faults: faults))
    }

    // MARK: What a test does and sees

    /// What goes wrong; may be changed at any time.
    public var faults: Faults {
        get { state.withLock { $0.faults } }
        set { state.withLock { $0.faults = newValue } }
    }

    /// Whether what a deleted object owned is deleted too.
    public var collectsGarbage: Bool {
        get { state.withLock { $0.storage.collectsGarbage } }
        set { state.withLock { $0.storage.collectsGarbage = newValue } }
    }

    /// The version of the last change.
    public var version: Int { state.withLock { $0.storage.version } }

    /// All requests so far, in the order in which they arrived. Watches have the method GET and a parameter `watch`.
    public var requests: [APIRequest] { state.withLock { $0.requests } }

    /// The requests so far that were not reads.
    public var writes: [APIRequest] { requests.filter { $0.method != .get } }

    /// Forgets ``requests``.
    public func forgetRequests() { state.withLock { $0.requests.removeAll() } }

    /// Answers some requests in place of the server: those for which the function does not return nil.
    public func intercept(_ answer: (@Sendable (APIRequest) -> Result<JSONValue, KubernetesError>?)?) { state.withLock { $0.intercept = answer } }

    /// Lets chosen requests fail before or after they have had their effect: is asked at both moments and returns the error, nil for none.
    ///
    /// What else is to happen at that moment, such as the end of the controller, the function can do.
    public func inject(_ fault: (@Sendable (APIRequest, Moment) -> KubernetesError?)?) { state.withLock { $0.injection = fault } }

    /// One object; nil if there is none.
    public func object<Object: KubernetesObject>(_ type: Object.Type, _ key: ObjectKey) -> Object? {
        state.withLock { $0.storage[Object.resourceType.collection, key]?.json }.map { Object(json: $0) }
    }

    /// All objects of a kind, sorted by key.
    public func objects<Object: KubernetesObject>(_ type: Object.Type = Object.self, in namespace: String? = nil) -> [Object] {
        state.withLock { $0.storage.list(Object.resourceType.collection, Selection(namespace: namespace)) }.map { Object(json: $0) }
    }

    /// Creates an object, or replaces it together with its status.
    @discardableResult
    public func put<Object: KubernetesObject>(_ object: Object, manager: String = "test") -> Object {
        let collection = Object.resourceType.collection
        return mutate { state in
            if state.storage[collection, object.key] == nil {
                let created = try? state.storage.create(object.json, in: collection, manager: manager, date: clock.date, keepingStatus: true)
                return Object(json: created ?? object.json)
            }
            var json = object.json
            json[path: ["metadata", "resourceVersion"]] = nil
            json[path: ["metadata", "uid"]] = nil
            _ = try? state.storage.change(in: collection, at: object.key, manager: manager, status: false) { _ in json }
            let changed = try? state.storage.change(in: collection, at: object.key, manager: manager, status: true) { _ in json }
            return Object(json: changed ?? json)
        }
    }

    /// Changes an object, its status included. Nothing happens if there is none.
    public func edit<Object: KubernetesObject>(
        _ type: Object.Type, _ key: ObjectKey, manager: String = "test", _ body: (inout Object) -> Void
    ) {
        guard var object: Object = self.object(Object.self, key) else { return }
        body(&object)
        put(object, manager: manager)
    }

    /// Deletes an object; one with finalizers is only marked.
    public func remove<Object: KubernetesObject>(_ type: Object.Type, _ key: ObjectKey) {
        mutate { state in _ = try? state.storage.delete(in: Object.resourceType.collection, at: key, preconditions: nil, date: clock.date) }
    }

    /// Breaks all watches, or those of a kind.
    public func cutWatches(of type: (any KubernetesObject.Type)? = nil) {
        let cut = state.withLock { state in
            let cut = state.watchers.filter { type == nil || $0.value.collection == type?.resourceType.collection }
            for id in cut.keys { state.watchers[id] = nil }
            return cut.sorted { $0.key < $1.key }
        }
        for (_, watcher) in cut {
            watcher.continuation.finish(throwing: KubernetesError(.connection, request: "watch", hint: "the connection was cut"))
        }
    }

    /// Lets all watches go on without showing anything any more.
    public func silenceWatches() {
        state.withLock { state in for id in state.watchers.keys { state.watchers[id]?.isSilent = true } }
    }

    /// Forgets the history: a watch from a version before now is refused with 410.
    public func compact() {
        state.withLock { state in
            state.storage.compact()
            state.sent = 0
        }
    }

    /// Tells all watchers that asked for it how far they have come, as a server does each minute.
    public func sendBookmarks() {
        let (watchers, version) = state.withLock { ($0.watchers.sorted { $0.key < $1.key }, String($0.storage.version)) }
        for (_, watcher) in watchers where watcher.wantsBookmarks && !watcher.isSilent {
            watcher.continuation.yield(.bookmark(resourceVersion: version, endsInitialEvents: false))
        }
    }

    /// How many watches are open.
    public var watchCount: Int { state.withLock { $0.watchers.count } }

    // MARK: KubernetesAPI

    public func send(_ request: APIRequest) async throws(KubernetesError) -> JSONValue {
        state.withLock { $0.requests.append(request) }
        try await pause(for: request)
        if let answer = state.withLock({ $0.intercept })?(request) {
            return try answer.get()
        }
        let injection = state.withLock { $0.injection }
        if let error = injection?(request, .before) { throw error }
        let result: Result<JSONValue, KubernetesError> = mutate { state in
            let isWrite = request.method != .get
            if state.random.happens(state.faults.failure) { return .failure(Self.error(request, 500, "InternalError", "injected failure")) }
            if isWrite, request.method != .post, state.random.happens(state.faults.conflict) {
                return .failure(Self.error(request, 409, "Conflict", "injected conflict"))
            }
            let result = Self.answer(request, &state.storage, clock.date)
            if isWrite, state.random.happens(state.faults.lostAnswer) {
                return .failure(KubernetesError(.connection, request: request.summary, hint: "the answer was lost"))
            }
            return result
        }
        if let error = injection?(request, .after) { throw error }
        try await pause(for: request)
        return try result.get()
    }

    public func watch(_ request: APIRequest) async throws(KubernetesError) -> WatchStream {
        var request = request
        request.query.append(.init("watch", "true"))
        state.withLock { $0.requests.append(request) }
        try await pause(for: request)
        guard let target = RequestTarget(path: request.path), target.name == nil else {
            throw Self.error(request, 404, "NotFound", "the server could not find the requested resource")
        }
        let result: Result<WatchStream, KubernetesError> = state.withLock { state in
            if state.random.happens(state.faults.failure) { return .failure(Self.error(request, 500, "InternalError", "injected failure")) }
            return open(request, target, &state)
        }
        return try result.get()
    }

    /// Waits for half of a request's latency.
    private func pause(for request: APIRequest) async throws(KubernetesError) {
        let latency = state.withLock { $0.random.duration(in: $0.faults.latency) } / 2
        guard latency > .zero else { return }
        do {
            try await clock.sleep(for: latency)
        } catch {
            throw KubernetesError(.cancelled, request: request.summary)
        }
    }

    // MARK: Watches

    private func open(_ request: APIRequest, _ target: RequestTarget, _ state: inout State) -> Result<WatchStream, KubernetesError> {
        let selection = request.selection(in: target.namespace)
        let wantsInitialEvents = request.parameter("sendInitialEvents") == "true"
        let from = request.parameter("resourceVersion").flatMap { Int($0) }.flatMap { $0 == 0 ? nil : $0 }
        if let from, !wantsInitialEvents, from < state.storage.oldestVersion || state.random.happens(state.faults.tooOld) {
            return .failure(Self.error(request, 410, "Expired", "too old resource version: \(from) (\(state.storage.oldestVersion))"))
        }
        let (stream, continuation) = WatchStream.makeStream()
        if from == nil || wantsInitialEvents {
            for object in state.storage.list(target.collection, selection) { continuation.yield(.added(object)) }
            if wantsInitialEvents {
                continuation.yield(.bookmark(resourceVersion: String(state.storage.version), endsInitialEvents: true))
            }
        } else if let from {
            for change in state.storage.history where change.version > from && change.collection == target.collection {
                if let event = Self.event(for: change, selection) { continuation.yield(event) }
            }
        }
        let id = state.nextWatcher
        state.nextWatcher += 1
        state.watchers[id] = Watcher(
            collection: target.collection, selection: selection, wantsBookmarks: request.parameter("allowWatchBookmarks") == "true",
            continuation: continuation)
        continuation.onTermination = { [weak self] _ in self?.state.withLock { $0.watchers[id] = nil } }
        return .success(stream)
    }

    /// What a watcher sees of a change; nil if nothing.
    private static func event(for change: ObjectStorage.Change, _ selection: Selection) -> WatchEvent? {
        let was = change.old.map(selection.matches) ?? false
        let `is` = change.new.map(selection.matches) ?? false
        switch (was, `is`) {
        case (false, true): return change.new.map { .added($0) }
        case (true, true): return change.new.map { .modified($0) }
        case (true, false):
            guard var gone = change.old else { return nil }
            gone[path: ["metadata", "resourceVersion"]] = .string(String(change.version))
            return .deleted(gone)
        case (false, false): return nil
        }
    }

    /// Changes the state, then tells the watchers.
    @discardableResult
    private func mutate<Result>(_ body: (inout State) -> Result) -> Result {
        let (result, deliveries) = state.withLock { state in
            let result = body(&state)
            var deliveries: [(WatchStream.Continuation, WatchEvent?)] = []
            for change in state.storage.history[state.sent...] {
                for (id, watcher) in state.watchers.sorted(by: { $0.key < $1.key }) {
                    guard watcher.collection == change.collection, !watcher.isSilent, let event = Self.event(for: change, watcher.selection) else {
                        continue
                    }
                    if state.random.happens(state.faults.watchCut) {
                        state.watchers[id] = nil
                        deliveries.append((watcher.continuation, nil))
                    } else if state.random.happens(state.faults.watchSilence) {
                        state.watchers[id]?.isSilent = true
                    } else {
                        deliveries.append((watcher.continuation, event))
                    }
                }
            }
            state.sent = state.storage.history.count
            return (result, deliveries)
        }
        for (continuation, event) in deliveries {
            if let event {
                continuation.yield(event)
            } else {
                continuation.finish(throwing: KubernetesError(.connection, request: "watch", hint: "the connection was cut"))
            }
        }
        return result
    }

    // MARK: Requests

    static func error(_ request: APIRequest, _ code: Int, _ reason: String, _ message: String) -> KubernetesError {
        KubernetesError(
            answering: request.summary, statusCode: code,
            body: [
                "kind": "Status", "apiVersion": "v1", "metadata": .emptyObject, "status": "Failure", "message": .string(message),
                "reason": .string(reason), "code": .integer(Int64(code)),
            ])
    }

    private static func answer(_ request: APIRequest, _ storage: inout ObjectStorage, _ date: Timestamp) -> Result<JSONValue, KubernetesError> {
        do {
            return .success(try perform(request, on: &storage, date))
        } catch {
            return .failure(Self.error(request, error.code, error.reason, error.message))
        }
    }
}

extension ResourceType {
    var collection: ObjectStorage.Collection { .init(group: group, plural: plural) }
}
