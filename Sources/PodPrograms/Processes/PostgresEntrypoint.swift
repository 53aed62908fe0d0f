internal import Glibc

/// The command of the container `database`: waits while somebody asks for it, then becomes Patroni, which is the container's first process.
enum PostgresEntrypoint {
    /// While this file exists PostgreSQL is not started, so that a person can look at its files.
    static let sleepFile = "/pgdata/sleep-forever"
    /// Seconds between two looks at the file: a person is waiting.
    private static let interval: UInt32 = 2

    static func main(_ invocation: Invocation, sleepFile: String = Self.sleepFile) -> Int32 {
        guard !invocation.arguments.isEmpty else {
            invocation.log("takes the command to run as its arguments")
            return 1
        }
        Signals.endOnTermination()
        if Files.exists(sleepFile) { invocation.log("not starting while \(sleepFile) exists") }
        while Files.exists(sleepFile) { sleep(interval) }
        for number in [SIGTERM, SIGINT] { signal(number, SIG_DFL) }
        invocation.log("\(ChildProcess.become(invocation.arguments))")
        return 127
    }
}
