import KubernetesModel

/// A file of a volume that shows objects of the API.
struct VolumeFile: Sendable, Hashable {
    var content: [UInt8]
    /// Permissions, for example `0o644`.
    var mode: Int
}

/// A service account token that a volume shows.
struct TokenRequestKey: Sendable, Hashable {
    var audience: String?
    var expirationSeconds: Int
    var path: String
}

/// The files of a configMap, secret, downwardAPI or projected volume, by their path in it.
struct VolumeFiles {
    let facts: PodFacts
    let objects: any ObjectSource
    /// The tokens that were asked for beforehand.
    let tokens: [TokenRequestKey: String]

    static let defaultMode = 0o644

    /// Whether a volume is made of files that the node writes.
    static func areSource(of volume: Volume) -> Bool {
        volume.configMap != nil || volume.secret != nil || volume.projected != nil || volume.downwardAPI != nil
    }

    /// The tokens that a volume needs.
    static func tokens(of volume: Volume) -> [TokenRequestKey] {
        (volume.projected?.sources ?? []).compactMap(\.serviceAccountToken).map {
            TokenRequestKey(audience: $0.audience, expirationSeconds: $0.expirationSeconds ?? 3600, path: $0.path ?? "token")
        }
    }

    /// Whether a change of this object changes a volume's files.
    static func does(_ volume: Volume, show type: ResourceType, named name: String) -> Bool {
        let sources = volume.projected?.sources ?? []
        switch type {
        case ConfigMap.resourceType: return volume.configMap?.name == name || sources.contains { $0.configMap?.name == name }
        case Secret.resourceType: return volume.secret?.secretName == name || sources.contains { $0.secret?.name == name }
        default: return false
        }
    }

    /// Whether a volume of a pod shows labels or annotations of it that have changed.
    static func changes(from old: Pod, to new: Pod) -> Bool {
        let isSame = old.metadata.labels == new.metadata.labels && old.metadata.annotations == new.metadata.annotations
        guard !isSame else { return false }
        let volumes = new.spec?.volumes ?? []
        let items = volumes.flatMap { volume in
            (volume.downwardAPI?.items ?? []) + (volume.projected?.sources ?? []).flatMap { $0.downwardAPI?.items ?? [] }
        }
        return items.contains { item in
            let path = item.fieldRef?.fieldPath ?? ""
            return path.hasPrefix("metadata.labels") || path.hasPrefix("metadata.annotations")
        }
    }

    /// - Throws: ``PodProblem`` with reason `FailedMount` if an object or key is missing that is not optional.
    func files(of volume: Volume) throws(PodProblem) -> [String: VolumeFile] {
        let name = volume.name ?? ""
        if let source = volume.configMap {
            return try files(
                ConfigMap.resourceType, source.name, source.items, source.defaultMode ?? Self.defaultMode, source.optional, volume: name)
        }
        if let source = volume.secret {
            return try files(
                Secret.resourceType, source.secretName, source.items, source.defaultMode ?? Self.defaultMode, source.optional, volume: name)
        }
        if let source = volume.downwardAPI { return try files(source.items ?? [], source.defaultMode ?? Self.defaultMode, volume: name) }
        guard let source = volume.projected else { return [:] }
        let mode = source.defaultMode ?? Self.defaultMode
        var result: [String: VolumeFile] = [:]
        for part in source.sources ?? [] {
            if let part = part.configMap {
                result.merge(try files(ConfigMap.resourceType, part.name, part.items, mode, part.optional, volume: name)) { $1 }
            }
            if let part = part.secret {
                result.merge(try files(Secret.resourceType, part.name, part.items, mode, part.optional, volume: name)) { $1 }
            }
            if let part = part.downwardAPI { result.merge(try files(part.items ?? [], mode, volume: name)) { $1 } }
        }
        for request in Self.tokens(of: volume) {
            guard let token = tokens[request] else { throw problem(name, "no service account token was given") }
            // The token is for the pod's user alone where that is known.
            result[request.path] = VolumeFile(content: [UInt8](token.utf8), mode: facts.pod.spec?.securityContext?.fsGroup == nil ? mode : 0o640)
        }
        return result
    }

    private func files(
        _ type: ResourceType, _ name: String?, _ items: [KeyToPath]?, _ mode: Int, _ optional: Bool?, volume: String
    ) throws(PodProblem) -> [String: VolumeFile] {
        let isOptional = optional == true
        guard let object = objects.object(type, ObjectKey(namespace: facts.pod.namespace, name: name ?? "")) else {
            if isOptional { return [:] }
            throw problem(volume, "\(type.kind.lowercased()) \"\(name ?? "")\" not found")
        }
        let values = object.fileValues
        guard let items, !items.isEmpty else { return values.mapValues { VolumeFile(content: $0, mode: mode) } }
        var result: [String: VolumeFile] = [:]
        for item in items {
            guard let value = values[item.key ?? ""] else {
                if isOptional { continue }
                throw problem(volume, "references non-existent \(type == Secret.resourceType ? "secret" : "config") key: \(item.key ?? "")")
            }
            result[item.path ?? ""] = VolumeFile(content: value, mode: item.mode ?? mode)
        }
        return result
    }

    private func files(_ items: [DownwardAPIVolumeFile], _ mode: Int, volume: String) throws(PodProblem) -> [String: VolumeFile] {
        var result: [String: VolumeFile] = [:]
        for item in items {
            let text: String
            do {
                if let field = item.fieldRef {
                    text = try facts.field(field.fieldPath ?? "")
                } else if let resource = item.resourceFieldRef {
                    text = try facts.resource(resource, container: "")
                } else {
                    continue
                }
            } catch {
                throw problem(volume, error.message)
            }
            result[item.path ?? ""] = VolumeFile(content: [UInt8](text.utf8), mode: item.mode ?? mode)
        }
        return result
    }

    private func problem(_ volume: String, _ message: String) -> PodProblem {
        PodProblem(reason: "FailedMount", message: "MountVolume.SetUp failed for volume \"\(volume)\" : \(message)")
    }
}
