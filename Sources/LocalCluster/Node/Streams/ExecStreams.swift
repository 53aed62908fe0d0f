import Foundation
import Glibc
public import KubernetesModel
public import NIOCore
import NIOPosix

/// A program to be run in a container.
public struct NodeExecRequest: Sendable, Hashable {
    public var container: String
    public var command: [String]
    public var hasInput: Bool
    public var hasTerminal: Bool

    public init(container: String, command: [String], hasInput: Bool = false, hasTerminal: Bool = false) {
        self.container = container
        self.command = command
        self.hasInput = hasInput
        self.hasTerminal = hasTerminal
    }
}

/// What a client and a program in a container say to each other.
public struct NodeSession: Sendable {
    /// Standard input; ends when the client closes it.
    public var input: AsyncStream<ByteBuffer>
    /// New sizes of the client's terminal: columns and rows.
    public var resizes: AsyncStream<(columns: Int, rows: Int)>
    /// Takes standard output; returns when more may follow.
    public var output: @Sendable (ByteBuffer) async throws -> Void
    /// Takes standard error.
    public var error: @Sendable (ByteBuffer) async throws -> Void

    public init(
        input: AsyncStream<ByteBuffer>, resizes: AsyncStream<(columns: Int, rows: Int)>,
        output: @escaping @Sendable (ByteBuffer) async throws -> Void,
        error: @escaping @Sendable (ByteBuffer) async throws -> Void
    ) {
        self.input = input
        self.resizes = resizes
        self.output = output
        self.error = error
    }
}

extension NodeStreams {
    /// Runs a program in a container until it has ended and its output is delivered; a cancelled task kills it.
    ///
    /// - Returns: the exit status: 126 or 127 if there is no such program.
    /// - Throws: ``NodeStreamError`` if the container does not run.
    public func exec(pod: JSONValue, _ request: NodeExecRequest, session: NodeSession) async throws -> Int32 {
        let worker = try await worker(of: pod)
        let id = try await running(request.container, of: worker)
        let program = ExecProgram(exec: worker.tools.exec, id: id, request: request, session: session)
        return request.hasTerminal ? try await program.runInTerminal() : try await program.run()
    }
}

/// One program in a container with its streams.
private struct ExecProgram {
    let exec: ContainerExec
    let id: String
    let request: NodeExecRequest
    let session: NodeSession

    func run() async throws -> Int32 {
        let input = try PipeEnds()
        let output = try PipeEnds()
        let error = try PipeEnds()
        let file = exec.newProcessFile()
        defer { unlink(file) }
        let process = try start(file, terminal: false, input.reading, output.writing, error.writing)
        for descriptor in [input.reading, output.writing, error.writing] { close(descriptor) }
        let main = try await NIOPipeBootstrap.channel(reading: output.reading, writing: input.writing)
        let side = try await NIOPipeBootstrap.channel(reading: error.reading)
        return try await killedWhenCancelled(process, file) {
            try await main.executeThenClose { outputBytes, inputWriter in
                try await side.executeThenClose { errorBytes, _ in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { for try await bytes in outputBytes { try await session.output(bytes) } }
                        group.addTask { for try await bytes in errorBytes { try await session.error(bytes) } }
                        let feeding = Task {  // Cancelled below: a client may hold its input open for longer than the program lives.
                            if request.hasInput { for await bytes in session.input { try await inputWriter.write(bytes) } }
                            inputWriter.finish()
                        }
                        defer { feeding.cancel() }
                        try await group.waitForAll()
                    }
                }
            }
        }
    }

    func runInTerminal() async throws -> Int32 {
        let terminal = try Terminal()
        let file = exec.newProcessFile()
        defer { unlink(file) }
        let process = try start(file, terminal: true, terminal.program, terminal.program, terminal.program)
        close(terminal.program)
        // One descriptor for each direction, since a channel closes both.
        let writing = dup(terminal.controlling)
        guard writing >= 0 else { throw SystemError("dup") }
        let channel = try await NIOPipeBootstrap.channel(reading: terminal.controlling, writing: writing)
        return try await killedWhenCancelled(process, file) {
            try await channel.executeThenClose { bytes, writer in
                let feeding = Task { for await bytes in session.input { try await writer.write(bytes) } }  // cancelled below
                let resizing = Task {  // cancelled below
                    for await size in session.resizes {
                        terminal.resize(columns: size.columns, rows: size.rows)
                        kill(process.id, SIGWINCH)
                    }
                }
                defer {
                    feeding.cancel()
                    resizing.cancel()
                }
                do {
                    for try await bytes in bytes { try await session.output(bytes) }
                } catch let error as IOError where error.errnoCode == EIO {
                    // So a terminal says that its program has gone.
                }
            }
        }
    }

    private func start(_ file: String, terminal: Bool, _ input: Int32, _ output: Int32, _ error: Int32) throws(SystemError) -> ChildProcess {
        try ChildProcess.start(
            exec.arguments(request.command, in: id, terminal: terminal, processFile: file), input: input, output: output, error: error)
    }

    /// Delivers the streams, then waits for the end of the program; kills it if the task is cancelled or a stream breaks.
    private func killedWhenCancelled(_ process: ChildProcess, _ file: String, _ deliver: () async throws -> Void) async throws -> Int32 {
        let end: @Sendable () -> Void = { [exec] in
            if let program = exec.process(in: file) { kill(program, SIGKILL) }
            process.send(signal: SIGKILL)
        }
        let waiting = Task { await process.wait() }  // awaited below in any case
        do {
            try await withTaskCancellationHandler(operation: deliver, onCancel: end)
        } catch {
            end()
            _ = await waiting.value
            throw error
        }
        let status = await withTaskCancellationHandler {
            await waiting.value
        } onCancel: {
            end()
        }
        return status.code
    }
}
