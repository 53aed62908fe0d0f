import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("The Secret of a user")
struct UserSecretTests {
    private let cluster = Example.stock.cluster
    private let user = UserDefinition(name: "app", databases: ["app db"])

    private func contents(_ existing: [String: String], seed: UInt64 = 1) -> [String: String] {
        var random = SeededGenerator(seed: seed)
        return UserSecret.contents(of: user, in: cluster, existing: existing, using: &random)
    }

    @Test("asked again with other randomness nothing changes")
    func stable() {
        let first = contents([:])
        #expect(contents(first, seed: 99) == first)
        #expect(first["password"]?.count == 24)
        #expect(ScramVerifier(parsing: first["verifier"] ?? "")?.matches(first["password"] ?? "") == true)
    }

    @Test("a password without a verifier gets one, and with one keeps it")
    func passwords() {
        let chosen = contents(["password": "mine", "verifier": ""])
        #expect(chosen["password"] == "mine")
        #expect(ScramVerifier(parsing: chosen["verifier"] ?? "")?.matches("mine") == true)
        #expect(contents(["password": "new", "verifier": "SCRAM-SHA-256$old"])["verifier"] == "SCRAM-SHA-256$old")
        #expect(contents(["verifier": "md5x"])["password"] == "")
    }

    @Test("what is special in a URI is encoded")
    func uris() {
        let contents = contents(["password": "p/@:?#%&+ =é"])
        let password = "p%2F%40%3A%3F%23%25%26%2B%20%3D%C3%A9"
        #expect(contents["host"] == "cluster1-primary.postgres-operator.svc")
        #expect(contents["port"] == "5432")
        #expect(contents["dbname"] == "app db")
        #expect(contents["uri"] == "postgresql://app:\(password)@cluster1-primary.postgres-operator.svc:5432/app%20db")
        #expect(contents["jdbc-uri"] == "jdbc:postgresql://cluster1-primary.postgres-operator.svc:5432/app%20db?password=\(password)&user=app")
        #expect(contents["pgbouncer-uri"] == "postgresql://app:\(password)@cluster1-pgbouncer.postgres-operator.svc:5432/app%20db")
        #expect(contents["pgbouncer-jdbc-uri"]?.hasSuffix("?password=\(password)&prepareThreshold=0&user=app") == true)
    }

    @Test("without a pooler or a database their keys are missing")
    func fewer() {
        var random = SeededGenerator(seed: 1)
        let cluster = Example.minimal.cluster
        let contents = UserSecret.contents(of: UserDefinition(name: "u"), in: cluster, existing: [:], using: &random)
        #expect(contents.keys.sorted() == ["host", "password", "port", "user", "verifier"])
    }

    @Test("passwords are made of the alphabet asked for", arguments: [UserDefinition.PasswordType.ascii, .alphaNumeric])
    func alphabets(_ type: UserDefinition.PasswordType) {
        var random = SeededGenerator(seed: 11)
        let text = Password.random(type, length: 4000, using: &random)
        let isSpecial = { (character: Character) in !character.isLetter && !character.isNumber }
        #expect(text.contains(where: isSpecial) == (type == .ascii))
        #expect(!text.contains { "'\"\\$%& `".contains($0) })
    }

    @Test(
        "without users one is made that is named like the cluster",
        arguments: [("cluster1", 1), ("-x", 0), ("A", 0), (String(repeating: "a", count: 64), 0)])
    func defaultUser(_ name: String, _ count: Int) {
        var cluster = cluster
        cluster.name = name
        #expect(cluster.effectiveUsers.count == count)
        #expect(Example.rich.cluster.effectiveUsers.map(\.name) == ["app", "postgres"])
    }

    @Test("the pooler's Secret keeps its passwords and lists users sorted")
    func pooler() throws {
        var random = SeededGenerator(seed: 5)
        let first = try PgBouncerSecret.credentials(existing: [:], users: ["b\"c": "x", "a": "y"], using: &random)
        #expect(try PgBouncerSecret.credentials(existing: first, users: ["b\"c": "x", "a": "y"], using: &random) == first)
        let password = first["pgbouncer-password"] ?? ""
        let admin = first["pgbouncer-admin-password"] ?? ""
        #expect(password.count == 32 && admin.count == 32 && password != admin)
        #expect(
            first["pgbouncer-users.txt"] == """
                "_crunchypgbouncer" "\(password)"
                "_crunchypgbounceradmin" "\(admin)"
                "a" "y"
                "b""c" "x"

                """)
        for name in ["_crunchypgbouncer", "a\nb", ""] {
            #expect(throws: InvalidPoolerUser.self) { try PgBouncerSecret.credentials(existing: first, users: [name: "x"], using: &random) }
        }
    }
}
