public import KubernetesModel

/// A Secret of the user without which Pods would not start: a spec that names it is acted on once it is there.
public struct NeededSecret: Sendable, Hashable {
    /// The field that names it, for example `spec.secrets.customTLSSecret.name`.
    public var field: String
    public var name: String
    /// Keys that must have a value.
    public var keys: [String]

    public init(field: String, name: String, keys: [String] = []) {
        self.field = field
        self.name = name
        self.keys = keys
    }

    /// What is wrong with the Secret, as a person is told; nil if nothing is.
    public func problem(in secret: Secret?) -> String? {
        guard let secret else {
            let content = keys.isEmpty ? "" : " with the keys \(keys.joined(separator: ", "))"
            return "\(field): there is no Secret \(name): create it\(content), or name another one"
        }
        let missing = keys.filter { secret.data?[$0] == nil }
        guard !missing.isEmpty else { return nil }
        return "\(field): Secret \(name) lacks the keys \(missing.joined(separator: ", ")): add them, or name another one"
    }
}

extension ClusterDefinition {
    /// Secrets of the user that must exist before the spec is acted on, each once for every field that names it.
    public var neededSecrets: [NeededSecret] {
        var all: [NeededSecret] = []
        let leaf = ["tls.crt", "tls.key", "ca.crt"]
        // Its authority is that of the user then; `items` of the Secret for replication do not count.
        let server = tls.customRootSecret == nil ? leaf : ["tls.crt", "tls.key"]
        all += [
            tls.customSecret.flatMap { NeededSecret("spec.secrets.customTLSSecret", $0, paths: server) },
            tls.customReplicationSecret?.name.map { NeededSecret(field: "spec.secrets.customReplicationTLSSecret.name", name: $0, keys: leaf) },
            tls.customRootSecret.flatMap { NeededSecret("spec.secrets.customRootCATLSSecret", $0, paths: ["root.crt", "root.key"]) },
        ].compactMap(\.self)
        if let pooler = pgBouncer {
            let field = "spec.proxy.pgBouncer"
            all += [pooler.customTLSSecret.flatMap { NeededSecret("\(field).customTLSSecret", $0, paths: leaf) }].compactMap(\.self)
            all += [pooler.usersSecret.map { NeededSecret(field: "\(field).usersSecret", name: $0) }].compactMap(\.self)
            all += Self.secrets(of: pooler.files, "\(field).config.files")
            all += Self.secrets(of: pooler.env, pooler.envFrom, field)
        }
        for (index, set) in instanceSets.enumerated() { all += Self.secrets(of: set.env, set.envFrom, "spec.instances[\(index)]") }
        all += Self.secrets(of: configFiles, "spec.config.files")
        if backups.isEnabled {
            all += Self.secrets(of: backups.configuration, "spec.backups.pgbackrest.configuration")
            all += Self.secrets(of: backups.env, backups.envFrom, "spec.backups.pgbackrest")
        }
        return all
    }

    private static func secrets(of files: [VolumeProjection], _ field: String) -> [NeededSecret] {
        files.enumerated().compactMap { index, file in
            file.secret.flatMap { NeededSecret("\(field)[\(index)].secret", $0, paths: $0.items?.compactMap(\.path) ?? []) }
        }
    }

    private static func secrets(of env: [EnvVar], _ sources: [EnvFromSource], _ field: String) -> [NeededSecret] {
        let variables: [NeededSecret] = env.enumerated().compactMap { index, variable in
            guard let reference = variable.valueFrom?.secretKeyRef, reference.optional != true, let name = reference.name, let key = reference.key
            else {
                return nil
            }
            return NeededSecret(field: "\(field).env[\(index)].valueFrom.secretKeyRef.name", name: name, keys: [key])
        }
        let whole: [NeededSecret] = sources.enumerated().compactMap { index, source in
            guard let reference = source.secretRef, reference.optional != true, let name = reference.name else { return nil }
            return NeededSecret(field: "\(field).envFrom[\(index)].secretRef.name", name: name)
        }
        return variables + whole
    }
}

extension NeededSecret {
    /// A Secret that is mounted: the keys are those that its `items` bring to the paths, or the paths themselves. Nil for an optional one.
    fileprivate init?(_ field: String, _ projection: SecretProjection, paths: [String]) {
        guard projection.optional != true, let name = projection.name, !name.isEmpty else { return nil }
        let keys = paths.map { path in projection.items?.first { $0.path == path }?.key ?? path }
        self.init(field: "\(field).name", name: name, keys: keys)
    }
}
