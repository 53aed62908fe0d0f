import Crypto
import FoundationEssentials
public import KubernetesModel
import SwiftASN1
import X509

/// Whom a certificate is for.
public struct CertificateSubject: Sendable, Hashable {
    public let commonName: String
    /// Alternative names, all of the type DNS.
    public let dnsNames: [String]

    /// Longest common name that X.509 allows.
    static let longestCommonName = 64

    init(commonName: String, dnsNames: [String]) {
        self.commonName = commonName
        self.dnsNames = dnsNames
    }

    /// The first name that fits becomes the common name; clients look at the others.
    init(dnsNames: [String]) {
        let first = dnsNames.first { $0.utf8.count <= Self.longestCommonName } ?? String(dnsNames.last?.prefix(Self.longestCommonName) ?? "")
        self.init(commonName: first, dnsNames: dnsNames)
    }
}

/// A certificate and its key, both as PEM.
public struct LeafCertificate: Sendable, Hashable {
    public let certificatePEM: String
    let keyPEM: String

    /// Why a certificate is replaced.
    public enum Problem: String, Sendable, Hashable {
        case missing = "does not exist"
        case unreadable = "cannot be read"
        case keyMismatch = "does not belong to its key"
        case otherSubject = "is for other names"
        case untrusted = "is not signed by the cluster's authority"
        case old = "has used up two thirds of its life"
    }

    /// Reads a certificate and its key; nil where one is missing or empty.
    init?(certificatePEM: String?, keyPEM: String?) {
        guard let certificatePEM, let keyPEM, !certificatePEM.isEmpty, !keyPEM.isEmpty else { return nil }
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
    }

    /// Why this one does not do; nil where it does.
    func problem(for subject: CertificateSubject, authority: CertificateAuthority, now: Timestamp) -> Problem? {
        guard let certificate = try? Certificate(pemEncoded: certificatePEM), let key = try? Certificate.PrivateKey(pemEncoded: keyPEM) else {
            return .unreadable
        }
        if key.publicKey != certificate.publicKey { return .keyMismatch }
        if subject != CertificateSubject(of: certificate) { return .otherSubject }
        if !authority.signed(certificate) { return .untrusted }
        return now >= Self.renewalTime(of: certificate) ? .old : nil
    }

    /// When two thirds of the life are over; nil where the certificate cannot be read.
    public var renewalTime: Timestamp? {
        (try? Certificate(pemEncoded: certificatePEM)).map(Self.renewalTime)
    }

    private static func renewalTime(of certificate: Certificate) -> Timestamp {
        let start = Timestamp(certificate.notValidBefore)
        return start.adding(Timestamp(certificate.notValidAfter).since(start) * 2 / 3)
    }

    /// Makes a certificate with a new key.
    static func issue(
        _ subject: CertificateSubject, by authority: CertificateAuthority, validity: Duration, now: Timestamp,
        using generator: inout some RandomNumberGenerator
    ) throws(CertificateError) -> LeafCertificate {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey.random(using: &generator))
        do {
            let end = min(now.adding(validity), authority.notAfter)
            let certificate = try Certificate(
                version: .v3, serialNumber: .random(using: &generator), publicKey: key.publicKey,
                notValidBefore: Date(now.adding(.seconds(-CertificateTimes.backdating))), notValidAfter: Date(end),
                issuer: authority.certificate.subject, subject: try DistinguishedName { CommonName(subject.commonName) },
                signatureAlgorithm: authority.signatureAlgorithm,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.notCertificateAuthority)
                    Critical(KeyUsage(digitalSignature: true, keyEncipherment: true))
                    AuthorityKeyIdentifier(keyIdentifier: SubjectKeyIdentifier(hash: authority.certificate.publicKey).keyIdentifier)
                    SubjectAlternativeNames(subject.dnsNames.map { GeneralName.dnsName($0) })
                },
                issuerPrivateKey: authority.key)
            return LeafCertificate(
                certificatePEM: try certificate.serializeAsPEM().pemString + "\n", keyPEM: try key.serializeAsPEM().pemString + "\n")
        } catch {
            throw CertificateError("certificate of \(subject.commonName)", "cannot be made: \(error)")
        }
    }

    private init(certificatePEM: String, keyPEM: String) {
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
    }
}

extension CertificateSubject {
    fileprivate init(of certificate: Certificate) {
        var commonName = ""
        for names in certificate.subject {
            for attribute in names where attribute.type == .RDNAttributeType.commonName { commonName = attribute.value.description }
        }
        var dnsNames: [String] = []
        for case .dnsName(let name) in (try? certificate.extensions.subjectAlternativeNames) ?? SubjectAlternativeNames() { dnsNames.append(name) }
        self.init(commonName: commonName, dnsNames: dnsNames)
    }
}

extension CertificateAuthority {
    /// P-256 signs with SHA-384, as in the Percona operator; for the key of a user's own authority the library chooses.
    fileprivate var signatureAlgorithm: Certificate.SignatureAlgorithm {
        if certificate.signatureAlgorithm == .sha256WithRSAEncryption || certificate.signatureAlgorithm == .sha384WithRSAEncryption
            || certificate.signatureAlgorithm == .sha512WithRSAEncryption
        {
            return .sha256WithRSAEncryption
        }
        return certificate.signatureAlgorithm == .ed25519 ? .ed25519 : .ecdsaWithSHA384
    }
}
