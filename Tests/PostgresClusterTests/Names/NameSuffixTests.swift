import Testing

@testable import PostgresCluster

@Suite("Generated names")
struct NameSuffixTests {
    @Test("hashes are those of the Percona operator")
    func knownHashes() {
        #expect(StableHash.text(of: "") == "65bb57b6b5")
        #expect(StableHash.text(of: "bucketendpointregion") == "547f5bcfb4")
        #expect(StableHash.text(of: "547f5bcfb4") == "6b968cb7b9")
        let vault = ["https://vault-service.vault-service.svc:8200", "tde", "vault-secret", "token", "vault-secret", "ca.crt"]
        let paths = ["/pgconf/tde/token", "/pgconf/tde/ca.crt"]
        #expect(StableHash.text(of: (vault + paths).map { "\"\($0)\"" }.joined()) == "58dc94b68c")
        #expect(NameSuffix.fixed(cluster: "cluster1", set: "instance1") == "6595")
    }

    @Test("a repository's place decides the hash of the configuration")
    func configHash() {
        var backups = BackupsDefinition()
        backups.repos = [.init(name: "repo1", storage: .s3(bucket: "bucket", endpoint: "endpoint", region: "region"))]
        #expect(backups.repos[0].optionsHash == "547f5bcfb4")
        #expect(backups.configHash == "6b968cb7b9")
        #expect(Example.stock.cluster.backups.configHash == "65bb57b6b5")
    }

    @Test("random suffixes have four characters of the alphabet and follow the generator")
    func random() {
        var one = SeededGenerator(seed: 7)
        var other = SeededGenerator(seed: 7)
        for _ in 0..<200 {
            let suffix = NameSuffix.random(using: &one)
            #expect(suffix == NameSuffix.random(using: &other))
            #expect(suffix.utf8.count == 4)
            #expect(suffix.utf8.allSatisfy { NameSuffix.alphabet.contains($0) })
        }
    }
}

/// SplitMix64: equal seeds give equal numbers.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
