internal import Glibc

/// Another program, started by this one or taking its place.
enum ChildProcess {
    /// What a finished program left.
    struct Outcome: Sendable, Hashable {
        /// Exit status; 128 and the signal's number if a signal ended it.
        var status: Int32
        var output: [UInt8]
    }

    /// Becomes another program, looked up in `PATH`. Returns only if that fails.
    static func become(_ command: [String]) -> SystemError {
        guard let program = command.first else { return SystemError("execute nothing", code: ENOENT) }
        // Handlers of signals do not survive, but ignored and blocked ones do; a thread of a pool blocks all, SIGTERM too.
        signal(SIGPIPE, SIG_DFL)
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        withArguments(command) { _ = execvp(program, $0) }
        return SystemError("execute \(program)")
    }

    /// Starts a program, looked up in `PATH`, with default signals. Its standard output goes to `output`, its errors to `errors`, if given.
    ///
    /// - Parameter environment: nil: that of this process.
    static func start(
        _ command: [String], environment: [String: String]? = nil, output: Int32? = nil, errors: Int32? = nil
    ) throws(SystemError) -> pid_t {
        guard let program = command.first else { throw SystemError("execute nothing", code: ENOENT) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let output { posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO) }
        if let errors { posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var all = sigset_t()
        var none = sigset_t()
        sigfillset(&all)
        sigemptyset(&none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        var child = pid_t()
        let variables = (environment ?? ProcessEnvironment.all).map { "\($0.key)=\($0.value)" }
        let code = withArguments(command) { arguments in
            withArguments(variables) { posix_spawnp(&child, program, &actions, &attributes, arguments, $0) }
        }
        guard code == 0 else { throw SystemError("execute \(program)", code: code) }
        return child
    }

    /// Runs a program to its end and gathers what it writes to standard output.
    ///
    /// - Parameter withErrors: whether also what it writes to standard error, in the order in which it comes.
    static func run(_ command: [String], environment: [String: String]? = nil, withErrors: Bool = false) throws(SystemError) -> Outcome {
        var output: [UInt8] = []
        let status = try run(command, environment: environment, withErrors: withErrors) { output += $0 }
        return Outcome(status: status, output: output)
    }

    /// Runs a program to its end, passes on what it writes as it comes, and returns its exit status.
    static func run(
        _ command: [String], environment: [String: String]? = nil, withErrors: Bool = false, _ take: (ArraySlice<UInt8>) -> Void
    ) throws(SystemError) -> Int32 {
        let ends = try Pipe.make()
        defer { close(ends.read) }
        let started = Result { () throws(SystemError) in
            try start(command, environment: environment, output: ends.write, errors: withErrors ? ends.write : nil)
        }
        close(ends.write)
        let child = try started.get()
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = read(ends.read, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            take(buffer[..<count])
        }
        return try wait(for: child)
    }

    /// Waits for a program to end.
    static func wait(for child: pid_t) throws(SystemError) -> Int32 {
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0 {
            guard errno == EINTR else { throw SystemError("wait for process \(child)") }
        }
        return exitStatus(status)
    }

    /// Exit status out of what `waitpid` gave.
    static func exitStatus(_ status: Int32) -> Int32 {
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    /// Calls with a C array of strings that ends with a null pointer.
    private static func withArguments<Result>(_ words: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
        var pointers = words.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        pointers.append(nil)
        return body(pointers)
    }
}
