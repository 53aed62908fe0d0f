import KubernetesModel
import Testing

@testable import PostgresCluster

@Suite("Certificates of a cluster")
struct CertificateTests {
    private static let start = Timestamp(secondsSince1970: 1_795_000_000)
    private static let day = Duration.seconds(86400)
    private let cluster = Example.stock.cluster

    private func authority(_ generator: inout SeededGenerator) throws -> AuthoritySecret {
        try .create(validity: nil, now: Self.start, using: &generator)
    }

    @Test("a Secret that was just filled stays, and another cluster's is refilled")
    func keepsWhatIsGood() throws {
        var random = SeededGenerator(seed: 1)
        let issuer = CertificateIssuer(cluster: cluster, authority: try authority(&random), now: Self.start)
        let instance = Example.stock.instances[0]
        let kinds: [(CertificateIssuer, CertificateIssuer.Contents, inout SeededGenerator) throws -> CertificateIssuer.Contents?] = [
            { try $0.server($1, using: &$2) }, { try $0.replication($1, using: &$2) }, { try $0.instance(instance, $1, using: &$2) },
            { try $0.pgBackRest($1, using: &$2) }, { try $0.pgBouncer($1, using: &$2) },
        ]
        var other = cluster
        other.uid = "another"
        other.namespace = "elsewhere"
        for (index, fill) in kinds.enumerated() {
            let contents = try #require(try fill(issuer, [:], &random))
            #expect(try fill(issuer, contents, &random) == nil)
            let elsewhere = CertificateIssuer(cluster: other, authority: issuer.authority, now: Self.start)
            // The replication role has the same name everywhere.
            #expect(try (fill(elsewhere, contents, &random) == nil) == (index == 1))
        }
    }

    @Test("the server certificate names the Services, the complete name first")
    func subjects() throws {
        var random = SeededGenerator(seed: 2)
        let issuer = CertificateIssuer(cluster: cluster, authority: try authority(&random), now: Self.start)
        let contents = try #require(try issuer.server([:], using: &random))
        #expect(Set(contents.keys) == ["tls.crt", "tls.key", "ca.crt"])
        let leaf = try #require(LeafCertificate(certificatePEM: contents["tls.crt"], keyPEM: contents["tls.key"]))
        let names = ["cluster1-primary", "cluster1-replicas"].flatMap {
            ["\($0).postgres-operator.svc.cluster.local", "\($0).postgres-operator.svc", "\($0).postgres-operator", $0]
        }
        let subject = CertificateSubject(commonName: names[0], dnsNames: names)
        #expect(leaf.problem(for: subject, authority: issuer.authority.current, now: Self.start) == nil)
    }

