import Testing

@testable import PostgresCluster

@Suite("SCRAM verifiers")
struct ScramVerifierTests {
    @Test("the keys of the example in RFC 7677 come out")
    func rfc7677() throws {
        // Password, salt and iterations of RFC 7677, 3; the server signature there follows from ServerKey.
        let verifier = try #require(ScramVerifier(parsing: "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$\(Self.rfcKeys)"))
        #expect(verifier.matches("pencil"))
        #expect(!verifier.matches("pencils"))
        #expect(ScramVerifier(password: "pencil", salt: verifier.salt, iterations: 4096) == verifier)
    }

    private static let rfcKeys = "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="

    @Test(
        "PBKDF2 of known vectors",
        arguments: [
            (1, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b"),
            (2, "ae4d0c95af6b46d32d0adff928f06dd02a303f8ef3c251dfd6e2d85a95474c43"),
            (4096, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
        ])
    func pbkdf2(_ iterations: Int, _ expected: String) {
        let hash = ScramVerifier.hash("password", salt: Array("salt".utf8), iterations: iterations)
        #expect(hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == expected)
    }

    @Test("a verifier is read back as it was written")
    func roundTrip() throws {
        var random = SeededGenerator(seed: 3)
        let verifier = ScramVerifier.of("a'b\"ü", using: &random)
        #expect(ScramVerifier(parsing: verifier.description) == verifier)
        #expect(verifier.matches("a'b\"ü"))
    }

    @Test("anything else is none", arguments: ["", "md5abc", "SCRAM-SHA-256$4096:AA==", "SCRAM-SHA-256$x:AA==$AA==:AA==", "secret"])
    func others(_ text: String) { #expect(ScramVerifier(parsing: text) == nil) }
}
