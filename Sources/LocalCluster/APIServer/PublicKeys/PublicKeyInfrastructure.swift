import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// The keys and certificates of one local cluster, kept in a directory.
///
/// `ca.crt`/`ca.key`, `server.crt`/`server.key`, `admin.crt`/`admin.key`, and `service-accounts.key`, which signs tokens. Key files can be
/// read by their owner only. A missing file is made; a certificate that nears its end, was signed by another authority, or lacks a name is
/// made anew.
struct PublicKeyInfrastructure: Sendable {
    let authority: CertificateAuthority
    let server: Identity
    let administrator: Identity
    let tokenKey: P256.Signing.PrivateKey

    /// - Parameters:
    ///   - directory: is created if need be.
    ///   - names: what clients call the server: DNS names and IP addresses.
    init(directory: URL, names: [String], now: Date = Date()) throws {
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let files = IdentityFiles(directory: directory)
        let authority = try CertificateAuthority(
            files.identity("ca") { _ in true } ?? files.keep("ca", CertificateAuthority(commonName: "egret-local", now: now).identity))
        self.authority = authority
        server =
            try files.identity("server") { $0.isFresh(at: now, signedBy: authority, names: names) }
            ?? files.keep("server", authority.server(commonName: "egret-apiserver", names: names, now: now))
        administrator =
            try files.identity("admin") { $0.isFresh(at: now, signedBy: authority, names: []) }
            ?? files.keep("admin", authority.client(commonName: "egret-admin", groups: ["system:masters"], now: now))
        tokenKey = try files.key("service-accounts") ?? files.keep("service-accounts", P256.Signing.PrivateKey())
    }

    /// TLS of the server: its certificate, and client certificates of the authority accepted but not required.
    func serverContext() throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(server.certificatePEM.utf8), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(server.keyPEM.utf8), format: .pem)))
        configuration.minimumTLSVersion = .tlsv12
        configuration.certificateVerification = .optionalVerification
        configuration.trustRoots = .certificates([
            try NIOSSLCertificate(bytes: Array(authority.identity.certificatePEM.utf8), format: .pem)
        ])
        configuration.applicationProtocols = ["http/1.1"]
        return try NIOSSLContext(configuration: configuration)
    }
}

extension Certificate {
    /// Whether a certificate is still to be used.
    fileprivate func isFresh(at now: Date, signedBy authority: CertificateAuthority, names: [String]) -> Bool {
        guard notValidAfter.timeIntervalSince(now) > CertificateAuthority.leafLifetime / 3, notValidBefore <= now,
            authority.identity.certificate.publicKey.isValidSignature(signature, for: self)
        else { return false }
        let known = Set((try? extensions.subjectAlternativeNames).flatMap { $0 }.map { $0.map(\.text) } ?? [])
        return names.allSatisfy { known.contains(GeneralName.text(of: $0)) }
    }
}

extension GeneralName {
    fileprivate var text: String {
        switch self {
        case .dnsName(let name): name
        case .ipAddress(let address): Self.text(ofAddress: Array(address.bytes))
        default: ""
        }
    }
    fileprivate static func text(of name: String) -> String { IPAddressText.bytes(name).map(text(ofAddress:)) ?? name }
    private static func text(ofAddress bytes: [UInt8]) -> String { bytes.map(String.init).joined(separator: ".") }
}
