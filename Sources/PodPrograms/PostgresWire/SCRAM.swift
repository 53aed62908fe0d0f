internal import Crypto
internal import FoundationEssentials

/// The client's side of SCRAM-SHA-256, without channel binding.
///
/// - Source: RFC 5802, RFC 7677.
struct SCRAM: Sendable {
    static let mechanism = "SCRAM-SHA-256"

    private let password: Sensitive<String>
    private let nonce: String
    private var serverSignature: [UInt8] = []

    /// - Parameter nonce: printable ASCII without a comma, chosen at random for each exchange.
    init(password: Sensitive<String>, nonce: String) {
        self.password = password
        self.nonce = nonce
    }

    /// A nonce of 18 random bytes.
    static func randomNonce() -> String {
        var generator = SystemRandomNumberGenerator()
        return Data((0..<18).map { _ in UInt8.random(in: .min ... .max, using: &generator) }).base64EncodedString()
    }

    /// PostgreSQL takes the user's name from the start of the session.
    private var bare: String { "n=,r=\(nonce)" }
    var first: String { "n,,\(bare)" }

    /// The answer to the server's challenge.
    mutating func final(_ challenge: String) throws(Problem) -> String {
        let fields = Self.fields(challenge)
        guard let serverNonce = fields["r"], serverNonce.hasPrefix(nonce), serverNonce != nonce else {
            throw Problem("the server's nonce does not continue ours")
        }
        guard let salt = fields["s"].flatMap({ Data(base64Encoded: $0) }), let iterations = fields["i"].flatMap(Int.init),
            (1...10_000_000).contains(iterations)
        else { throw Problem("the server's challenge has no salt or no number of iterations") }
        let withoutProof = "c=biws,r=\(serverNonce)"
        let message = Array("\(bare),\(challenge),\(withoutProof)".utf8)
        let salted = Self.saltedPassword(Array(password.value.utf8), salt: Array(salt), iterations: iterations)
        let clientKey = Self.hmac(salted, Array("Client Key".utf8))
        let signature = Self.hmac(Array(SHA256.hash(data: clientKey)), message)
        serverSignature = Self.hmac(Self.hmac(salted, Array("Server Key".utf8)), message)
        let proof = Data(zip(clientKey, signature).map { $0 ^ $1 }).base64EncodedString()
        return "\(withoutProof),p=\(proof)"
    }

    /// Checks that the server knows the password too.
    func verify(_ outcome: String) throws(Problem) {
        guard let signature = Self.fields(outcome)["v"].flatMap({ Data(base64Encoded: $0) }), !serverSignature.isEmpty,
            Array(signature) == serverSignature
        else {
            throw Problem("the server does not prove that it knows the password")
        }
    }

    private static func fields(_ text: String) -> [Substring: String] {
        Dictionary(
            text.split(separator: ",").compactMap { field in
                field.dropFirst().first == "=" ? (field.prefix(1), String(field.dropFirst(2))) : nil
            }, uniquingKeysWith: { first, _ in first })
    }

    /// PBKDF2 with one block, which is as long as the hash.
    private static func saltedPassword(_ password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
        var block = hmac(password, salt + [0, 0, 0, 1])
        var result = block
        for _ in 1..<max(iterations, 1) where iterations > 1 {
            block = hmac(password, block)
            for index in result.indices { result[index] ^= block[index] }
        }
        return result
    }

    private static func hmac(_ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
    }
}

/// The answer to PostgreSQL's MD5 challenge, which PgBouncer still gives by default.
enum MD5Password {
    static func answer(user: String, password: Sensitive<String>, salt: [UInt8]) -> String {
        "md5" + digest(Array(digest(Array(password.value.utf8) + Array(user.utf8)).utf8) + salt)
    }

    private static func digest(_ bytes: [UInt8]) -> String { Hexadecimal.text(Insecure.MD5.hash(data: bytes)) }
}
