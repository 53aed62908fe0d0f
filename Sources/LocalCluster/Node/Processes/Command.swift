import Glibc
import KubernetesModel

/// A program that ended with a failure.
struct CommandFailure: Error, CustomStringConvertible {
    let arguments: [String]
    let status: ExitStatus
    let errorText: String

    var description: String {
        let ending =
            switch status {
            case .exited(let code): "ended with status \(code)"
            case .killed(let signal): "was ended by signal \(signal)"
            }
        let command = arguments.prefix(6).joined(separator: " ")
        return errorText.isEmpty ? "\(command) \(ending)" : "\(command) \(ending): \(errorText)"
    }
}

/// What a program wrote, and how it ended.
struct CommandResult: Sendable {
    let status: ExitStatus
    let output: [UInt8]
    let error: [UInt8]
    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: error, as: UTF8.self).trimmed }
}

/// Short runs of programs: input and output are kept in memory.
enum Command {
    /// Runs a program and waits for its end; a cancelled task kills it.
    ///
    /// - Throws: ``SystemError`` if it cannot be started.
    static func run(_ arguments: [String], input: String = "", environment: [String: String]? = nil) async throws -> CommandResult {
        // Files in memory instead of pipes: nobody has to read while the program writes.
        let files = try (0..<3).map { _ in try MemoryFile() }
        try files[0].write(input)
        let process = try ChildProcess.start(
            arguments, environment: environment, input: files[0].descriptor, output: files[1].descriptor, error: files[2].descriptor)
        let status = await withTaskCancellationHandler {
            await process.wait()
        } onCancel: {
            process.send(signal: SIGKILL)
        }
        return CommandResult(status: status, output: try files[1].contents(), error: try files[2].contents())
    }

    /// Runs a program that must succeed, and returns what it wrote.
    ///
    /// - Throws: ``CommandFailure`` with what it wrote to standard error.
    @discardableResult
    static func check(_ arguments: [String], input: String = "", environment: [String: String]? = nil) async throws -> String {
        let result = try await run(arguments, input: input, environment: environment)
        guard result.status == .exited(0) else {
            throw CommandFailure(arguments: arguments, status: result.status, errorText: result.errorText)
        }
        return result.outputText
    }
}

/// A file that is only in memory.
private final class MemoryFile: Sendable {
    let descriptor: Int32

    init() throws(SystemError) {
        var name = Array("/dev/shm/egret-XXXXXX".utf8CString)
        descriptor = mkstemp(&name)
        guard descriptor >= 0 else { throw SystemError("make a file in memory") }
        unlink(name)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    deinit { close(descriptor) }

    func write(_ text: String) throws(SystemError) {
        var text = text
        let written = text.withUTF8 { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
        guard written, lseek(descriptor, 0, SEEK_SET) == 0 else { throw SystemError("write to memory") }
    }

    func contents() throws(SystemError) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("fstat") }
        let size = Int(status.st_size)
        return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, size, 0))
        }
    }
}
