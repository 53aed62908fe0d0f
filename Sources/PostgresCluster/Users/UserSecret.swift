/// The Secret of a user: how to connect, and as whom.
public enum UserSecret {
    /// What the Secret should hold.
    ///
    /// A password and a verifier that are there stay: they are the user's. An empty one is filled: the password by a random one, the
    /// verifier from the password. So whoever changes a password empties the verifier. A verifier without a password stays alone.
    ///
    /// - Parameter existing: the contents now; empty where there is no Secret.
    /// - Returns: the keys that the operator looks after, with their values.
    public static func contents(
        of user: UserDefinition, in cluster: ClusterDefinition, existing: [String: String], using generator: inout some RandomNumberGenerator
    ) -> [String: String] {
        var contents: [String: String] = [:]
        var password = existing["password"] ?? ""
        var verifier = existing["verifier"] ?? ""
        if password.isEmpty, verifier.isEmpty { password = Password.random(user.passwordType, length: Password.userLength, using: &generator) }
        if verifier.isEmpty { verifier = ScramVerifier.of(password, using: &generator).description }
        contents["password"] = password
        contents["verifier"] = verifier
        contents["user"] = user.name
        contents.merge(connections(of: user, in: cluster, password: password)) { $1 }
        return contents
    }

    private static func connections(of user: UserDefinition, in cluster: ClusterDefinition, password: String) -> [String: String] {
        let server = Address(host: "\(cluster.names.primary).\(cluster.namespace).svc", port: cluster.port)
        var contents = ["host": server.host, "port": String(server.port)]
        let database = user.databases.first
        if let database {
            contents["dbname"] = database
            contents["uri"] = server.uri(user: user.name, password: password, database: database)
            contents["jdbc-uri"] = server.jdbcURI([("password", password), ("user", user.name)], database: database)
        }
        guard let pooler = cluster.pgBouncer else { return contents }
        let proxy = Address(host: "\(cluster.names.pgBouncer).\(cluster.namespace).svc", port: pooler.port)
        contents["pgbouncer-host"] = proxy.host
        contents["pgbouncer-port"] = String(proxy.port)
        if let database {
            contents["pgbouncer-uri"] = proxy.uri(user: user.name, password: password, database: database)
            // Statements prepared on one server connection are unknown to the next.
            contents["pgbouncer-jdbc-uri"] = proxy.jdbcURI(
                [("password", password), ("prepareThreshold", "0"), ("user", user.name)], database: database)
        }
        return contents
    }

    private struct Address {
        let host: String
        let port: Int

        func uri(user: String, password: String, database: String) -> String {
            "postgresql://\(PercentEncoding.of(user)):\(PercentEncoding.of(password))@\(host):\(port)/\(PercentEncoding.of(database))"
        }

        func jdbcURI(_ query: [(key: String, value: String)], database: String) -> String {
            let text = query.map { "\($0.key)=\(PercentEncoding.of($0.value))" }.joined(separator: "&")
            return "jdbc:postgresql://\(host):\(port)/\(PercentEncoding.of(database))?\(text)"
        }
    }
}

/// Text within a URI.
enum PercentEncoding {
    /// Everything but letters, digits and `-._~` encoded, which holds in every part of a URI (RFC 3986, 2.3).
    static func of(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            let character = Character(Unicode.Scalar(byte))
            if byte < 0x80, character.isLetter || character.isNumber || "-._~".contains(character) {
                result.append(character)
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
