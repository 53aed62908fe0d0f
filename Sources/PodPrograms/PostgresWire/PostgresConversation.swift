/// One simple query from the start of a session to its result, as a value: it takes what the server sent and says what to send.
///
/// - Source: PostgreSQL 17 documentation, "Message Flow".
struct PostgresConversation: Sendable {
    private let user: String
    private let password: Sensitive<String>
    private let query: String
    private var scram: SCRAM
    private var asked = false
    private var result = PostgresResult()
    private var failure: PostgresFailure?

    /// What to do after a message.
    enum Step: Sendable {
        case wait
        case send(PostgresMessage)
        /// The server is ready for another query: the result, or why it refused.
        case finish(Result<PostgresResult, PostgresFailure>)
    }

    init(user: String, password: Sensitive<String>, query: String, nonce: String) {
        self.user = user
        self.password = password
        self.query = query
        scram = SCRAM(password: password, nonce: nonce)
    }

    mutating func receive(_ message: PostgresMessage) throws(Problem) -> Step {
        var reader = PostgresReader(message.body)
        switch Unicode.Scalar(message.type) {
        case "R": return try authenticate(&reader)
        case "Z" where asked: return .finish(failure.map { .failure($0) } ?? .success(result))
        case "Z":
            asked = true
            return .send(PostgresMessage("Q", PostgresMessage.text(query)))
        case "T":
            let count = try reader.short()
            result.columns = []
            for _ in 0..<count {
                result.columns.append(try reader.text())
                _ = try reader.bytes(18)
            }
        case "D":
            var row: [String?] = []
            for _ in 0..<(try reader.short()) {
                let length = try reader.integer()
                row.append(length < 0 ? nil : String(decoding: try reader.bytes(Int(length)), as: UTF8.self))
            }
            result.rows.append(row)
        case "C": result.command = try reader.text()
        case "E":
            failure = PostgresFailure(try Self.fields(&reader))
            // Before the session has begun an error is the server's last message.
            if !asked, let failure { return .finish(.failure(failure)) }
        default: break  // notices, parameters, keys for cancelling
        }
        return .wait
    }

    private mutating func authenticate(_ reader: inout PostgresReader) throws(Problem) -> Step {
        switch try reader.integer() {
        case 0: return .wait
        case 3: return .send(PostgresMessage("p", PostgresMessage.text(password.value)))
        case 5:
            let salt = try reader.bytes(4)
            return .send(PostgresMessage("p", PostgresMessage.text(MD5Password.answer(user: user, password: password, salt: salt))))
        case 10:
            var offered: [String] = []
            while let mechanism = try? reader.text(), !mechanism.isEmpty { offered.append(mechanism) }
            guard offered.contains(SCRAM.mechanism) else { throw Problem("the server offers \(offered), none of which is \(SCRAM.mechanism)") }
            let first = Array(scram.first.utf8)
            return .send(PostgresMessage("p", PostgresMessage.text(SCRAM.mechanism) + PostgresMessage.integer(Int32(first.count)) + first))
        case 11: return .send(PostgresMessage("p", Array(try scram.final(String(decoding: reader.remaining, as: UTF8.self)).utf8)))
        case 12:
            try scram.verify(String(decoding: reader.remaining, as: UTF8.self))
            return .wait
        case let method: throw Problem("the server asks for authentication method \(method), which is not supported")
        }
    }

    private static func fields(_ reader: inout PostgresReader) throws(Problem) -> [Unicode.Scalar: String] {
        var fields: [Unicode.Scalar: String] = [:]
        while let key = try reader.bytes(1).first, key != 0 { fields[Unicode.Scalar(key)] = try reader.text() }
        return fields
    }
}

/// What a query gave.
struct PostgresResult: Sendable, Hashable {
    var columns: [String] = []
    var rows: [[String?]] = []
    /// `PAUSE`, `SELECT 1` …
    var command = ""
}

/// The server refused something.
struct PostgresFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// SQLSTATE.
    var code: String
    var message: String

    init(_ fields: [Unicode.Scalar: String]) {
        code = fields["C"] ?? ""
        message = fields["M"] ?? ""
    }

    var description: String { code.isEmpty ? message : "\(message) (\(code))" }
}
