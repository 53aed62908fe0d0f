public import KubernetesModel

/// Runs commands in the containers of Pods.
///
/// ``KubernetesClient`` fulfils it; a test gives one that answers from a table.
public protocol PodExecutor: Sendable {
    /// Runs a command to its end.
    ///
    /// - Parameters:
    ///   - command: program and arguments; no shell reads them. They show in the container's process list, so no secrets: use `stdin`.
    ///   - pod: namespace and name.
    ///   - stdin: what the command reads; then its input ends. Nil for no input.
    ///   - timeout: how long all of it may take.
    /// - Returns: exit code and output. That the command failed is no error.
    /// - Throws: ``KubernetesError`` if it could not be run, its end is not known (`connection`), it took too long (`timeout`), or wrote too much
    ///   (`outputTooLong`). On timeout and cancellation the connection is closed; whether that ends the command is up to the container runtime, so a
    ///   command that must not live on brings its own limit.
    func exec(
        _ command: [String], in pod: ObjectKey, container: String, stdin: [UInt8]?, timeout: Duration
    ) async throws(KubernetesError) -> ExecResult
}

extension PodExecutor {
    /// Runs a command without input.
    public func exec(
        _ command: [String], in pod: ObjectKey, container: String, timeout: Duration = .seconds(30)
    ) async throws(KubernetesError) -> ExecResult {
        try await exec(command, in: pod, container: container, stdin: nil, timeout: timeout)
    }
}

/// How a command ended and what it wrote.
public struct ExecResult: Sendable, Hashable {
    /// 0 is success; above 128 mostly a signal: 128 and its number.
    public var exitCode: Int
    public var stdout: [UInt8]
    public var stderr: [UInt8]

    public init(exitCode: Int, stdout: [UInt8] = [], stderr: [UInt8] = []) {
        self.exitCode = exitCode
        self.stdout = stdout
        self.stderr = stderr
    }

    /// `stdout` as UTF-8, with U+FFFD for what is none.
    public var standardOutput: String { String(decoding: stdout, as: UTF8.self) }
    /// `stderr` as UTF-8, with U+FFFD for what is none.
    public var standardError: String { String(decoding: stderr, as: UTF8.self) }
}

/// What comes from a running command.
public enum ExecOutput: Sendable, Hashable {
    case stdout([UInt8])
    case stderr([UInt8])
    /// The command has ended with this code; nothing follows.
    case exit(Int)
}

extension KubernetesError.Code {
    /// A command wrote more than the caller was ready to keep.
    public static let outputTooLong = Self("output-too-long")
}
