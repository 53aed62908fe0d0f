import NIOSSL
import Synchronization

/// How to speak TLS with one server, for the two libraries that do it.
struct TLSSetup: Sendable {
    /// For requests.
    let configuration: TLSConfiguration
    /// For connections that we open ourselves: watches and streams.
    let context: NIOSSLContext
}

/// Makes the TLS set-up, and makes it anew only when certificates changed.
final class TLSContexts: Sendable {
    private struct Key: Hashable {
        var authorities: [UInt8]?
        var identity: ClientIdentity?
    }
    private let verification: CertificateVerification
    private let authorities: MaterialReader?
    private let latest = Mutex<(key: Key, setup: TLSSetup)?>(nil)

    init(_ trust: ClusterConfiguration.Trust) {
        switch trust {
        case .system: (verification, authorities) = (.fullVerification, nil)
        case .authorities(let material): (verification, authorities) = (.fullVerification, MaterialReader(material))
        case .anything: (verification, authorities) = (.none, nil)
        }
    }

    /// The set-up for a client that shows this certificate, or none.
    func setup(identity: ClientIdentity?) throws(KubernetesError) -> TLSSetup {
        let key = Key(authorities: try authorities?.read(for: "certificate authorities"), identity: identity)
        if let latest = latest.withLock({ $0 }), latest.key == key { return latest.setup }
        let setup = try makeSetup(key)
        latest.withLock { $0 = (key, setup) }
        return setup
    }

    private func makeSetup(_ key: Key) throws(KubernetesError) -> TLSSetup {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = verification
        if let authorities = key.authorities {
            configuration.trustRoots = .certificates(try Self.certificates(authorities, called: "certificate authorities"))
        }
        let context: NIOSSLContext
        do {
            context = try NIOSSLContext(configuration: configuration)
        } catch {
            throw KubernetesError(
                .configuration, request: "certificate authorities",
                hint: key.authorities == nil
                    ? "this machine has none that are trusted (/etc/ssl/certs); give the one of the cluster" : "they cannot be used: \(error)")
        }
        guard let identity = key.identity else { return TLSSetup(configuration: configuration, context: context) }
        configuration.certificateChain = try Self.certificates(identity.certificateChain, called: "client certificate").map { .certificate($0) }
        do {
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(bytes: identity.privateKey, format: .pem))
        } catch {
            throw KubernetesError(.configuration, request: "client key", hint: "it is not a private key in PEM without a passphrase")
        }
        do {
            return TLSSetup(configuration: configuration, context: try NIOSSLContext(configuration: configuration))
        } catch {
            throw KubernetesError(.configuration, request: "client certificate", hint: "certificate and key do not belong together")
        }
    }

    private static func certificates(_ pem: [UInt8], called name: String) throws(KubernetesError) -> [NIOSSLCertificate] {
        let certificates = (try? NIOSSLCertificate.fromPEMBytes(pem)) ?? []
        guard !certificates.isEmpty else {
            throw KubernetesError(.configuration, request: name, hint: "there is no certificate in PEM (-----BEGIN CERTIFICATE-----) in it")
        }
        return certificates
    }
}

extension ClusterConfiguration {
    /// Reads certificates, keys and tokens now, so that what is wrong with them shows at start and not at the first request.
    ///
    /// - Throws: ``KubernetesError`` with code `configuration`.
    public func validate() async throws(KubernetesError) {
        let credentials = try await credentials.credentials()
        if server.usesTLS { _ = try TLSContexts(trust).setup(identity: credentials.identity) }
    }
}
