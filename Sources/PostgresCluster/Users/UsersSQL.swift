/// SQL that makes databases, users, their rights and schemas.
public enum UsersSQL {
    /// A user with what its Secret says.
    public struct Login: Sendable, Hashable {
        public var user: UserDefinition
        /// `verifier` of the Secret.
        public var verifier: String

        public init(user: UserDefinition, verifier: String) {
            self.user = user
            self.verifier = verifier
        }
    }

    /// A name or option that cannot be carried out.
    public struct Problem: Sendable, Hashable, CustomStringConvertible {
        public let user: String
        public let text: String
        public var description: String { "user \(user): \(text)" }
    }

    /// Schemas that no user gets.
    private static let reservedSchemas: Set<String> = ["public", "pgbouncer", "monitor"]

    /// Makes the databases of all users, those that are missing.
    ///
    /// - Returns: nil where there is none to make.
    public static func databases(of cluster: ClusterDefinition) -> SQLScript? {
        let names = Set(cluster.effectiveUsers.flatMap(\.databases)).filter { $0 != "postgres" && problem(withDatabase: $0) == nil }.sorted()
        guard !names.isEmpty else { return nil }
        let statements = names.map {
            SQLScript.executing(
                "CREATE DATABASE \(SQLText.identifier($0))",
                unless: "SELECT FROM pg_catalog.pg_database WHERE datname = \(SQLText.literal($0))")
        }
        return SQLScript(SQLScript.preamble + statements.joined(), in: .database("postgres"))
    }

    /// Makes the users and grants them what they are to have, each user in one transaction.
    ///
    /// Options that PostgreSQL does not know leave the user without options and appear among the problems.
    public static func users(_ logins: [Login], of cluster: ClusterDefinition) -> (script: SQLScript, problems: [Problem]) {
        var problems: [Problem] = []
        var text = SQLScript.preamble + SQLScript.unlogged
        for login in logins { text += roles(login, &problems) }
        for login in logins { text += rights(login.user, of: cluster, &problems) }
        return (SQLScript(text, in: .database("postgres")), problems)
    }

    private static func roles(_ login: Login, _ problems: inout [Problem]) -> String {
        let user = login.user
        let isSuperuser = user.name == DatabaseRole.superuser
        var options = isSuperuser ? ["LOGIN", "SUPERUSER"] : ["LOGIN"]
        if !isSuperuser {
            do {
                options += try RoleOptions.parse(user.options)
            } catch {
                problems.append(Problem(user: user.name, text: "options: \(error)"))
            }
            if options.dropFirst().contains("LOGIN") || options.contains("NOLOGIN") { options.removeFirst() }
        }
        let role = SQLText.identifier(user.name)
        var text = "BEGIN;\n"
        text += SQLScript.executing(
            "CREATE USER \(role)", unless: "SELECT FROM pg_catalog.pg_roles WHERE rolname = \(SQLText.literal(user.name))")
        text += "ALTER ROLE \(role) WITH \(options.joined(separator: " ")) PASSWORD \(SQLText.literal(login.verifier));\n"
        let databases = isSuperuser ? ["postgres"] : user.databases.filter { problem(withDatabase: $0) == nil }
        for database in databases { text += "GRANT ALL PRIVILEGES ON DATABASE \(SQLText.identifier(database)) TO \(role);\n" }
        return text + "COMMIT;\n"
    }

    private static func rights(_ user: UserDefinition, of cluster: ClusterDefinition, _ problems: inout [Problem]) -> String {
        let makesSchema = cluster.createsUserSchemas && !reservedSchemas.contains(user.name) && user.name != DatabaseRole.superuser
        var text = ""
        let role = SQLText.identifier(user.name)
        for database in user.databases {
            if let problem = problem(withDatabase: database) {
                problems.append(Problem(user: user.name, text: problem))
                continue
            }
            guard makesSchema || user.grantsPublicSchema else { continue }
            text += SQLScript.connecting(to: database)
            if makesSchema { text += "CREATE SCHEMA IF NOT EXISTS \(role) AUTHORIZATION \(role);\n" }
            if user.grantsPublicSchema {
                text += """
                    GRANT ALL ON SCHEMA public TO \(role);
                    GRANT ALL ON ALL TABLES IN SCHEMA public TO \(role);
                    GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO \(role);
                    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO \(role);
                    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO \(role);

                    """
            }
        }
        return text
    }

    private static func problem(withDatabase name: String) -> String? {
        if name.isEmpty || name.utf8.count > 63 { return "databases: a name has 1 to 63 bytes, \(name.utf8.count) are too many or none" }
        let hasControls = name.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
        return hasControls ? "databases: a name has control characters" : nil
    }
}
