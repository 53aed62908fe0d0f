import Testing

@testable import PostgresCluster

@Suite("Quoting in SQL")
struct SQLTextTests {
    @Test(
        "identifiers and literals",
        arguments: [
            ("a", "\"a\"", "'a'"),
            ("it's", "\"it's\"", "'it''s'"),
            ("a\"b", "\"a\"\"b\"", "'a\"b'"),
            ("back\\slash'", "\"back\\slash'\"", " E'back\\\\slash'''"),
            ("zero\0byte", "\"zerobyte\"", "'zerobyte'"),
            ("'\u{301}", "\"'\u{301}\"", "'''\u{301}'"),
            ("", "\"\"", "''"),
        ])
    func table(_ text: String, _ identifier: String, _ literal: String) {
        #expect(SQLText.identifier(text) == identifier)
        #expect(SQLText.literal(text) == literal)
    }

    @Test("random text never leaves its quotes and is read back", arguments: 0..<20)
    func fuzz(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let pieces: [Unicode.Scalar] = ["'", "\"", "\\", "a", ";", "-", "\n", "$", ":", "\u{301}", "é", "\0", "/", "*", " "]
        for _ in 0..<500 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...12, using: &random) { text.append(pieces[Int.random(in: pieces.indices, using: &random)]) }
            let expected = text.filter { $0 != "\0" }
            #expect(Array(Self.read(SQLText.identifier(String(text)), quote: "\"") ?? []) == Array(expected))
            #expect(Array(Self.read(SQLText.literal(String(text)), quote: "'") ?? []) == Array(expected))
        }
    }

    /// Reads a quoted text as PostgreSQL does; nil where it ends early or not at all.
    private static func read(_ text: String, quote: Unicode.Scalar) -> [Unicode.Scalar]? {
        var scalars = Array(text.unicodeScalars)[...]
        var escapes = false
        if scalars.starts(with: [" ", "E"]) {
            escapes = true
            scalars = scalars.dropFirst(2)
        }
        guard scalars.popFirst() == quote else { return nil }
        var result: [Unicode.Scalar] = []
        while let scalar = scalars.popFirst() {
            if scalar == quote {
                guard scalars.first == quote else { return scalars.isEmpty ? result : nil }
                scalars.removeFirst()
                result.append(quote)
            } else if scalar == "\\", escapes {
                guard let next = scalars.popFirst() else { return nil }
                result.append(next)
            } else {
                result.append(scalar)
            }
        }
        return nil
    }
}

@Suite("Options of a user")
struct RoleOptionsTests {
    @Test(
        "are written anew",
        arguments: [
            ("", []),
            ("superuser  CreateDB", ["SUPERUSER", "CREATEDB"]),
            ("CONNECTION LIMIT 5 LOGIN LOGIN", ["CONNECTION LIMIT 5", "LOGIN"]),
            ("connection limit -1", ["CONNECTION LIMIT -1"]),
            ("VALID UNTIL '2030-01-01 ''x'", ["VALID UNTIL '2030-01-01 ''x'"]),
            ("NOLOGIN NOINHERIT", ["NOLOGIN", "NOINHERIT"]),
        ] as [(String, [String])])
    func good(_ text: String, _ options: [String]) throws {
        #expect(try RoleOptions.parse(text) == options)
    }

    @Test(
        "what is none is refused",
        arguments: [
            "PASSWORD 'x'", "ENCRYPTED PASSWORD 'x'", "SUPERUSER NOSUPERUSER", "CONNECTION LIMIT", "CONNECTION LIMIT x",
            "CONNECTION LIMIT 1 CONNECTION LIMIT 2",
            "VALID UNTIL 2030", "VALID UNTIL 'x", "SUPERUSER -- x", "/* x */", "IN ROLE admin", "'x'", "SUPERUSER; DROP TABLE x", "\\! ls",
            "ＳUPERUSER",
        ])
    func bad(_ text: String) {
        #expect(throws: RoleOptions.Invalid.self) { try RoleOptions.parse(text) }
    }

