import KubernetesModel

/// Which volumes suit a claim.
///
/// - Source: Kubernetes documentation, "Persistent Volumes", section binding, and recorded answers of Kubernetes 1.36.
struct VolumeMatch {
    let claim: PersistentVolumeClaim
    /// Node of the first Pod, where the class waits for it; a volume has to be reachable from there.
    var node: Node?

    /// Why a volume that the claim names cannot be its volume; nil if it can. A selector does not count: who names a volume has chosen.
    func mismatch(_ volume: PersistentVolume) -> String? {
        if volume.isTerminating { return "it is being deleted" }
        if (volume.size?.milli ?? 0) < (claim.wantedSize?.milli ?? 0) { return "requested PV is too small" }
        if volume.className != claim.className { return "storageClassName does not match" }
        if !hasSameMode(volume) { return "incompatible volumeMode" }
        return hasAccessModes(volume) ? nil : "incompatible accessMode"
    }

    /// The volume to take: one that a person has meant for this claim, else the smallest that is large enough.
    ///
    /// - Parameter onlyReserved: whether the claim has to wait before it may take any other.
    func best(of volumes: [PersistentVolume], onlyReserved: Bool = false) -> PersistentVolume? {
        let large = volumes.filter { volume in
            !volume.isTerminating && hasSameMode(volume) && hasAccessModes(volume) && (volume.size?.milli ?? 0) >= (claim.wantedSize?.milli ?? 0)
        }
        if let reserved = large.first(where: { $0.isReserved(for: claim) }) { return reserved }
        if onlyReserved { return nil }
        return large.filter(isFree).min { rank($0) < rank($1) }
    }

    /// Of two that are large enough, the one that can do less; then the smaller one.
    private func rank(_ volume: PersistentVolume) -> (Int, Int64) { (volume.spec?.accessModes?.count ?? 0, volume.size?.milli ?? 0) }

    private func isFree(_ volume: PersistentVolume) -> Bool {
        volume.phase == "Available" && volume.spec?.claimRef == nil && volume.className == claim.className
            && claim.spec?.selector?.matches(volume.metadata.labels ?? [:]) ?? true && (node.map(volume.isReachable(from:)) ?? true)
    }

    private func hasSameMode(_ volume: PersistentVolume) -> Bool {
        volume.spec?.volumeMode ?? "Filesystem" == claim.spec?.volumeMode ?? "Filesystem"
    }

    private func hasAccessModes(_ volume: PersistentVolume) -> Bool {
        Set(claim.spec?.accessModes ?? []).isSubset(of: volume.spec?.accessModes ?? [])
    }
}

extension PersistentVolume {
    /// Whether Pods on a node can use it.
    func isReachable(from node: Node) -> Bool {
        guard let terms = spec?.nodeAffinity?.required?.nodeSelectorTerms else { return true }
        return terms.contains { $0.matches(node.metadata.labels ?? [:], name: node.metadata.name ?? "") }
    }
}
