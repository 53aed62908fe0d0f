import KubernetesClient
import KubernetesModel

/// Follows one object until what is waited for has come about: by a watch, and by reading again when the watch ends.
struct ObjectFollower<Followed: KubernetesObject> {
    let api: any KubernetesAPI
    let key: ObjectKey

    init(_ type: Followed.Type, _ key: ObjectKey, of api: any KubernetesAPI) { (self.api, self.key) = (api, key) }

    /// What to make of the object as it is now.
    enum Verdict: Sendable { case done, waiting(String) }

    struct End: Sendable {
        /// The object as it was seen last; nil if it was deleted.
        var object: Followed?
        /// Whether the time was over first.
        var isLate = false
    }

    /// How long to wait before a server that broke off is asked again.
    private static var pause: Duration { .seconds(1) }

    /// - Parameters:
    ///   - limit: how long it may take; nil for ever.
    ///   - line: shows what is waited for.
    ///   - judge: looks at the object whenever it changed.
    /// - Throws: `KubernetesError` for what will not pass by itself: no right, no such kind.
    func follow(
        for limit: Duration? = nil, line: ProgressLine, _ judge: @escaping @Sendable (Followed) -> Verdict
    ) async throws -> End {
        defer { line.finish() }
        return try await withThrowingTaskGroup(of: End?.self) { group in
            group.addTask { try await see(line, judge) }
            group.addTask {
                let deadline = limit.map { ContinuousClock.now + $0 }
                while deadline.map({ ContinuousClock.now < $0 }) ?? true {
                    let tick = ContinuousClock.now + .seconds(1)
                    try await Task.sleep(until: deadline.map { min($0, tick) } ?? tick)
                    line.redraw()
                }
                return nil
            }
            defer { group.cancelAll() }
            if case .some(.some(let end)) = try await group.next() { return end }
            // The time is over: the last word is the object's.
            guard let object = try await api.find(Followed.self, key) else { return End(object: nil) }
            if case .done = judge(object) { return End(object: object) }
            return End(object: object, isLate: true)
        }
    }

    private func see(_ line: ProgressLine, _ judge: @Sendable (Followed) -> Verdict) async throws -> End {
        while true {
            do {
                guard let object = try await api.find(Followed.self, key) else { return End(object: nil) }
                if try await !isWaiting(object, line, judge) { return End(object: object) }
                let type = Followed.resourceType
                let request = APIRequest(
                    "watch \(type.groupResource) \(key.name)", path: type.path(namespace: key.namespace),
                    query: [
                        .init("fieldSelector", "metadata.name=\(key.name)"), .init("resourceVersion", object.metadata.resourceVersion ?? ""),
                    ])
                for try await event in try await api.watch(request) {
                    switch event {
                    case .added(let json), .modified(let json):
                        let object = Followed(json: json)
                        if try await !isWaiting(object, line, judge) { return End(object: object) }
                    case .deleted: return End(object: nil)
                    case .bookmark: continue
                    }
                }
            } catch let error as KubernetesError {
                let passing: [KubernetesError.Code] = [.connection, .timeout, .server, .tooManyRequests, .resourceVersionTooOld]
                guard passing.contains(error.code) else { throw error }
                line.show("the API server does not answer: \(error)")
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    private func isWaiting(_ object: Followed, _ line: ProgressLine, _ judge: @Sendable (Followed) -> Verdict) async throws -> Bool {
        guard case .waiting(let text) = judge(object) else { return false }
        line.show(text)
        return true
    }
}
