internal import Glibc
internal import KubernetesModel
internal import NIOCore

extension PgBouncerHold {
    /// `pgbouncer-hold SECONDS HOST PORT`: HOST and PORT are the primary's Service, as PgBouncer knows it.
    static func main(_ invocation: Invocation) async -> Int32 {
        let arguments = invocation.arguments
        guard arguments.count == 3, let seconds = Int(arguments[0]), (1...300).contains(seconds), let port = Int(arguments[2]) else {
            invocation.log("is called as: pgbouncer-hold SECONDS HOST PORT, with 1 to 300 seconds")
            return 1
        }
        do {
            let console = try PgBouncerConsole(environment: invocation.environment)
            let server = ServerQuestion(host: arguments[1], port: port)
            let input = InputLines()
            return await PgBouncerHold(
                longest: .seconds(seconds), pause: { try await console.pause(timeout: .seconds(Int64(seconds))) },
                resume: { try await console.resume(timeout: .seconds(5)) }, takesWrites: { try await server.takesWrites() },
                awaitInput: { input.next(within: $0) }, staysPaused: { (try? Files.text(PgBouncerStartup.pausedFile)) == "1" },
                print: { standardOutput($0 + "\n") }, log: { invocation.log($0) }
            ).run()
        } catch {
            invocation.log("\(error)")
            return 1
        }
    }
}

/// Asks the server that a Service leads to, as PgBouncer would reach it.
struct ServerQuestion: Sendable {
    var host: String
    var port: Int
    var folder = "/etc/pgbouncer/~postgres-operator"

    private static let user = "_crunchypgbouncer"

    func takesWrites() async throws -> Bool {
        guard let password = Self.password(of: Self.user, in: try Files.text("\(folder)/users.txt")) else {
            throw Problem("\(folder)/users.txt has no \(Self.user)")
        }
        let result = try await PostgresQuery(
            hosts: [host], port: port, user: Self.user, password: Sensitive(password), database: "postgres", text: "SELECT pg_is_in_recovery()",
            authorities: "\(folder)/backend-ca.crt", timeout: .seconds(2)
        ).run()
        return result.rows.first?.first == "f"
    }

    /// A user's password in PgBouncer's file of users: `"name" "password"`, quotes doubled.
    static func password(of user: String, in text: String) -> String? {
        for line in text.split(separator: "\n") {
            guard line.hasPrefix("\"\(user)\" \""), line.hasSuffix("\"") else { continue }
            return String(line.dropFirst(user.count + 4).dropLast()).replacing("\"\"", with: "\"")
        }
        return nil
    }
}

/// Lines of standard input.
final class InputLines: Sendable {
    private let descriptor: Int32
    private let rest = Rest()

    /// Used by one task at a time.
    private final class Rest: @unchecked Sendable {  // the program asks for a line only after it got the last
        var bytes: [UInt8] = []
    }

    init(_ descriptor: Int32 = STDIN_FILENO) { self.descriptor = descriptor }

    func next(within limit: Duration) -> PgBouncerHold.Input {
        let end = ContinuousClock.now + limit
        while true {
            if let newline = rest.bytes.firstIndex(of: UInt8(ascii: "\n")) {
                defer { rest.bytes.removeFirst(newline + 1) }
                return .line(String(decoding: rest.bytes[..<newline], as: UTF8.self).trimmed)
            }
            let left = (end - .now).components
            let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
            guard milliseconds > 0 else { return .timeout }
            var waiting = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            guard poll(&waiting, 1, Int32(clamping: milliseconds)) > 0 else { continue }
            var buffer = [UInt8](repeating: 0, count: 256)
            let count = read(descriptor, &buffer, buffer.count)
            if count <= 0 { return .end }
            rest.bytes += buffer[..<count]
        }
    }
}
