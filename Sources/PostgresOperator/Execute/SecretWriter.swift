import ControllerRuntime
import KubernetesClient
import KubernetesModel
import PostgresCluster

/// Makes, completes and renews Secrets: reads the values, lets the pure code decide, writes only what differs.
///
/// Keys that people change (`password`, `verifier`, their own certificates) are filled where they are empty, never overwritten. A Secret that
/// exists is patched with the uid and resourceVersion that were read.
struct SecretWriter: Sendable {
    let api: any KubernetesAPI
    let cache: Cache
    let now: @Sendable () -> Timestamp

    /// Something that a person has to put right; holds no secret.
    struct Problem: Error {
        var reason: Reason
        var message: String
    }

    /// - Parameter authority: what signs certificates, once it was read; the steps of one plan share it.
    /// - Returns: whether something was written.
    func write(_ step: SecretStep, for cluster: ClusterDefinition, authority: inout AuthoritySecret?) async throws -> Bool {
        let existing = try await api.find(Secret.self, step.key)
        let texts = existing?.texts ?? [:]
        var contents: [String: String]
        // What is noted beside the contents; nil takes a note away.
        var notes: [String: String?] = [:]
        do {
            switch step.subject {
            case .certificateAuthority:
                authority = nil
                (contents, notes) = try self.authority(texts, existing?.metadata.annotations ?? [:], step.renewal, cluster)
            case .user(let name):
                guard let user = cluster.effectiveUsers.first(where: { $0.name == name }) else { return false }
                var random = SystemRandomNumberGenerator()
                contents = UserSecret.contents(of: user, in: cluster, existing: texts, using: &random)
            default:
                let signing = if let authority { authority } else { try await readAuthority(cluster) }
                authority = signing
                contents = try await certificates(step, texts, signing, cluster)
                let digests = Self.digests(signing.data)
                notes[SecretInputs.issuerAnnotation] = digests["root.crt"]
                notes[SecretInputs.trustAnnotation] = SecretInputs.trust(of: digests)
                notes[SecretInputs.renewAnnotation] = CertificateIssuer.renewalTime(of: contents)?.description
            }
        } catch let error as CertificateError {
            throw Problem(reason: .certificateAuthorityUnreadable, message: "\(error)")
        } catch let error as InvalidPoolerUser {
            throw Problem(reason: .invalidUser, message: "\(error)")
        }
        notes[SecretInputs.inputsAnnotation] = step.inputs
        if let password = contents["password"] { notes[SecretInputs.passwordAnnotation] = Self.digests(["password": password])["password"] }
        return try await save(step, contents, notes, existing, cluster)
    }

    /// What the authority's Secret is to hold, and what is noted beside it.
    private func authority(
        _ texts: [String: String], _ annotations: [String: String], _ facts: AuthorityRenewal, _ cluster: ClusterDefinition
    ) throws -> ([String: String], [String: String?]) {
        var random = SystemRandomNumberGenerator()
        let now = now()
        let validity = cluster.tls.authorityValidity
        guard let present = try AuthoritySecret(reading: texts, origin: "Secret \(cluster.names.authorityCertificate)") else {
            let new = try AuthoritySecret.create(validity: validity, now: now, using: &random)
            let notes = [
                SecretInputs.renewAnnotation: new.renewal(now: now, settledSince: nil).next?.description,
                SecretInputs.requestAnnotation: facts.request,
            ]
            return (new.data, notes)
        }
        // The facts are those of a snapshot: they count if the authority is still the one that was seen there.
        var settled: Timestamp?
        if present.isUnderWay, facts.settledTrust == SecretInputs.trust(of: Self.digests(present.data)) {
            settled = annotations[SecretInputs.settledAnnotation].flatMap(Timestamp.init(parsing:)) ?? now
        }
        let isRequested = facts.request != nil && facts.request != annotations[SecretInputs.requestAnnotation]
        let step = present.renewal(now: now, settledSince: settled, isRequested: isRequested)
        let wanted = try present.taking(step, validity: validity, now: now, using: &random)
        if wanted.data != present.data { settled = nil }
        var notes: [String: String?] = [
            SecretInputs.settledAnnotation: settled?.description,
            SecretInputs.renewAnnotation: wanted.renewal(now: now, settledSince: settled).next?.description,
        ]
        if step == .begin { notes[SecretInputs.requestAnnotation] = facts.request }
        return (wanted.data, notes)
    }

    /// Digests as the cache has them.
    private static func digests(_ texts: [String: String]) -> [String: String] {
        texts.mapValues { PostgresCache.digest(Array(Array($0.utf8).base64.utf8)) }
    }

    /// The cluster's own authority, or the one that the user brought.
    private func readAuthority(_ cluster: ClusterDefinition) async throws -> AuthoritySecret {
        let custom = cluster.tls.customRootSecret
        let name = custom?.name ?? cluster.names.authorityCertificate
        func key(_ path: String) -> String { custom?.items?.first { $0.path == path }?.key ?? path }
        guard let secret = try await api.find(Secret.self, ObjectKey(namespace: cluster.namespace, name: name)) else {
            throw Problem(reason: .missingSecret, message: "Secret \(name) with the certificate authority does not exist")
        }
        let read = try AuthoritySecret(
            reading: secret.texts, origin: "Secret \(name)", certificateKey: key("root.crt"), privateKeyKey: key("root.key"))
        guard let read else { throw Problem(reason: .missingSecret, message: "Secret \(name) has neither \(key("root.crt")) nor \(key("root.key"))") }
        return read
    }

