/// The client certificate for replication, where PostgreSQL accepts its mode: a private key that only its owner reads.
///
/// Kubernetes mounts it with the mode of the group where `fsGroup` is set, which libpq refuses.
struct ReplicationFiles: Sendable {
    var source = "/pgconf/tls/replication"
    var destination = "/tmp/replication"

    private static let names = ["tls.crt", "tls.key", "ca.crt"]

    /// Copies the files that are there. A cluster without them is none that replicates.
    func copy() throws {
        try Files.makeFolder(destination, mode: 0o700)
        for name in Self.names where Files.exists("\(source)/\(name)") {
            try Files.write(Files.read("\(source)/\(name)"), to: "\(destination)/\(name)", mode: 0o600)
        }
    }

    /// The container `replication-cert-copy`: copies and has Patroni reload whenever certificates change, those of PostgreSQL, of replication, or of
    /// Patroni's own API.
    static func main(_ invocation: Invocation) async -> Int32 {
        Signals.endOnTermination()
        let files = ReplicationFiles()
        let patroni = PatroniREST(environment: invocation.environment)
        do { try files.copy() } catch { invocation.log("\(error)") }
        await FileWatch(paths: ["/pgconf/tls", "/etc/patroni"], log: { invocation.log($0) }) { _ in
            try files.copy()
            try await patroni.reload()
        }.run()
        return 0
    }
}
