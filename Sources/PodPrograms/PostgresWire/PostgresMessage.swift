/// One message of PostgreSQL's protocol: a type and a body; its length is counted when it is written.
///
/// - Source: PostgreSQL 17 documentation, "Message Formats".
struct PostgresMessage: Sendable, Hashable {
    /// ASCII; 0 for the messages that begin a connection, which have none.
    var type: UInt8
    var body: [UInt8]

    init(_ type: Unicode.Scalar?, _ body: [UInt8] = []) {
        self.type = type.map { UInt8(ascii: $0) } ?? 0
        self.body = body
    }

    /// The whole message as it is sent.
    var bytes: [UInt8] { (type == 0 ? [] : [type]) + Self.integer(Int32(body.count + 4)) + body }

    /// The longest message that is accepted: answers of an admin console are short.
    static let longest = 1 << 20

    /// Takes one message off the front, nil if it is not complete yet.
    static func take(from buffer: inout [UInt8]) throws(Problem) -> PostgresMessage? {
        guard buffer.count >= 5 else { return nil }
        let length = Int(buffer[1]) << 24 | Int(buffer[2]) << 16 | Int(buffer[3]) << 8 | Int(buffer[4])
        guard length >= 4, length <= longest else { throw Problem("the server sent a message of \(length) bytes: this is no PostgreSQL protocol") }
        guard buffer.count > length else { return nil }
        var message = PostgresMessage(nil, Array(buffer[5...length]))
        message.type = buffer[0]
        buffer.removeFirst(length + 1)
        return message
    }

    /// A number of 32 bits, most significant byte first.
    static func integer(_ value: Int32) -> [UInt8] {
        let bits = UInt32(bitPattern: value)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: bits >> $0) }
    }

    /// Text with the zero that ends it.
    static func text(_ value: String) -> [UInt8] { Array(value.utf8) + [0] }

    static let requestForTLS = PostgresMessage(nil, integer(80_877_103))

    /// Begins a session with protocol 3.0.
    static func startup(user: String, database: String) -> PostgresMessage {
        let parameters = [("user", user), ("database", database), ("application_name", "egret")]
        return PostgresMessage(nil, integer(196_608) + parameters.flatMap { text($0.0) + text($0.1) } + [0])
    }
}

/// Reads a message's body from the front.
struct PostgresReader: Sendable {
    private var rest: ArraySlice<UInt8>

    init(_ body: [UInt8]) { rest = body[...] }

    var remaining: [UInt8] { Array(rest) }

    mutating func bytes(_ count: Int) throws(Problem) -> [UInt8] {
        guard count >= 0, rest.count >= count else { throw Problem("the server sent a message that ends too early") }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    mutating func integer() throws(Problem) -> Int32 {
        Int32(bitPattern: try bytes(4).reduce(0) { $0 << 8 | UInt32($1) })
    }

    mutating func short() throws(Problem) -> Int {
        try bytes(2).reduce(0) { $0 << 8 | Int($1) }
    }

    /// Text up to the next zero.
    mutating func text() throws(Problem) -> String {
        guard let end = rest.firstIndex(of: 0) else { throw Problem("the server sent text without an end") }
        defer { rest = rest[(end + 1)...] }
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