    private func certificates(
        _ step: SecretStep, _ texts: [String: String], _ authority: AuthoritySecret, _ cluster: ClusterDefinition
    ) async throws -> [String: String] {
        let issuer = CertificateIssuer(cluster: cluster, authority: authority, now: now())
        var random = SystemRandomNumberGenerator()
        switch step.subject {
        case .serverCertificate: return try issuer.server(texts, using: &random) ?? texts
        case .replicationCertificate: return try issuer.replication(texts, using: &random) ?? texts
        case .pgBackRest: return try issuer.pgBackRest(texts, using: &random) ?? texts
        case .instanceCertificates(let name):
            guard let set = cluster.instanceSets.first(where: { name.hasPrefix("\(cluster.name)-\($0.name)-") }) else { return texts }
            return try issuer.instance(Instance(name: name, set: set), texts, using: &random) ?? texts
        case .pgBouncer:
            let additional = try await additionalAuthorities(cluster)
            let frontend = try issuer.pgBouncer(texts, additional: additional, using: &random) ?? [:]
            let users = try await poolerUsers(cluster)
            return try PgBouncerSecret.credentials(existing: texts, users: users, using: &random).merging(frontend) { $1 }
        case .certificateAuthority, .user: return texts
        }
    }

    private func poolerUsers(_ cluster: ClusterDefinition) async throws -> [String: String] {
        guard let name = cluster.pgBouncer?.usersSecret else { return [:] }
        guard let secret = try await api.find(Secret.self, ObjectKey(namespace: cluster.namespace, name: name)) else {
            throw Problem(reason: .missingSecret, message: "spec.proxy.pgBouncer.usersSecret: Secret \(name) does not exist")
        }
        return secret.texts
    }

    /// Missing ones are left out: they may come later.
    private func additionalAuthorities(_ cluster: ClusterDefinition) async throws -> [String] {
        var all: [String] = []
        for name in cluster.pgBouncer?.additionalTrustedCAs ?? [] {
            if let text = try await api.find(Secret.self, ObjectKey(namespace: cluster.namespace, name: name))?.texts["ca.crt"] { all.append(text) }
        }
        return all
    }

    private func save(
        _ step: SecretStep, _ contents: [String: String], _ annotations: [String: String?], _ existing: Secret?, _ cluster: ClusterDefinition
    ) async throws -> Bool {
        guard let existing else {
            guard var secret = rendering(step, contents, cluster) else { return false }
            secret.metadata.annotations = (secret.metadata.annotations ?? [:]).merging(annotations.compactMapValues(\.self)) { $1 }
            cache.noteWritten(Secret.resourceType, try await api.create(secret, fieldManager: "egret").json)
            return true
        }
        let present = existing.texts
        var changed: [String: JSONValue] = contents.filter { present[$0.key] != $0.value }.mapValues { Array($0.utf8).base64.json }
        if step.subject == .certificateAuthority {
            for key in AuthoritySecret.passingKeys where present[key] != nil && contents[key] == nil { changed[key] = .null }
        }
        let notes = annotations.filter { existing.metadata.annotations?[$0.key] != $0.value }.mapValues { $0?.json ?? .null }
        let labels = (rendering(step, contents, cluster)?.metadata.labels ?? [:]).filter { existing.metadata.labels?[$0.key] != $0.value }
        guard !changed.isEmpty || !notes.isEmpty || !labels.isEmpty else { return false }
        let patch: JSONValue = [
            "metadata": [
                "annotations": .object(notes), "labels": labels.json, "uid": (existing.metadata.uid ?? "").json,
                "resourceVersion": (existing.metadata.resourceVersion ?? "").json,
            ],
            "data": .object(changed),
        ]
        cache.noteWritten(Secret.resourceType, try await api.patch(Secret.resourceType, step.key, patch, fieldManager: "egret"))
        return true
    }

    private func rendering(_ step: SecretStep, _ contents: [String: String], _ cluster: ClusterDefinition) -> Secret? {
        switch step.subject {
        case .certificateAuthority: return .authority(of: cluster, contents)
        case .serverCertificate: return .serverCertificate(of: cluster, contents)
        case .replicationCertificate: return .replicationCertificate(of: cluster, contents)
        case .pgBackRest: return .pgBackRest(of: cluster, contents)
        case .pgBouncer: return .pgBouncer(of: cluster, contents)
        case .instanceCertificates(let name):
            return cluster.instanceSets.first { name.hasPrefix("\(cluster.name)-\($0.name)-") }
                .map { .certificates(of: Instance(name: name, set: $0), in: cluster, contents) }
        case .user(let name):
            return cluster.effectiveUsers.first { $0.name == name }.map { .user($0, of: cluster, contents) }
        }
    }
}
