/// PostgreSQL's `restore_command`: fetches a segment unless this member is to come up without any, from a snapshot of its volume.
enum RestoreCommand {
    static func main(_ invocation: Invocation) -> Int32 {
        // PostgreSQL runs the command in its data directory.
        let folder = invocation.environment["PGDATA"] ?? "."
        if Files.exists("\(folder)/skip-wal-recovery") { return 1 }
        invocation.log("\(ChildProcess.become(invocation.arguments))")
        // Above 125 PostgreSQL stops instead of taking it for the end of the archive.
        return 127
    }
}
