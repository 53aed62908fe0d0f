public import KubernetesModel

/// The Secret of a cluster's authority, `{c}-cluster-ca-cert`, during its whole life.
///
/// Renewal has three steps, so that nobody meets a certificate that it does not trust: a new authority is made, and trusted beside the old
/// one; after a while it signs, and all leaf certificates follow; at last the old one is trusted no more.
///
/// It has no owner reference: it stays when the cluster goes, unless the finalizer `percona.com/delete-ssl` is set.
public struct AuthoritySecret: Sendable {
    /// Signs.
    public let current: CertificateAuthority
    /// Is trusted, and will sign.
    let next: CertificateAuthority?
    /// Has signed, and is still trusted.
    let previousPEM: String?

    private enum Key {
        static let nextCertificate = "next.crt"
        static let nextPrivateKey = "next.key"
        static let previousCertificate = "previous.crt"
    }

    /// Reads the Secret.
    ///
    /// - Parameters:
    ///   - data: contents by key; nil where there is no Secret.
    ///   - certificateKey: key of the certificate, `root.crt` unless a user's Secret says otherwise.
    ///   - privateKeyKey: key of the private key.
    /// - Returns: nil where neither is there, so that an authority is to be made.
    /// - Throws: where one is there and cannot be used. It is never replaced: what it signed would no longer be trusted.
    public init?(
        reading data: [String: String]?, origin: String, certificateKey: String = "root.crt", privateKeyKey: String = "root.key"
    ) throws(CertificateError) {
        guard let data, data[certificateKey] != nil || data[privateKeyKey] != nil else { return nil }
        guard let certificate = data[certificateKey] else { throw CertificateError("\(origin), \(certificateKey)", "is missing") }
        guard let key = data[privateKeyKey] else { throw CertificateError("\(origin), \(privateKeyKey)", "is missing") }
        current = try CertificateAuthority(certificatePEM: certificate, keyPEM: key, origin: "\(origin), \(certificateKey)")
        if let certificate = data[Key.nextCertificate], let key = data[Key.nextPrivateKey] {
            next = try CertificateAuthority(certificatePEM: certificate, keyPEM: key, origin: "\(origin), \(Key.nextCertificate)")
        } else {
            next = nil
        }
        previousPEM = data[Key.previousCertificate]
    }

    private init(current: CertificateAuthority, next: CertificateAuthority? = nil, previousPEM: String? = nil) {
        self.current = current
        self.next = next
        self.previousPEM = previousPEM
    }

    /// The Secret of a new authority.
    ///
    /// - Parameter validity: nil: ten years.
    public static func create(
        validity: Duration?, now: Timestamp, using generator: inout some RandomNumberGenerator
    ) throws(CertificateError) -> AuthoritySecret {
        AuthoritySecret(current: try .create(validity: validity ?? CertificateTimes.authority, now: now, using: &generator))
    }

    /// Contents by key.
    public var data: [String: String] {
        var data = ["root.crt": current.certificatePEM, "root.key": current.keyPEM]
        data[Key.nextCertificate] = next?.certificatePEM
        data[Key.nextPrivateKey] = next?.keyPEM
        data[Key.previousCertificate] = previousPEM
        return data
    }

    /// Everything that is trusted now, as PEM; the authority that signs comes first.
    public var trusted: String {
        [current.certificatePEM, next?.certificatePEM, previousPEM].compactMap { $0 }.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
    }

    /// Where a renewal is.
    public enum Renewal: Sendable, Hashable {
        /// Nothing to do until then.
        case none(until: Timestamp)
        /// Make a new authority.
        case begin
        /// The new one is on its way to everyone.
        case spreading(until: Timestamp)
        /// Let the new one sign.
        case switchOver
        /// Leaf certificates of the old one are still in use.
        case waitingForLeaves
        /// Trust the old one no more.
        case finish
    }

    /// What is due.
    ///
    /// - Parameters:
    ///   - leavesSince: since when all leaf certificates are signed by the current authority; nil while one is not.
    ///   - isRequested: whether a person asked for a renewal.
    public func renewal(now: Timestamp, leavesSince: Timestamp?, isRequested: Bool = false) -> Renewal {
        if let next {
            let spread = next.created.adding(CertificateTimes.propagation)
            return now < spread ? .spreading(until: spread) : .switchOver
        }
        if previousPEM != nil {
            guard let leavesSince else { return .waitingForLeaves }
            let spread = leavesSince.adding(CertificateTimes.propagation)
            return now < spread ? .spreading(until: spread) : .finish
        }
        let life = current.notAfter.since(current.created)
        let due = current.notAfter.adding(.zero - min(CertificateTimes.year, life / 3))
        return isRequested || now >= due ? .begin : .none(until: due)
    }

    /// With a new authority that is trusted, but does not sign yet.
    public func beginningRenewal(
        validity: Duration?, now: Timestamp, using generator: inout some RandomNumberGenerator
    ) throws(CertificateError) -> AuthoritySecret {
        let next = try CertificateAuthority.create(validity: validity ?? CertificateTimes.authority, now: now, using: &generator)
        return AuthoritySecret(current: current, next: next, previousPEM: previousPEM)
    }

    /// With the new authority signing; the old one stays trusted.
    public func switchingOver() -> AuthoritySecret {
        guard let next else { return self }
        return AuthoritySecret(current: next, previousPEM: current.certificatePEM)
    }

    /// Without the old authority.
    public func finishingRenewal() -> AuthoritySecret { AuthoritySecret(current: current, next: next) }
}