    @Test("random text is refused or gives known options", arguments: 0..<10)
    func fuzz(_ seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let pieces = ["SUPERUSER", "NO", "LOGIN", " ", "'", ";", "VALID", "UNTIL", "CONNECTION", "LIMIT", "7", "--", "\\", "\n", "PASSWORD"]
        for _ in 0..<400 {
            let text = (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }.joined()
            for option in (try? RoleOptions.parse(text)) ?? [] {
                #expect(
                    ["SUPERUSER", "NOSUPERUSER", "LOGIN", "NOLOGIN", "CONNECTION LIMIT 7", "CONNECTION LIMIT 77"].contains(option)
                        || option.hasPrefix("VALID UNTIL ") || option.hasPrefix("CONNECTION LIMIT 7"))
            }
        }
    }
}

@Suite("SQL that the operator runs")
struct SQLScriptTests {
    @Test("users, databases, pooler and extensions of the examples", arguments: Example.all)
    func golden(_ example: Example) throws {
        let cluster = example.cluster
        let logins = cluster.effectiveUsers.map { UsersSQL.Login(user: $0, verifier: "SCRAM-SHA-256$4096:c2FsdA==$a:b") }
        let users = UsersSQL.users(logins, of: cluster)
        #expect(users.problems.isEmpty)
        var scripts: [(String, SQLScript)] = [("users", users.script)]
        if let databases = UsersSQL.databases(of: cluster) { scripts.insert(("databases", databases), at: 0) }
        if let pooler = cluster.pgBouncer {
            scripts.append(("pooler", PgBouncerSQL.enable(verifier: "SCRAM-SHA-256$4096:c2FsdA==$a:b", exposesSuperusers: pooler.exposesSuperusers)))
        }
        scripts += ExtensionsSQL.steps(to: cluster.extensions, from: nil).map { ("extension \($0.name)", $0.script) }
        try expectGolden(scripts.map { "-- \($0.0), in \($0.1.target)\n\($0.1.text)" }.joined(separator: "\n"), "SQL/\(example.name).sql")
    }

    @Test("odd names stay names")
    func oddNames() {
        var cluster = Example.minimal.cluster
        cluster.users = [UserDefinition(name: "a\"; DROP", databases: ["it's \"x\" = \\y", "bad\nname", ""], options: "nonsense")]
        let (script, problems) = UsersSQL.users([.init(user: cluster.users[0], verifier: "v'v")], of: cluster)
        #expect(script.text.contains(#"SELECT 'CREATE USER "a""; DROP"' WHERE NOT EXISTS"#))
        #expect(script.text.contains(#"ALTER ROLE "a""; DROP" WITH LOGIN PASSWORD 'v''v';"#))
        #expect(script.text.contains(#"\connect -reuse-previous=on "dbname='it\'s ""x"" = \\y'""#))
        #expect(!script.text.contains("bad"))
        #expect(problems.map(\.user) == ["a\"; DROP", "a\"; DROP", "a\"; DROP"])
        #expect(UsersSQL.databases(of: cluster)?.text.contains("bad") == false)
    }

    @Test("only what the operator enabled is dropped")
    func extensions() {
        var former = ExtensionsDefinition()
        former.pgVector = true
        var wanted = ExtensionsDefinition()
        wanted.pgAudit = false
        wanted.pgCron = true
        let steps = ExtensionsSQL.steps(to: wanted, from: former)
        #expect(steps.map(\.name) == ["pgaudit", "vector", "pg_cron"])
        #expect(steps.map(\.isEnabled) == [false, false, true])
        #expect(steps[2].script.target == .database("postgres"))
        #expect(ExtensionsSQL.steps(to: wanted, from: nil).map(\.name) == ["pg_cron"])
    }

    @Test("a digest changes with text and target, and nothing secret is an argument")
    func digests() {
        let one = SQLScript("SELECT 1", in: .allDatabases)
        #expect(one.digest == SQLScript("SELECT 1", in: .allDatabases).digest)
        #expect(one.digest != SQLScript("SELECT 2", in: .allDatabases).digest)
        #expect(one.digest != SQLScript("SELECT 1", in: .database("a")).digest)
        #expect(one.digest.count == 32)
        #expect(!one.command.contains { $0.contains("SELECT 1") })
        #expect(SQLScript("x", in: .database("a=b")).command.starts(with: ["env", "PGDATABASE=a=b", "psql"]))
    }
}
