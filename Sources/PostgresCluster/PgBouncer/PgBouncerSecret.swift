/// The Secret `{c}-pgbouncer`: passwords of the pooler's own roles, and the file that PgBouncer reads them from.
public enum PgBouncerSecret {
    static let passwordKey = "pgbouncer-password"
    static let verifierKey = "pgbouncer-verifier"
    static let usersKey = "pgbouncer-users.txt"
    static let adminPasswordKey = "pgbouncer-admin-password"
    static let authorityKey = "pgbouncer-frontend.ca-roots"
    static let certificateKey = "pgbouncer-frontend.crt"
    static let privateKeyKey = "pgbouncer-frontend.key"

    /// What the Secret should hold besides certificates. What is there stays; what is missing is made.
    ///
    /// - Parameters:
    ///   - existing: the contents now; empty where there is no Secret.
    ///   - users: further users with their passwords or verifiers, from `usersSecret`.
    /// - Throws: for a user that PgBouncer cannot be told.
    public static func credentials(
        existing: [String: String], users: [String: String] = [:], using generator: inout some RandomNumberGenerator
    ) throws(InvalidPoolerUser) -> [String: String] {
        let kept = { (key: String) in existing[key].flatMap { $0.isEmpty ? nil : $0 } }
        let password = kept(passwordKey) ?? Password.random(.ascii, length: Password.poolerLength, using: &generator)
        let admin = kept(adminPasswordKey) ?? Password.random(.ascii, length: Password.poolerLength, using: &generator)
        let verifier = kept(verifierKey) ?? ScramVerifier.of(password, using: &generator).description
        return [
            passwordKey: password, adminPasswordKey: admin, verifierKey: verifier,
            usersKey: try usersFile(password: password, admin: admin, users: users),
        ]
    }

    /// `"name" "password"` on each line.
    private static func usersFile(password: String, admin: String, users: [String: String]) throws(InvalidPoolerUser) -> String {
        var lines = [(DatabaseRole.pgBouncer, password), (DatabaseRole.pgBouncerAdmin, admin)]
        for (name, secret) in users.sorted(by: { $0.key < $1.key }) {
            guard name != DatabaseRole.pgBouncer, name != DatabaseRole.pgBouncerAdmin else {
                throw InvalidPoolerUser(name: name, problem: "is a role of the operator's own: choose another name")
            }
            guard !name.isEmpty, !(name + secret).contains(where: \.isNewline) else {
                throw InvalidPoolerUser(name: name, problem: "has a line end in its name or password, which PgBouncer cannot read")
            }
            lines.append((name, secret))
        }
        return lines.map { "\(quoted($0.0)) \(quoted($0.1))\n" }.joined()
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}

/// A user in `usersSecret` that PgBouncer cannot be told.
public struct InvalidPoolerUser: Error, Sendable, Hashable, CustomStringConvertible {
    public let name: String
    public let problem: String
    public var description: String { "user \(name) of spec.proxy.pgBouncer.usersSecret \(problem)" }
}
