import KubernetesModel
import PostgresCluster
import Testing

@Suite("Parameters of PostgreSQL") struct PostgresSettingsTests {
    let settings = PostgresSettings([
        "shared_buffers": .init(type: "integer", context: "postmaster", unit: "8kB", minimum: 16, maximum: 1_073_741_823),
        "work_mem": .init(type: "integer", context: "user", unit: "kB", minimum: 64, maximum: 2_147_483_647),
        "checkpoint_timeout": .init(type: "integer", context: "sighup", unit: "s", minimum: 30, maximum: 86_400),
        "jit": .init(type: "bool", context: "user"),
        "wal_level": .init(type: "enum", context: "postmaster", values: ["minimal", "replica", "logical"]),
        "server_version_num": .init(type: "integer", context: "internal", minimum: 170_000, maximum: 170_000),
        "max_connections": .init(type: "integer", context: "postmaster", minimum: 1, maximum: 262_143),
    ])

    @Test(
        arguments: [
            ("shared_buffers", "128MB"), ("shared_buffers", 16384), ("work_mem", "4MB"), ("work_mem", "64"), ("checkpoint_timeout", "5min"),
            ("jit", true), ("jit", "off"), ("wal_level", "logical"), ("max_connections", "200"), ("pgaudit.log", "all"), ("WORK_MEM", "1GB"),
        ] as [(String, JSONValue)])
    func takes(name: String, value: JSONValue) { #expect(settings.problem(with: name, value: value) == nil) }

    @Test(
        arguments: [
            ("work_men", "4MB", "did you mean work_mem?"), ("nonsense", "1", "knows no parameter nonsense"),
            ("work_mem", "4XB", "must be a number"), ("work_mem", "1kB", "must be from 64 to 2147483647 kB"),
            ("checkpoint_timeout", "1s", "from 30 to 86400 s"), ("jit", "perhaps", "must be on or off"),
            ("wal_level", "hot_standby", "one of minimal, replica, logical"), ("server_version_num", 1, "cannot be set"),
            ("max_connections", "many", "must be a number"), ("max_connections", 0, "from 1 to 262143"),
        ] as [(String, JSONValue, String)])
    func refuses(name: String, value: JSONValue, text: String) throws {
        let problem = try #require(settings.problem(with: name, value: value))
        #expect(problem.contains(text), "\(problem)")
    }
}
