/// Does something each time that mounted files have changed, and again until it succeeded.
struct FileWatch: Sendable {
    /// Files, and folders with all below them.
    var paths: [String]
    var log: @Sendable (String) -> Void
    /// Called with the paths that changed.
    var changed: @Sendable ([String]) async throws -> Void

    /// How long to wait without an event before looking all the same: a safety net, not how changes are found.
    private static let longest = Duration.seconds(30)
    /// The files of one change come within a moment of each other.
    private static let settling = Duration.milliseconds(200)
    /// Between tries, when what is to be told does not answer: it may be starting.
    private static let retry = Duration.seconds(5)

    /// Waits until something happens, on a thread that tasks do not need.
    private func wait(for seen: FileFingerprint, on thread: OwnThread) async {
        try? await thread.run {
            let events = FolderEvents(paths)
            // Looked at after the events were asked for, so that nothing falls between.
            if FileFingerprint(of: paths) == seen { events.wait(Self.longest) }
        }
    }

    /// Never returns, unless the task is cancelled.
    func run() async {
        let thread = OwnThread()
        defer { thread.end() }
        var seen = FileFingerprint(of: paths)
        var pending: Set<String> = []
        while !Task.isCancelled {
            if pending.isEmpty { await wait(for: seen, on: thread) }
            try? await Task.sleep(for: Self.settling)
            let now = FileFingerprint(of: paths)
            pending.formUnion(now.difference(from: seen))
            seen = now
            guard !pending.isEmpty else { continue }
            let list = pending.sorted()
            do {
                try await changed(list)
                log("reloaded after a change of \(list.joined(separator: ", "))")
                pending = []
            } catch {
                log("\(error); trying again in \(Self.retry.components.seconds) s")
                try? await Task.sleep(for: Self.retry)
            }
        }
    }
}
