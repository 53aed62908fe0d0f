import Crypto
import Foundation
import SwiftASN1
import X509

/// A key and its certificate, as PEM files hold them.
struct Identity: Sendable {
    var key: P256.Signing.PrivateKey
    var certificate: Certificate

    var certificatePEM: String {
        get throws { try certificate.serializeAsPEM().pemString + "\n" }
    }
    var keyPEM: String { key.pemRepresentation + "\n" }
}

/// The certificate authority that server and clients of one local cluster trust.
struct CertificateAuthority: Sendable {
    /// Ten years: a local cluster has nobody who would rotate it, and it signs for this machine only.
    static let lifetime: TimeInterval = 3_650 * 86_400
    /// What the authority signs lasts a year and is made anew when a third of that is left.
    static let leafLifetime: TimeInterval = 365 * 86_400

    let identity: Identity

    init(_ identity: Identity) { self.identity = identity }

    /// Makes a new authority.
    init(commonName: String, now: Date) throws {
        let key = P256.Signing.PrivateKey()
        let name = try DistinguishedName { CommonName(commonName) }
        let publicKey = Certificate.PublicKey(key.publicKey)
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: publicKey,
            notValidBefore: now - 3_600, notValidAfter: now + Self.lifetime, issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(digitalSignature: true, keyCertSign: true, cRLSign: true))
                SubjectKeyIdentifier(hash: publicKey)
            }, issuerPrivateKey: Certificate.PrivateKey(key))
        identity = Identity(key: key, certificate: certificate)
    }

    /// Signs a certificate for a server.
    ///
    /// - Parameter names: DNS names and IP addresses.
    func server(commonName: String, names: [String], now: Date) throws -> Identity {
        try leaf(subject: try DistinguishedName { CommonName(commonName) }, usage: .serverAuth, names: names, now: now)
    }

    /// Signs a certificate for a client, who becomes the user `commonName` in `groups`.
    func client(commonName: String, groups: [String], now: Date) throws -> Identity {
        let subject = try DistinguishedName {
            for group in groups { OrganizationName(group) }
            CommonName(commonName)
        }
        return try leaf(subject: subject, usage: .clientAuth, names: [], now: now)
    }

    private func leaf(subject: DistinguishedName, usage: ExtendedKeyUsage.Usage, names: [String], now: Date) throws -> Identity {
        let key = P256.Signing.PrivateKey()
        let authorityKey = identity.certificate.publicKey
        let alternatives = SubjectAlternativeNames(names.map(Self.generalName))
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: now - 3_600, notValidAfter: min(now + Self.leafLifetime, identity.certificate.notValidAfter),
            issuer: identity.certificate.subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([usage])
                AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: authorityKey).keyIdentifier)
                if !names.isEmpty { alternatives }
            }, issuerPrivateKey: Certificate.PrivateKey(identity.key))
        return Identity(key: key, certificate: certificate)
    }

    private static func generalName(_ name: String) -> GeneralName {
        IPAddressText.bytes(name).map { .ipAddress(ASN1OctetString(contentBytes: $0[...])) } ?? .dnsName(name)
    }
}
