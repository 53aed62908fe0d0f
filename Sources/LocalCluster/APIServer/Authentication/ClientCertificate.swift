import NIOSSL
import SwiftASN1
import X509

/// The user that a client certificate names.
///
/// The common name is the user, the organisations are the groups. Whether the certificate may be trusted has been decided by TLS.
enum ClientCertificate {
    static func user(_ certificate: NIOSSLCertificate) -> Requester? {
        guard let der = try? certificate.toDERBytes(), let certificate = try? Certificate(derEncoded: der) else { return nil }
        var user = Requester(name: "")
        for part in certificate.subject {
            for attribute in part {
                guard let value = String(attribute.value) else { continue }
                if attribute.type == .RDNAttributeType.commonName { user.name = value }
                if attribute.type == .RDNAttributeType.organizationName { user.groups.append(value) }
            }
        }
        guard !user.name.isEmpty else { return nil }
        user.groups.append("system:authenticated")
        return user
    }
}
