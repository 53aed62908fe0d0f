import Crypto
import FoundationEssentials
import NIOSSL
import SwiftASN1
import X509

/// A certificate authority for tests, and what it signs.
struct TestPKI {
    let certificate: Certificate
    private let key = P256.Signing.PrivateKey()

    /// Certificate and key in PEM.
    struct Leaf: Sendable {
        let certificate: String
        let key: String
    }

    init() throws {
        let name = try DistinguishedName { CommonName("Test authority \(UUID().uuidString.prefix(8))") }
        certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: .now.addingTimeInterval(-3600),
            notValidAfter: .now.addingTimeInterval(3600), issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            }, issuerPrivateKey: .init(key))
    }

    var pem: String { get throws { try certificate.serializeAsPEM().pemString } }

    func leaf(_ commonName: String, names: [GeneralName] = []) throws -> Leaf {
        let leafKey = P256.Signing.PrivateKey()
        let leaf = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(leafKey.publicKey), notValidBefore: .now.addingTimeInterval(-3600),
            notValidAfter: .now.addingTimeInterval(3600), issuer: certificate.subject, subject: try DistinguishedName { CommonName(commonName) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                KeyUsage(digitalSignature: true)
                try ExtendedKeyUsage([.serverAuth, .clientAuth])
                if !names.isEmpty { SubjectAlternativeNames(names) }
            }, issuerPrivateKey: .init(key))
        return Leaf(certificate: try leaf.serializeAsPEM().pemString, key: leafKey.pemRepresentation)
    }

    static let loopback = GeneralName.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1]))

    /// A server's set-up. With `clients`, it asks for a certificate that this authority signed.
    func server(names: [GeneralName] = [loopback], clients: TestPKI? = nil) throws -> TLSConfiguration {
        let leaf = try leaf("api", names: names)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(leaf.certificate.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(leaf.key.utf8), format: .pem)))
        if let clients {
            configuration.certificateVerification = .noHostnameVerification
            configuration.trustRoots = .certificates(try NIOSSLCertificate.fromPEMBytes(Array(clients.pem.utf8)))
        }
        return configuration
    }
}
