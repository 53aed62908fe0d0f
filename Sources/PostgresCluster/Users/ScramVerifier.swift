import Crypto
import FoundationEssentials

/// What PostgreSQL stores instead of a password: `SCRAM-SHA-256$4096:SALT$STORED-KEY:SERVER-KEY`.
///
/// A password outside of ASCII counts as its bytes in UTF-8. PostgreSQL normalises such passwords (SASLprep) before it compares: with
/// characters that normalisation changes, for example `ﬁ`, set `verifier` yourself.
///
/// - Source: RFC 5802 and RFC 7677; PostgreSQL 17, `src/common/scram-common.c`.
public struct ScramVerifier: Sendable, Hashable, CustomStringConvertible {
    let iterations: Int
    let salt: [UInt8]
    let storedKey: [UInt8]
    let serverKey: [UInt8]

    /// PostgreSQL's default of `scram_iterations`.
    static let defaultIterations = 4096
    static let saltLength = 16

    /// The verifier of a password with a random salt.
    public static func of(_ password: String, using generator: inout some RandomNumberGenerator) -> ScramVerifier {
        let salt = (0..<saltLength).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return ScramVerifier(password: password, salt: salt, iterations: defaultIterations)
    }

    init(password: String, salt: [UInt8], iterations: Int) {
        let salted = Self.hash(password, salt: salt, iterations: iterations)
        let key = SymmetricKey(data: salted)
        let clientKey = HMAC<SHA256>.authenticationCode(for: Array("Client Key".utf8), using: key)
        self.iterations = iterations
        self.salt = salt
        storedKey = Array(SHA256.hash(data: Array(clientKey)))
        serverKey = Array(HMAC<SHA256>.authenticationCode(for: Array("Server Key".utf8), using: key))
    }

    /// Reads a verifier; nil for anything else, an MD5 hash for example.
    public init?(parsing text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "SCRAM-SHA-256" else { return nil }
        let parameters = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        let keys = parts[2].split(separator: ":", omittingEmptySubsequences: false)
        guard parameters.count == 2, keys.count == 2, let iterations = Int(parameters[0]), iterations > 0,
            let salt = Data(base64Encoded: String(parameters[1])), let stored = Data(base64Encoded: String(keys[0])),
            let server = Data(base64Encoded: String(keys[1])), stored.count == 32, server.count == 32
        else { return nil }
        self.iterations = iterations
        self.salt = Array(salt)
        storedKey = Array(stored)
        serverKey = Array(server)
    }

    /// Whether a password has this verifier.
    public func matches(_ password: String) -> Bool {
        let other = ScramVerifier(password: password, salt: salt, iterations: iterations)
        return other.storedKey == storedKey && other.serverKey == serverKey
    }

    public var description: String {
        let base64 = { (bytes: [UInt8]) in Data(bytes).base64EncodedString() }
        return "SCRAM-SHA-256$\(iterations):\(base64(salt))$\(base64(storedKey)):\(base64(serverKey))"
    }

    /// PBKDF2 with HMAC-SHA-256 and one block of output: `Hi()` of RFC 5802.
    static func hash(_ password: String, salt: [UInt8], iterations: Int) -> [UInt8] {
        let key = SymmetricKey(data: Array(password.utf8))
        var last = Array(HMAC<SHA256>.authenticationCode(for: salt + [0, 0, 0, 1], using: key))
        var result = last
        for _ in 1..<max(iterations, 1) {
            last = Array(HMAC<SHA256>.authenticationCode(for: last, using: key))
            for index in result.indices { result[index] ^= last[index] }
        }
        return result
    }
}
