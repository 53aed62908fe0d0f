import KubernetesModel
import PostgresCluster
import Testing

@Suite("The renewal of a certificate authority, as it is planned") struct RenewalTests {
    private static let authority = "c-cluster-ca-cert"
    /// Secrets with certificates in a cluster of three instances with pooler and backups.
    private static let holders = 7

    private func steps(_ cluster: ClusterSnapshot) -> [SecretStep] { Planner().plan(cluster).secrets }

    private func step(_ cluster: ClusterSnapshot) -> SecretStep? { steps(cluster).first { $0.subject == .certificateAuthority } }

    /// A cluster whose authority has got a new key, and whose other Secrets have followed it or not.
    private func renewing(_ key: String, followed: Bool) -> ClusterSnapshot {
        var cluster = PlanExample.running()
        cluster.secrets[Self.authority]?.keys[key] = "new"
        cluster.secrets[Self.authority]?.metadata.annotations?["egret.dev/renew-after"] = nil
        if followed {
            let trust = SecretInputs.trust(of: cluster.secrets[Self.authority]?.keys ?? [:])
            for name in cluster.secrets.keys where name != Self.authority { cluster.secrets[name]?.metadata.annotations?["egret.dev/trust"] = trust }
        }
        return cluster
    }

    @Test func aRequestIsHandedOnOnce() {
        var cluster = PlanExample.running()
        cluster.resource.metadata.annotations = ["egret.dev/renew-authority": "today"]
        #expect(step(cluster)?.renewal.request == "today")
        cluster.secrets[Self.authority]?.metadata.annotations?["egret.dev/renewed-for"] = "today"
        #expect(steps(cluster).isEmpty)
    }

    @Test func itsTimeBringsItUp() {
        var cluster = PlanExample.running()
        cluster.now = PlanExample.now.adding(.seconds(1_000_000))
        #expect(steps(cluster).map(\.subject) == [.certificateAuthority])
        #expect(step(cluster)?.because.reason == .certificateRenewed)
    }

    @Test(arguments: ["next.crt", "previous.crt"]) func everySecretFollowsWhatIsTrusted(key: String) {
        let cluster = renewing(key, followed: false)
        let planned = steps(cluster)
        #expect(planned.count == Self.holders && !planned.contains { $0.subject == .certificateAuthority })
        #expect(planned.allSatisfy { $0.because.message.hasSuffix("the certificate authorities that are trusted have changed") })
    }

    @Test(arguments: ["next.crt", "previous.crt"]) func theAuthorityLearnsWhenAllHaveFollowed(key: String) {
        var cluster = renewing(key, followed: true)
        let trust = SecretInputs.trust(of: cluster.secrets[Self.authority]?.keys ?? [:])
        #expect(steps(cluster).map(\.subject) == [.certificateAuthority])
        #expect(step(cluster)?.renewal.settledTrust == trust)
        cluster.secrets[Self.authority]?.metadata.annotations?["egret.dev/settled-since"] = PlanExample.now.description
        #expect(steps(cluster).isEmpty, "it was noted")
        // A Secret falls back behind the renewal, as one that is restored from a copy.
        cluster.secrets["c-cluster-cert"]?.metadata.annotations?["egret.dev/issuer"] = "older"
        #expect(step(cluster)?.renewal == AuthorityRenewal())
    }

    @Test func aMissingSecretIsNoFollower() {
        var cluster = renewing("previous.crt", followed: true)
        cluster.secrets["c-pgbackrest"] = nil
        #expect(steps(cluster).map(\.subject) == [.pgBackRest])
    }

    @Test func anAuthorityOfTheUserIsLeftAloneAndFollowed() {
        var cluster = PlanExample.running()
        var custom = SecretProjection()
        custom.name = "mine"
        custom.items = [KeyToPath(key: "tls.crt", path: "root.crt"), KeyToPath(key: "tls.key", path: "root.key")]
        cluster.definition.tls.customRootSecret = custom
        cluster.secrets["mine"] = SecretDigest(metadata: ObjectMeta(name: "mine"), keys: ["tls.crt": "d", "tls.key": "d"])
        #expect(steps(cluster).isEmpty)
        cluster.secrets["mine"]?.keys["tls.crt"] = "other"
        #expect(steps(cluster).count == Self.holders && step(cluster) == nil)
    }
}
