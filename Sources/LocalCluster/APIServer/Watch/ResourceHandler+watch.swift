import KubernetesModel
import NIOCore
import NIOHTTP1

extension ResourceHandler {
    /// How often a watch that wants bookmarks hears where it is.
    static let bookmarkInterval = TimeAmount.seconds(60)
    /// A watch without a timeout of its own ends after half an hour to an hour, so that load spreads.
    static let defaultTimeout: ClosedRange<Int64> = 1_800...3_600
    /// Events are gathered into chunks of about this many bytes.
    private static var chunkSize: Int { 64 * 1_024 }

    func watch(on exchange: HTTPExchange) async throws -> Answer? {
        let representation = try representation()
        let options = try ListOptions(query: request.query, isWatch: true, name: target.name)
        try options.fields.check(rules)
        let revision = try options.revision()
        let stream = WatchStream(
            served: served, options: options, namespace: definition.namespaced ? target.namespace : "", representation: representation)
        let queue = WatchQueue()
        let channel = exchange.channel
        queue.onOverflow { channel.close(promise: nil) }
        var headers = HTTPHeaders([("Content-Type", representation.negotiated.contentType), ("Cache-Control", "no-cache, private")])
        for warning in deprecations { headers.add(name: "Warning", value: "299 - \(GoText.quoted(warning))") }
        let startsNow = options.sendInitialEvents == true || (revision == 0 && options.sendInitialEvents == nil)
        let start: ObjectStore.WatchStart = startsNow ? .now : .after(revision == 0 ? store.revision : revision)
        let initial: (initial: [StoredObject], revision: UInt64)
        do {
            initial = try store.watch(served.storage, from: start, queue: queue)
        } catch {
            guard case .compacted(let oldest) = error else { throw error }
            try await exchange.begin(status: .ok, headers: headers)
            try await exchange.write(WatchStream.errorEvent(.expired("too old resource version: \(revision) (\(oldest))")))
            try await exchange.end()
            return nil
        }
        defer { store.stopWatching(served.storage, queue: queue) }
        let timers = timers(queue: queue, options: options, eventLoop: channel.eventLoop)
        defer { for timer in timers { timer() } }
        try await exchange.begin(status: .ok, headers: headers)
        try await send(initial, stream: stream, options: options, queue: queue, exchange: exchange)
        try await exchange.end()
        return nil
    }

    private func send(
        _ initial: (initial: [StoredObject], revision: UInt64), stream: WatchStream, options: ListOptions, queue: WatchQueue, exchange: HTTPExchange
    ) async throws {
        var stream = stream
        stream.position = initial.revision
        var buffer = ByteBuffer()
        for object in initial.initial {
            stream.append(initial: object, to: &buffer)
            if buffer.readableBytes > Self.chunkSize {
                try await exchange.write(buffer)
                buffer.clear()
            }
        }
        if options.sendInitialEvents == true, options.wantsBookmarks { stream.appendBookmark(to: &buffer, endsInitialEvents: true) }
        if buffer.readableBytes > 0 { try await exchange.write(buffer) }
        while true {
            buffer.clear()
            switch await queue.next() {
            case .end: return
            case .bookmark: stream.appendBookmark(to: &buffer, endsInitialEvents: false)
            case .changes(let changes):
                for change in changes {
                    stream.append(change, to: &buffer)
                    if buffer.readableBytes > Self.chunkSize {
                        try await exchange.write(buffer)
                        buffer.clear()
                    }
                }
            }
            if buffer.readableBytes > 0 { try await exchange.write(buffer) }
        }
    }

    /// Bookmarks and the end of the watch.
    private func timers(queue: WatchQueue, options: ListOptions, eventLoop: any EventLoop) -> [@Sendable () -> Void] {
        let seconds = options.timeoutSeconds.flatMap { $0 > 0 ? $0 : nil } ?? Int64.random(in: Self.defaultTimeout)
        let end = eventLoop.scheduleTask(in: .seconds(seconds)) { queue.finish() }
        var cancellations: [@Sendable () -> Void] = [{ end.cancel() }]
        if options.wantsBookmarks {
            let bookmarks = eventLoop.scheduleRepeatedTask(initialDelay: Self.bookmarkInterval, delay: Self.bookmarkInterval) { _ in
                queue.requestBookmark()
            }
            cancellations.append { bookmarks.cancel() }
        }
        return cancellations
    }
}
