internal import Glibc

/// Wakes a loop when something happens in folders (inotify). What happened is for the caller to find out.
///
/// Where the kernel tells nothing (a network file system, a sandbox), only the time limit of ``wait(_:also:)`` wakes it.
struct FolderEvents: ~Copyable {
    private let descriptor: Int32

    /// - Parameter depth: how many levels of folders below the paths are watched, too.
    init(_ paths: [String], depth: Int = 8) {
        descriptor = inotify_init1(O_CLOEXEC | O_NONBLOCK)
        for path in paths { add(path, depth: depth) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private func add(_ path: String, depth: Int) {
        guard descriptor >= 0, let status = Files.status(path, following: true) else { return }
        let interesting = UInt32(IN_CREATE | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_ATTRIB)
        inotify_add_watch(descriptor, path, interesting)
        guard status.kind == .folder, depth > 0 else { return }
        for name in (try? Files.entries(path)) ?? [] where !name.hasPrefix("..") {
            let child = "\(path)/\(name)"
            if Files.status(child)?.kind == .folder { add(child, depth: depth - 1) }
        }
    }

    /// Waits for an event, for a byte on another descriptor, or for the time to be over.
    func wait(_ limit: Duration, also other: Int32? = nil) {
        var waiting = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
        if let other { waiting.append(pollfd(fd: other, events: Int16(POLLIN), revents: 0)) }
        let milliseconds = limit.components.seconds * 1000 + limit.components.attoseconds / 1_000_000_000_000_000
        _ = poll(&waiting, nfds_t(waiting.count), Int32(clamping: milliseconds))
        var buffer = [UInt8](repeating: 0, count: 4096)
        while read(descriptor, &buffer, buffer.count) > 0 {}
    }
}
