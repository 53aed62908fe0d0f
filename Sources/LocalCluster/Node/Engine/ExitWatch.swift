import Foundation
import Glibc

/// Notices at once that a container has ended: its monitor writes a file named for it.
///
/// The monitor is a process of its own (conmon), so the file is written whether or not anyone else lives.
struct ExitWatch: Sendable {
    let directory: String

    /// The identifiers of containers as they end, each at least once. What ended before is not told.
    func identifiers() throws(SystemError) -> AsyncStream<String> {
        let descriptor = inotify_init1(Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { throw SystemError("inotify_init1") }
        guard inotify_add_watch(descriptor, directory, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO)) >= 0 else {
            let error = SystemError("watch \(directory)")
            close(descriptor)
            throw error
        }
        let (wakeEnd, wakeStart) = try pipeEnds()
        return AsyncStream { continuation in
            continuation.onTermination = { _ in close(wakeStart) }
            Thread.detachNewThread {
                defer {
                    close(descriptor)
                    close(wakeEnd)
                    continuation.finish()
                }
                var buffer = [UInt8](repeating: 0, count: 16 << 10)
                while true {
                    var waiting = [
                        pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0), pollfd(fd: wakeEnd, events: Int16(POLLIN), revents: 0),
                    ]
                    if poll(&waiting, 2, -1) < 0, errno != EINTR { return }
                    if waiting[1].revents != 0 { return }
                    let count = read(descriptor, &buffer, buffer.count)
                    guard count > 0 else { return }
                    for name in Self.names(in: buffer[..<count]) { continuation.yield(name) }
                }
            }
        }
    }

    /// The file names in what the kernel wrote: for each event 16 bytes, the last four of them the length of the name that follows.
    static func names(in bytes: ArraySlice<UInt8>) -> [String] {
        var names: [String] = []
        var position = bytes.startIndex
        while position + 16 <= bytes.endIndex {
            let length = (0..<4).reduce(0) { $0 | Int(bytes[position + 12 + $1]) << (8 * $1) }
            let end = min(position + 16 + length, bytes.endIndex)
            let name = bytes[(position + 16)..<end].prefix { $0 != 0 }
            if !name.isEmpty { names.append(String(decoding: name, as: UTF8.self)) }
            position = end
        }
        return names
    }
}

func pipeEnds() throws(SystemError) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw SystemError("pipe") }
    // Children inherit nothing in any case: they are started with all descriptors closed.
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
}
