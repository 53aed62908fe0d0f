import Foundation
import Testing

@testable import PodPrograms

@Suite("PostgreSQL's protocol") struct PostgresWireTests {
    @Test("SCRAM-SHA-256 gives the proof that RFC 7677 wants") func scram() throws {
        // The RFC's example but for the name of the user, which PostgreSQL leaves empty. The expected values were computed with Python's hashlib, by a
        // script that gives the RFC's own for its user.
        var exchange = SCRAM(password: Sensitive("pencil"), nonce: "rOprNGfwEbeRWgbNEkqO")
        #expect(exchange.first == "n,,n=,r=rOprNGfwEbeRWgbNEkqO")
        let challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        let final = try exchange.final(challenge)
        #expect(final == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=qvT2SWdEH5Q06albL+hjSYuUhCG7VndFyzIb7CK4n9k=")
        try exchange.verify("v=3HO6Qt1M4MKJrmlKaoOqLAI0/0TV0HZe7J9H3MBtSOg=")
        #expect(throws: Problem.self) { try exchange.verify("v=AAAA") }
    }

    @Test("a server that does not continue our nonce, or names no salt, is refused") func refusedChallenges() {
        for challenge in ["r=other,s=AAAA,i=4096", "r=abc,s=AAAA,i=4096", "r=abcd,i=4096", "r=abcd,s=AAAA,i=0", ""] {
            var exchange = SCRAM(password: Sensitive("x"), nonce: "abc")
            #expect(throws: Problem.self, "\(challenge)") { try exchange.final(challenge) }
        }
    }

    @Test("MD5 answers as PostgreSQL does") func md5() {
        let answer = MD5Password.answer(user: "admin", password: Sensitive("secret"), salt: [1, 2, 3, 4])
        #expect(answer == "md5429bdacea953a35c4ece3ab61a18f27f")
    }

    @Test("messages are cut out of whatever arrives") func framing() throws {
        var buffer = PostgresMessage("Z", [0x49]).bytes + PostgresMessage("C", PostgresMessage.text("PAUSE")).bytes
        let last = buffer.removeLast()
        #expect(try PostgresMessage.take(from: &buffer) == PostgresMessage("Z", [0x49]))
        #expect(try PostgresMessage.take(from: &buffer) == nil)
        buffer.append(last)
        #expect(try PostgresMessage.take(from: &buffer)?.type == UInt8(ascii: "C"))
        #expect(buffer.isEmpty)
        var wrong: [UInt8] = Array("HTTP/1.1 400 Bad Request".utf8)
        #expect(throws: Problem.self) { try PostgresMessage.take(from: &wrong) }
    }

    /// Feeds messages to a conversation and gathers what it sends and how it ends.
    func converse(_ messages: [PostgresMessage]) throws -> (sent: [PostgresMessage], end: Result<PostgresResult, PostgresFailure>?) {
        var conversation = PostgresConversation(user: "admin", password: Sensitive("secret"), query: "SHOW STATE", nonce: "abc")
        var sent: [PostgresMessage] = []
        for message in messages {
            switch try conversation.receive(message) {
            case .wait: break
            case .send(let answer): sent.append(answer)
            case .finish(let end): return (sent, end)
            }
        }
        return (sent, nil)
    }

    private static let ready = PostgresMessage("Z", [0x49])
    private static func authentication(_ method: Int32, _ rest: [UInt8] = []) -> PostgresMessage {
        PostgresMessage("R", PostgresMessage.integer(method) + rest)
    }
    private static func error(_ message: String) -> PostgresMessage {
        PostgresMessage("E", Array("SFATAL".utf8) + [0] + Array("C08P01".utf8) + [0] + Array("M\(message)".utf8) + [0, 0])
    }

    @Test("a query is sent when the server is ready, and its rows come back") func rows() throws {
        let column = PostgresMessage.text("key") + [UInt8](repeating: 0, count: 18)
        let row = PostgresMessage("D", [0, 2] + PostgresMessage.integer(2) + Array("on".utf8) + PostgresMessage.integer(-1))
        let outcome = try converse([
            Self.authentication(0), PostgresMessage("S", PostgresMessage.text("a") + PostgresMessage.text("b")), Self.ready,
            PostgresMessage("T", [0, 1] + column), row, PostgresMessage("C", PostgresMessage.text("SHOW")), Self.ready,
        ])
        #expect(outcome.sent == [PostgresMessage("Q", PostgresMessage.text("SHOW STATE"))])
        #expect(try outcome.end?.get() == PostgresResult(columns: ["key"], rows: [["on", nil]], command: "SHOW"))
    }

    @Test("a password is given as it is asked for") func passwords() throws {
        #expect(try converse([Self.authentication(3)]).sent == [PostgresMessage("p", PostgresMessage.text("secret"))])
        #expect(try converse([Self.authentication(5, [1, 2, 3, 4])]).sent.first?.body.prefix(3) == Array("md5".utf8)[...])
        let offered = PostgresMessage.text("SCRAM-SHA-256-PLUS") + PostgresMessage.text("SCRAM-SHA-256") + [0]
        let first = try #require(try converse([Self.authentication(10, offered)]).sent.first)
        #expect(first.body == PostgresMessage.text("SCRAM-SHA-256") + PostgresMessage.integer(11) + Array("n,,n=,r=abc".utf8))
    }

    @Test("a method that is not known is named") func unknownMethod() {
        #expect(throws: Problem("the server asks for authentication method 7, which is not supported")) { try converse([Self.authentication(7)]) }
    }

    @Test("an error before the session has begun ends it; one of the query is its result") func errors() throws {
        let early = try converse([Self.error("no such user")])
        #expect(throws: PostgresFailure(["C": "08P01", "M": "no such user"])) { try early.end?.get() }
        let late = try converse([Self.authentication(0), Self.ready, Self.error("already suspended/paused"), Self.ready])
        #expect(throws: PostgresFailure(["C": "08P01", "M": "already suspended/paused"])) { try late.end?.get() }
    }

    @Test("messages that are cut short are refused, never read beyond") func short() {
        for message in [
            PostgresMessage("R", [0]), PostgresMessage("D", [0, 1, 0]), PostgresMessage("T", [0, 1, 65]), PostgresMessage("E", [77, 65]),
        ] {
            #expect(throws: Problem.self, "\(message)") { try converse([message]) }
        }
    }

    @Test("a password does not appear in descriptions") func sensitive() { #expect("\(Sensitive("secret"))" == "•••") }
}
