public import KubernetesModel

/// The Secret of a cluster's authority, `{c}-cluster-ca-cert`, during its whole life.
///
/// Renewal has three steps, so that nobody meets a certificate that it does not trust: a new authority is made, and trusted beside the old
/// one; after a while it signs, and all leaf certificates follow; at last the old one is trusted no more. Each step waits until all Secrets
/// show the one before, and then for as long as they may take to arrive in the Pods.
///
/// It has no owner reference: it stays when the cluster goes, unless the finalizer `percona.com/delete-ssl` is set.
public struct AuthoritySecret: Sendable {
    /// Signs.
    public let current: CertificateAuthority
    /// Is trusted, and will sign.
    let next: CertificateAuthority?
    /// Has signed, and is still trusted.
    let previousPEM: String?

    enum Key {
        static let certificate = "root.crt"
        static let nextCertificate = "next.crt"
        static let nextPrivateKey = "next.key"
        static let previousCertificate = "previous.crt"
        /// Those whose certificates are trusted.
        static let trusted = [certificate, nextCertificate, previousCertificate]
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

    /// Keys that are there during a renewal only.
    public static let passingKeys = [Key.nextCertificate, Key.nextPrivateKey, Key.previousCertificate]

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
        /// Not all Secrets show the last step yet.
        case waitingForSecrets
        /// The Secrets are on their way into the Pods.
        case spreading(until: Timestamp)
        /// Let the new one sign.
        case switchOver
        /// Trust the old one no more.
        case finish

        /// When something is due though nothing may have changed; nil where that does not depend on the time.
        public var next: Timestamp? {
            switch self {
            case .none(let time), .spreading(let time): time
            case .begin, .waitingForSecrets, .switchOver, .finish: nil
            }
        }
    }

    /// Whether a renewal has begun and is not over.
    public var isUnderWay: Bool { next != nil || previousPEM != nil }

    /// What is due.
    ///
    /// - Parameters:
    ///   - settledSince: since when all certificates are signed by ``current``, and all Secrets trust exactly ``trusted``; nil while one does not.
    ///   - isRequested: whether a person asked for a renewal.
    public func renewal(now: Timestamp, settledSince: Timestamp?, isRequested: Bool = false) -> Renewal {
        if isUnderWay {
            guard let settledSince else { return .waitingForSecrets }
            let spread = settledSince.adding(CertificateTimes.propagation)
            if now < spread { return .spreading(until: spread) }
            return next == nil ? .finish : .switchOver
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

    /// The step that is due, if it is one that changes something; this one otherwise.
    ///
    /// - Parameters: as those of ``renewal(now:settledSince:isRequested:)`` and ``beginningRenewal(validity:now:using:)``.
    public func taking(
        _ step: Renewal, validity: Duration?, now: Timestamp, using generator: inout some RandomNumberGenerator
    ) throws(CertificateError) -> AuthoritySecret {
        switch step {
        case .begin: try beginningRenewal(validity: validity, now: now, using: &generator)
        case .switchOver: switchingOver()
        case .finish: finishingRenewal()
        case .none, .spreading, .waitingForSecrets: self
        }
    }
}
