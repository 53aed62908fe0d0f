import Crypto
import FoundationEssentials
public import KubernetesModel
import SwiftASN1
import X509

/// The certificate authority of one cluster: a certificate, and the key that signs.
public struct CertificateAuthority: Sendable {
    let certificate: Certificate
    let key: Certificate.PrivateKey
    /// The certificate as PEM, as it was read.
    public let certificatePEM: String
    /// The private key as PEM, as it was read.
    let keyPEM: String

    /// Common name of the authorities that the operator makes.
    ///
    /// - Source: Percona operator 3.1.0.
    static let commonName = "postgres-operator-ca"

    /// Reads an authority, and checks that the key belongs to the certificate.
    ///
    /// - Parameter origin: where both are, for errors.
    public init(certificatePEM: String, keyPEM: String, origin: String) throws(CertificateError) {
        do {
            certificate = try Certificate(pemEncoded: certificatePEM)
        } catch {
            throw CertificateError(origin, "the certificate cannot be read: \(error)")
        }
        do {
            key = try Certificate.PrivateKey(pemEncoded: keyPEM)
        } catch {
            throw CertificateError(origin, "the private key cannot be read: it must be a PEM document of an EC or RSA key")
        }
        guard key.publicKey == certificate.publicKey else { throw CertificateError(origin, "the private key is not that of the certificate") }
        self.certificatePEM = certificatePEM
        self.keyPEM = keyPEM
    }

    /// Makes a new authority, which signs itself.
    public static func create(
        validity: Duration, now: Timestamp, using generator: inout some RandomNumberGenerator
    ) throws(CertificateError) -> CertificateAuthority {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey.random(using: &generator))
        do {
            let name = try DistinguishedName { CommonName(commonName) }
            let certificate = try Certificate(
                version: .v3, serialNumber: .random(using: &generator), publicKey: key.publicKey,
                notValidBefore: Date(now.adding(.seconds(-CertificateTimes.backdating))), notValidAfter: Date(now.adding(validity)),
                issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA384,
                extensions: try Certificate.Extensions {
                    Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                    Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                    SubjectKeyIdentifier(hash: key.publicKey)
                },
                issuerPrivateKey: key)
            return try CertificateAuthority(
                certificatePEM: certificate.serializeAsPEM().pemString + "\n", keyPEM: key.serializeAsPEM().pemString + "\n", origin: "new authority")
        } catch {
            throw CertificateError("new authority", "cannot be made: \(error)")
        }
    }

    /// Whether this authority signed a certificate.
    func signed(_ leaf: Certificate) -> Bool {
        leaf.issuer == certificate.subject && certificate.publicKey.isValidSignature(leaf.signature, for: leaf)
    }

    /// Whether two have the same certificate.
    func isSame(as other: CertificateAuthority) -> Bool { certificate == other.certificate }

    var notAfter: Timestamp { Timestamp(certificate.notValidAfter) }
    /// When the operator made it.
    var created: Timestamp { Timestamp(certificate.notValidBefore).adding(.seconds(CertificateTimes.backdating)) }
}

/// A certificate or key that cannot be used.
public struct CertificateError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Where it is, for example `secret postgres/hippo-cluster-ca-cert, root.crt`.
    public let origin: String
    /// What is wrong; never a key.
    public let problem: String

    init(_ origin: String, _ problem: String) {
        self.origin = origin
        self.problem = problem
    }

    public var description: String { "\(origin): \(problem)" }
}

/// How long things last.
enum CertificateTimes {
    /// Seconds by which a certificate is valid before it was made, so that clocks may differ.
    static let backdating: Int64 = 3600
    static let year = Duration.seconds(365 * 24 * 3600)
    static let authority = Duration.seconds(10 * 365 * 24 * 3600)
    /// How long a changed Secret may take to arrive in all Pods and be read again: the kubelet looks once a minute and caches for another.
    static let propagation = Duration.seconds(600)
}

extension Date {
    init(_ time: Timestamp) { self.init(timeIntervalSince1970: Double(time.secondsSince1970)) }
}

extension Timestamp {
    init(_ date: Date) { self.init(secondsSince1970: Int64(date.timeIntervalSince1970)) }
}

extension P256.Signing.PrivateKey {
    /// A key from the generator's bytes.
    static func random(using generator: inout some RandomNumberGenerator) -> P256.Signing.PrivateKey {
        // One in 2^32 tries is not below the order of the curve.
        for _ in 0..<16 {
            let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            if let key = try? P256.Signing.PrivateKey(rawRepresentation: bytes) { return key }
        }
        return P256.Signing.PrivateKey()
    }
}

extension Certificate.SerialNumber {
    static func random(using generator: inout some RandomNumberGenerator) -> Certificate.SerialNumber {
        // At most 20 bytes, positive, no zero in front.
        var bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        bytes[0] = bytes[0] & 0x7F | 0x40
        return Certificate.SerialNumber(bytes: bytes)
    }
}
