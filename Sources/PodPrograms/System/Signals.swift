internal import Glibc

/// Signals of this process, as bytes in a pipe that a loop can wait for.
enum Signals {
    /// Reading end: one byte per signal, its number.
    static var descriptor: Int32 { signalPipe.read }

    /// Has these signals written into the pipe instead of what they would do.
    static func catching(_ numbers: [Int32]) {
        _ = signalPipe  // made here, so that the handler, which may interrupt anything, only reads it
        for number in numbers { signal(number, noteSignal) }
    }

    /// Signals that arrived since the last call.
    static func take() -> [Int32] {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(signalPipe.read, &buffer, buffer.count)
        return count <= 0 ? [] : buffer[..<count].map { Int32($0) }
    }

    /// Ends the process on SIGTERM and SIGINT with the status that says so.
    static func failOnTermination() {
        for number in [SIGTERM, SIGINT] { signal(number) { _exit(128 + $0) } }
    }

    /// Ends the process on SIGTERM and SIGINT. The first process of a container would ignore them, and its Pod wait out the grace period.
    static func endOnTermination() {
        for number in [SIGTERM, SIGINT] { signal(number) { _ in _exit(0) } }
    }
}

/// Where no pipe can be made, a signal is lost as any other would be.
private let signalPipe = (try? Pipe.make(blocking: false)) ?? (read: -1, write: -1)

private func noteSignal(_ number: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: number)
    _ = write(signalPipe.write, &byte, 1)
    errno = saved
}

/// Two connected descriptors, which programs that are started do not get.
enum Pipe {
    static func make(blocking: Bool = true) throws(SystemError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw SystemError("make a pipe") }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            if !blocking { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
        }
        return (ends[0], ends[1])
    }
}
