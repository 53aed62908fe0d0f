public import KubernetesModel

extension PersistentVolumeClaim {
    /// The claim as it can be written over the live one: what Kubernetes lets nobody change stays, and no volume shrinks.
    ///
    /// A claim that somebody made larger than the spec says stays as large.
    ///
    /// - Parameter live: the claim that there is; nil for none.
    public func fitting(_ live: PersistentVolumeClaim?) -> PersistentVolumeClaim {
        guard let present = live?.spec else { return self }
        var claim = self
        guard var wanted = spec else { return self }
        if wanted.accessModes != nil, let modes = present.accessModes { wanted.accessModes = modes }
        if wanted.storageClassName != nil, let name = present.storageClassName { wanted.storageClassName = name }
        if wanted.volumeMode != nil, let mode = present.volumeMode { wanted.volumeMode = mode }
        if let size = present.resources?.requests?["storage"], let asked = wanted.resources?.requests?["storage"], asked.milli < size.milli {
            var resources = wanted.resources
            resources?.requests?["storage"] = size
            wanted.resources = resources
        }
        claim.spec = wanted
        return claim
    }

    /// What of this claim cannot come about over the live one, as `field: problem`; the fields are relative to a `volumeClaimSpec`.
    public func problems(over live: PersistentVolumeClaim?) -> [String] {
        guard let wanted = spec, let present = live?.spec else { return [] }
        var problems: [String] = []
        func compare(_ field: String, _ wanted: String?, _ present: String?) {
            guard let wanted, let present, wanted != present else { return }
            problems.append("\(field): cannot be changed from \(present) to \(wanted) once there is a volume: set it back, or use another repository")
        }
        compare("accessModes", wanted.accessModes?.sorted().joined(separator: ", "), present.accessModes?.sorted().joined(separator: ", "))
        compare("storageClassName", wanted.storageClassName, present.storageClassName)
        compare("volumeMode", wanted.volumeMode, present.volumeMode)
        return problems
    }
}

extension ClusterSnapshot {
    /// What the spec asks of the claims of repositories that cannot come about.
    var repoClaimProblems: [String] {
        definition.backups.repos.flatMap { repo -> [String] in
            guard let claim = PersistentVolumeClaim.repository(repo, of: definition) else { return [] }
            return claim.problems(over: claims[claim.key.name]).map { "spec.backups.pgbackrest.repos (\(repo.name)).volume.volumeClaimSpec.\($0)" }
        }
    }
}
