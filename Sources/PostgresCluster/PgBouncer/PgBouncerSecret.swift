/// Keys of the Secret `{c}-pgbouncer`.
enum PgBouncerSecret {
    static let passwordKey = "pgbouncer-password"
    static let verifierKey = "pgbouncer-verifier"
    static let usersKey = "pgbouncer-users.txt"
    static let adminPasswordKey = "pgbouncer-admin-password"
    static let authorityKey = "pgbouncer-frontend.ca-roots"
    static let certificateKey = "pgbouncer-frontend.crt"
    static let privateKeyKey = "pgbouncer-frontend.key"
}
