import Foundation
import Glibc
import KubernetesClient
import KubernetesModel

/// A command in a container, joined to this process's terminal or pipes.
enum RemoteCommand {
    /// What a command writes first to say that it reads the secret line now.
    static let readiness: UInt8 = 1

    /// Runs a command to its end.
    ///
    /// - Parameters:
    ///   - secretLine: what the command reads first, once it has written ``readiness``; never shown.
    /// - Returns: its exit status.
    static func run(
        _ command: [String], in pod: ObjectKey, container: String, of client: KubernetesClient, secretLine: String? = nil
    ) async throws -> Int32 {
        let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
        let session = try await client.startExec(command, in: pod, container: container, hasInput: true, terminal: isTerminal)
        defer { session.close() }
        let terminal = isTerminal ? RawTerminal() : nil
        defer { terminal?.restore() }
        let resizing = isTerminal ? followSize(of: session) : nil
        defer { resizing?.cancel() }
        // Not awaited: it may be blocked in a read, which only the end of this process ends.
        var input: Task<Void, Never>?
        if secretLine == nil { input = pump(into: session) }
        defer { input?.cancel() }
        var waitsForReadiness = secretLine != nil
        for try await piece in session.output {
            switch piece {
            case .stdout(var bytes):
                if waitsForReadiness, let position = bytes.firstIndex(of: readiness) {
                    waitsForReadiness = false
                    bytes.remove(at: position)
                    try await session.write(Array("\(secretLine ?? "")\n".utf8))
                    input = pump(into: session)
                }
                try StandardOutput.write(Data(bytes))
            case .stderr(let bytes): try FileHandle.standardError.write(contentsOf: Data(bytes))
            case .exit(let code): return Int32(clamping: code)
            }
        }
        throw CommandFailure("the connection to \(pod) ended before the command did")
    }

    /// Copies this process's input, piece by piece, as fast as the command takes it.
    private static func pump(into session: PodSession) -> Task<Void, Never> {
        Task {
            // That the command no longer reads is no error: how it ends decides.
            while let bytes = await readInput() { guard (try? await session.write(bytes)) != nil else { return } }
            try? await session.closeInput()
        }
    }

    /// The next piece of standard input; nil at its end.
    private static func readInput() async -> [UInt8]? {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                var bytes = [UInt8](repeating: 0, count: 32 << 10)
                var count = read(STDIN_FILENO, &bytes, bytes.count)
                while count < 0 && errno == EINTR { count = read(STDIN_FILENO, &bytes, bytes.count) }
                continuation.resume(returning: count > 0 ? Array(bytes.prefix(count)) : nil)
            }
        }
    }

    /// Tells the command the size of the terminal, now and whenever it changes.
    private static func followSize(of session: PodSession) -> Task<Void, Never> {
        Task {
            let (changes, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
            signal(SIGWINCH, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: SIGWINCH, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.resume()
            defer { source.cancel() }
            continuation.yield()
            for await _ in changes {
                if let size = TerminalSize.of(STDOUT_FILENO) { try? await session.resize(columns: size.columns, rows: size.rows) }
            }
        }
    }
}

/// The terminal without line editing and echo, which the other end does; as it was after ``restore()``.
final class RawTerminal {
    private var before = termios()

    init() {
        tcgetattr(STDIN_FILENO, &before)
        var raw = before
        cfmakeraw(&raw)
        tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
    }

    func restore() { tcsetattr(STDIN_FILENO, TCSADRAIN, &before) }
}