    @Test(
        "a leaf is replaced after two thirds of its life, not before",
        arguments: [(242, false), (243, false), (244, true), (364, true)])
    func age(_ days: Int, _ isDue: Bool) throws {
        var random = SeededGenerator(seed: 3)
        let authority = try authority(&random)
        let contents = try #require(
            try CertificateIssuer(cluster: cluster, authority: authority, now: Self.start).replication([:], using: &random))
        let later = CertificateIssuer(cluster: cluster, authority: authority, now: Self.start.adding(Self.day * days))
        #expect(try (later.replication(contents, using: &random) != nil) == isDue)
    }

    @Test("what is broken or of another authority is replaced, and says why")
    func problems() throws {
        var random = SeededGenerator(seed: 4)
        let subject = CertificateSubject(commonName: "a", dnsNames: ["a"])
        let mine = try CertificateAuthority.create(validity: Self.day * 3650, now: Self.start, using: &random)
        let other = try CertificateAuthority.create(validity: Self.day * 3650, now: Self.start, using: &random)
        let leaf = try LeafCertificate.issue(subject, by: mine, validity: Self.day * 365, now: Self.start, using: &random)
        let second = try LeafCertificate.issue(subject, by: mine, validity: Self.day * 365, now: Self.start, using: &random)
        func problem(_ leaf: LeafCertificate?, _ authority: CertificateAuthority, _ names: [String] = ["a"]) -> LeafCertificate.Problem? {
            leaf?.problem(for: CertificateSubject(dnsNames: names), authority: authority, now: Self.start)
        }
        #expect(problem(leaf, mine) == nil)
        #expect(problem(leaf, other) == .untrusted)
        #expect(problem(leaf, mine, ["b"]) == .otherSubject)
        #expect(problem(LeafCertificate(certificatePEM: "x", keyPEM: leaf.keyPEM), mine) == .unreadable)
        #expect(problem(LeafCertificate(certificatePEM: leaf.certificatePEM, keyPEM: second.keyPEM), mine) == .keyMismatch)
        #expect(LeafCertificate(certificatePEM: nil, keyPEM: leaf.keyPEM) == nil)
    }

    @Test("an authority that cannot be read is an error, and a missing one is made")
    func authorityErrors() throws {
        var random = SeededGenerator(seed: 5)
        let good = try authority(&random).data
        let other = try authority(&random).data
        #expect(try AuthoritySecret(reading: nil, origin: "s") == nil)
        #expect(try AuthoritySecret(reading: ["other": "x"], origin: "s") == nil)
        #expect(try AuthoritySecret(reading: good, origin: "s") != nil)
        for broken in [
            ["root.crt": "no", "root.key": good["root.key"] ?? ""], ["root.crt": good["root.crt"] ?? ""],
            ["root.crt": good["root.crt"] ?? "", "root.key": other["root.key"] ?? ""],
        ] {
            let error = #expect(throws: CertificateError.self) { try AuthoritySecret(reading: broken, origin: "secret ns/ca") }
            #expect(error?.origin.hasPrefix("secret ns/ca") == true)
            #expect(error?.description.contains("PRIVATE") == false)
        }
    }

    @Test("an authority is renewed in three steps, and a leaf is trusted at each of them")
    func renewal() throws {
        var random = SeededGenerator(seed: 6)
        let old = try authority(&random)
        let almost = Self.start.adding(Self.day * (3650 - 366))
        let due = Self.start.adding(Self.day * (3650 - 364))
        #expect(old.renewal(now: almost, settledSince: nil) == .none(until: Self.start.adding(Self.day * (3650 - 365))))
        #expect(old.renewal(now: almost, settledSince: nil, isRequested: true) == .begin)
        #expect(old.renewal(now: due, settledSince: nil) == .begin)

        let both = try old.beginningRenewal(validity: nil, now: due, using: &random)
        #expect(both.current.isSame(as: old.current))
        #expect(both.trusted.hasPrefix(old.trusted) && both.trusted != old.trusted)
        // It does not sign before everyone has trusted it for a while, however long that takes to begin.
        #expect(both.renewal(now: due.adding(Self.day), settledSince: nil) == .waitingForSecrets)
        let until = due.adding(.seconds(600))
        #expect(both.renewal(now: due, settledSince: due) == .spreading(until: until))
        #expect(both.renewal(now: until, settledSince: due) == .switchOver)
        #expect(both.renewal(now: until, settledSince: due, isRequested: true) == .switchOver)
        // The steps survive a restart: all is in the Secret.
        let stored = try #require(try AuthoritySecret(reading: both.data, origin: "s"))

        let switched = stored.switchingOver()
        #expect(!switched.current.isSame(as: old.current))
        #expect(switched.trusted.contains(old.trusted))
        let issuer = CertificateIssuer(cluster: cluster, authority: switched, now: until)
        let before = try #require(
            try CertificateIssuer(cluster: cluster, authority: old, now: due).replication([:], using: &random))
        let after = try #require(try issuer.replication(before, using: &random))
        #expect(after["tls.crt"] != before["tls.crt"] && after["ca.crt"] == switched.trusted)
        #expect(switched.renewal(now: until.adding(Self.day), settledSince: nil) == .waitingForSecrets)
        #expect(switched.renewal(now: until, settledSince: until) == .spreading(until: until.adding(.seconds(600))))
        #expect(switched.renewal(now: until.adding(.seconds(600)), settledSince: until) == .finish)

        let finished = switched.finishingRenewal()
        #expect(finished.trusted == finished.current.certificatePEM)
        #expect(finished.data.keys.sorted() == ["root.crt", "root.key"])
    }

    @Test("a short-lived authority of a user's choice is renewed in its last third")
    func shortLife() throws {
        var random = SeededGenerator(seed: 7)
        let secret = try AuthoritySecret.create(validity: Self.day * 30, now: Self.start, using: &random)
        #expect(secret.renewal(now: Self.start.adding(Self.day * 21), settledSince: nil) == .begin)
        guard case .none = secret.renewal(now: Self.start.adding(Self.day * 19), settledSince: nil) else { Issue.record("too early"); return }
    }

    @Test("a name that is too long for a common name still stands among the alternative names")
    func longNames() {
        let names = [String(repeating: "a", count: 70), "short"]
        #expect(CertificateSubject(dnsNames: names) == CertificateSubject(commonName: "short", dnsNames: names))
    }
}
