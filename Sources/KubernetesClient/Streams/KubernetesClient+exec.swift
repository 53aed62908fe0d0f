public import KubernetesModel

extension KubernetesClient: PodExecutor {
    /// Sub-protocols of commands. Only version 5 can end stdin, so version 4 is no choice where there is stdin.
    private static func subprotocols(hasInput: Bool) -> [String] { hasInput ? ["v5.channel.k8s.io"] : ["v5.channel.k8s.io", "v4.channel.k8s.io"] }

    /// Starts a command.
    ///
    /// - Parameters:
    ///   - hasInput: whether the command has a stdin, which ``PodSession/closeInput()`` ends.
    ///   - terminal: whether it runs on a terminal; then all output is stdout.
    /// - Throws: ``KubernetesError`` if the server does not let us. That there is no such program shows in the output of the session.
    public func startExec(
        _ command: [String], in pod: ObjectKey, container: String, hasInput: Bool = false, terminal: Bool = false
    ) async throws(KubernetesError) -> PodSession {
        let arguments = command.map { APIRequest.QueryItem("command", $0) }
        let summary = "exec \(command.first ?? "") in \(Self.place(pod, container))"
        return try await start("exec", summary, pod, container, arguments, hasInput: hasInput, terminal: terminal)
    }

    /// Connects to the main process of a container.
    ///
    /// - Parameters:
    ///   - hasInput: whether to connect to its stdin, which the container must have.
    ///   - terminal: whether it runs on a terminal.
    public func startAttach(
        to pod: ObjectKey, container: String, hasInput: Bool = false, terminal: Bool = false
    ) async throws(KubernetesError) -> PodSession {
        try await start("attach", "attach to \(Self.place(pod, container))", pod, container, [], hasInput: hasInput, terminal: terminal)
    }

    static func place(_ pod: ObjectKey, _ container: String) -> String {
        "container \(container) of pods \(pod.name)" + (pod.namespace.map { " in \($0)" } ?? "")
    }

    private func start(
        _ subresource: String, _ summary: String, _ pod: ObjectKey, _ container: String, _ arguments: [APIRequest.QueryItem], hasInput: Bool,
        terminal: Bool
    ) async throws(KubernetesError) -> PodSession {
        var query = arguments + [.init("container", container), .init("stdout", "true")]
        if hasInput { query.append(.init("stdin", "true")) }
        query.append(terminal ? .init("tty", "true") : .init("stderr", "true"))
        let path = Pod.resourceType.path(namespace: pod.namespace, name: pod.name, subresource: subresource)
        let request = APIRequest(summary, path: path, query: query)
        let connection = try await openWebSocket(request, subprotocols: Self.subprotocols(hasInput: hasInput))
        return PodSession(connection, request: summary, server: configuration.server)
    }

    /// Runs a command to its end; see ``PodExecutor``. Keeps at most ``Options/maximumExecOutputBytes`` of each kind of output.
    public func exec(
        _ command: [String], in pod: ObjectKey, container: String, stdin: [UInt8]?, timeout: Duration
    ) async throws(KubernetesError) -> ExecResult {
        let summary = "exec \(command.first ?? "") in \(Self.place(pod, container))"
        let limit = options.maximumExecOutputBytes
        do {
            return try await withDeadline(.now + timeout, orSay: "it did not end within \(timeout)") { [self] in
                var result = ExecResult(exitCode: 0)
                let session = try await startExec(command, in: pod, container: container, hasInput: stdin != nil)
                result.exitCode = try await session.run(stdin: stdin.map { AsyncOnce($0) }) { output in
                    switch output {
                    case .stdout(let bytes): result.stdout += bytes
                    case .stderr(let bytes): result.stderr += bytes
                    case .exit: break
                    }
                    if result.stdout.count > limit || result.stderr.count > limit {
                        throw KubernetesError(.outputTooLong, request: summary, hint: "it wrote more than \(limit) bytes")
                    }
                }
                return result
            }
        } catch {
            throw KubernetesError(summary, to: configuration.server, failedBy: error)
        }
    }

    /// Runs a command whose input and output are streams.
    ///
    /// - Parameters:
    ///   - stdin: what the command reads; then its input ends. It is read as fast as the command takes it.
    ///   - timeout: how long all of it may take; nil for ever.
    ///   - receive: called for each piece of output, in order; while it runs, the command has to wait. When it throws, the command is left.
    /// - Returns: the exit code.
    /// - Throws: ``KubernetesError``; what `stdin` or `receive` throws.
    public func exec<Input: AsyncSequence & Sendable>(
        _ command: [String], in pod: ObjectKey, container: String, stdin: Input, timeout: Duration? = nil,
        receive: @escaping @Sendable (ExecOutput) async throws -> Void
    ) async throws -> Int where Input.Element == [UInt8] {
        let run = { @Sendable [self] in
            let session = try await startExec(command, in: pod, container: container, hasInput: true)
            return try await session.run(stdin: stdin, receive: receive)
        }
        guard let timeout else { return try await run() }
        do {
            return try await withDeadline(.now + timeout, orSay: "it did not end within \(timeout)", run)
        } catch let error as TimedOut {
            throw KubernetesError(
                "exec \(command.first ?? "") in \(Self.place(pod, container))", to: configuration.server, failedBy: error)
        }
    }
}

extension PodSession {
    /// Feeds the command and takes its output until it ends.
    ///
    /// That the command no longer reads its input is no error: how it ended decides.
    ///
    /// - Returns: the exit code.
    func run<Input: AsyncSequence & Sendable>(
        stdin: Input?, receive: (ExecOutput) async throws -> Void
    ) async throws -> Int where Input.Element == [UInt8] {
        defer { close() }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            if let stdin {
                group.addTask { [self] in
                    do {
                        for try await bytes in stdin { try await write(bytes) }
                        try await closeInput()
                    } catch let error as KubernetesError where error.code == .connection {
                        return
                    } catch {
                        close()
                        throw error
                    }
                }
            }
            do {
                for try await piece in output {
                    if case .exit(let code) = piece {
                        group.cancelAll()
                        close()
                        return code
                    }
                    try await receive(piece)
                }
            } catch {
                group.cancelAll()
                close()
                // An input that failed is the reason why the connection ended.
                if (error as? KubernetesError)?.code == .connection { while try await group.next() != nil {} }
                throw error
            }
            throw CancellationError()
        }
    }
}

/// A sequence of one element.
struct AsyncOnce<Element: Sendable>: AsyncSequence, Sendable {
    let element: Element
    init(_ element: Element) { self.element = element }

    struct AsyncIterator: AsyncIteratorProtocol {
        var element: Element?
        mutating func next() async -> Element? {
            defer { element = nil }
            return element
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(element: element) }
}
