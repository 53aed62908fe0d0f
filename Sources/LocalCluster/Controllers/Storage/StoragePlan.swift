import ControllerRuntime
import KubernetesModel

/// What is next to be done to claims and volumes: at most one thing to each object, so that the one after is decided by what came of it.
///
/// - Reads: claims, volumes, storage classes, the nodes of first consumers.
/// - Plans: binding, provisioning, phases, growth, and the end of volumes whose claim has gone.
/// - Never: deletes a volume that a person made, that is to be kept (`Retain`), or whose claim is there; takes a volume away from a claim that
///   has been bound to it.
/// - Source: Kubernetes documentation, "Persistent Volumes"; recorded answers of Kubernetes 1.36.
struct StoragePlan {
    let snapshot: StorageSnapshot
    let now: Timestamp
    private(set) var actions: [StorageAction] = []
    /// By uid of the claim or volume that it is about.
    private(set) var reports: [String: StorageReport] = [:]
    /// Volumes that this plan changes already.
    private var changed: Set<String> = []

    init(_ snapshot: StorageSnapshot, now: Timestamp) {
        self.snapshot = snapshot
        self.now = now
        for claim in snapshot.claims { if claim.hasBeenBound { lookAfter(claim) } else { seekVolume(for: claim) } }
        for volume in snapshot.volumes where !changed.contains(volume.metadata.name ?? "") { lookAfter(volume) }
    }

    // MARK: Claims without a volume

    private mutating func seekVolume(for claim: PersistentVolumeClaim) {
        if let name = claim.spec?.volumeName, !name.isEmpty { return take(name, for: claim) }
        if let reserved = snapshot.volume(reservedFor: claim) { return bind(claim, reserved) }
        guard !claim.isTerminating else { return }
        let isDelayed = snapshot.isDelayed(claim)
        let free = snapshot.volumes.filter { !changed.contains($0.metadata.name ?? "") }
        if let volume = VolumeMatch(claim: claim, node: snapshot.consumers[claim.key]).best(of: free, onlyReserved: isDelayed) {
            return reserve(volume, claim)
        }
        if isDelayed {
            report(claim, "WaitForFirstConsumer", "waiting for first consumer to be created before binding")
        } else {
            provision(claim)
        }
    }

    /// The claim names its volume.
    private mutating func take(_ name: String, for claim: PersistentVolumeClaim) {
        guard let volume = snapshot.volume(named: name), !changed.contains(name) else { return }
        if volume.isReserved(for: claim) {
            if volume.claimUID == nil { reserve(volume, claim) } else { bind(claim, volume) }
        } else if volume.spec?.claimRef != nil {
            report(claim, "FailedBinding", "volume \"\(name)\" already bound to a different claim.", isWarning: true)
        } else if let why = VolumeMatch(claim: claim).mismatch(volume) {
            report(claim, "VolumeMismatch", "Cannot bind to requested volume \"\(name)\": \(why)", isWarning: true)
        } else {
            reserve(volume, claim)
        }
    }

    private mutating func provision(_ claim: PersistentVolumeClaim) {
        guard !claim.className.isEmpty else {
            return report(claim, "FailedBinding", "no persistent volumes available for this claim and no storage class is set")
        }
        guard let storage = snapshot.storageClass(of: claim) else {
            return report(claim, "ProvisioningFailed", "storageclass.storage.k8s.io \"\(claim.className)\" not found", isWarning: true)
        }
        let provisioner = storage.provisioner ?? ""
        var wanted = Dictionary(uniqueKeysWithValues: StorageAnnotation.wantedProvisioner.map { ($0, provisioner) })
        if let node = snapshot.consumers[claim.key]?.metadata.name { wanted[StorageAnnotation.selectedNode] = node }
        if provisioner == "kubernetes.io/no-provisioner" {
            return report(claim, "ProvisioningFailed", "no volume plugin matched name: \(provisioner)", isWarning: true)
        }
        if NodeProvisioners.names.contains(provisioner), let why = refusal(of: claim) {
            return report(claim, "ProvisioningFailed", "failed to provision volume with StorageClass \"\(claim.className)\": \(why)", isWarning: true)
        }
        if wanted.contains(where: { claim.metadata.annotations?[$0.key] != $0.value }) { return actions.append(.annotate(claim, wanted)) }
        guard NodeProvisioners.names.contains(provisioner) else {
            return report(
                claim, "ExternalProvisioning",
                "Waiting for a volume to be created either by the external provisioner '\(provisioner)' or manually by the system administrator. "
                    + "If volume creation is delayed, please verify that the provisioner is running and correctly registered.")
        }
        actions.append(.provision(claim, storage))
    }

    /// What a claim may not ask of a directory.
    private func refusal(of claim: PersistentVolumeClaim) -> String? {
        if claim.spec?.selector != nil { return "claim.spec.selector is for volumes that exist; a new one has no labels: leave it out" }
        if claim.spec?.dataSource != nil || claim.spec?.dataSourceRef != nil {
            return "claim.spec.dataSource: a directory cannot be made from a snapshot or another claim: leave it out"
        }
        return claim.spec?.volumeMode == "Block" ? "claim.spec.volumeMode must be Filesystem, is Block" : nil
    }

    // MARK: Claims with a volume

    private mutating func lookAfter(_ claim: PersistentVolumeClaim) {
        guard let name = claim.spec?.volumeName, !name.isEmpty else {
            return lose(claim, "ClaimLost", "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!")
        }
        guard let volume = snapshot.volume(named: name) else {
            return lose(claim, "ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!")
        }
        if volume.claimUID == claim.metadata.uid {
            bind(claim, volume)
        } else if volume.spec?.claimRef == nil || volume.isReserved(for: claim) {
            reserve(volume, claim)
        } else {
            lose(claim, "ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly")
        }
    }

    private mutating func lose(_ claim: PersistentVolumeClaim, _ reason: String, _ message: String) {
        report(claim, reason, message, isWarning: true)
        guard claim.phase != "Lost" else { return }
        var status = claim.status ?? PersistentVolumeClaimStatus()
        status.phase = "Lost"
        status.accessModes = nil
        status.capacity = nil
        actions.append(.setClaimStatus(claim, status))
    }

    private mutating func reserve(_ volume: PersistentVolume, _ claim: PersistentVolumeClaim) {
        guard changed.insert(volume.metadata.name ?? "").inserted else { return }
        actions.append(.reserve(volume, claim))
    }

    /// Both sides, once the volume is reserved for the claim.
    private mutating func bind(_ claim: PersistentVolumeClaim, _ volume: PersistentVolume) {
        if claim.spec?.volumeName != volume.metadata.name || !claim.hasBeenBound { return actions.append(.bind(claim, volume)) }
        guard claim.phase == "Bound" else {
            var status = claim.status ?? PersistentVolumeClaimStatus()
            status.phase = "Bound"
            status.accessModes = volume.spec?.accessModes
            status.capacity = volume.spec?.capacity
            return actions.append(.setClaimStatus(claim, status))
        }
        switch VolumeGrowth(claim: claim, volume: volume, now: now).next {
        case .nothing: break
        case .say(let status):
            report(claim, "Resizing", "External resizer is resizing volume \(volume.metadata.name ?? "")")
            actions.append(.setClaimStatus(claim, status))
        case .grow(let size):
            changed.insert(volume.metadata.name ?? "")
            actions.append(.grow(volume, size))
        case .leaveToNode(let status):
            report(claim, "FileSystemResizeRequired", "Require file system resize of volume on node")
            actions.append(.setClaimStatus(claim, status))
        case .finish(let status):
            report(claim, "VolumeResizeSuccessful", "Resize volume succeeded")
            actions.append(.setClaimStatus(claim, status))
        case .wait:
            report(
                claim, "ExternalExpanding",
                "waiting for an external controller to expand this PVC: volume \(volume.metadata.name ?? "") is not of \(NodeProvisioners.names.sorted().joined(separator: " or "))",
                isWarning: true)
        }
    }

    // MARK: Volumes

    private mutating func lookAfter(_ volume: PersistentVolume) {
        guard volume.claimUID != nil else {
            // Nobody has it, though somebody may be meant to get it.
            if volume.isTerminating { return unprotect(volume) }
            return setPhase("Available", of: volume)
        }
        guard let claim = snapshot.claim(of: volume) else { return release(volume) }
        let name = claim.spec?.volumeName ?? ""
        if name == volume.metadata.name {
            setPhase("Bound", of: volume)
        } else if !name.isEmpty {
            // Its claim has got another one before it ever got this.
            if volume.isProvisioned, volume.spec?.persistentVolumeReclaimPolicy == "Delete", ["Pending", "Available"].contains(volume.phase) {
                if volume.isTerminating { unprotect(volume) } else { actions.append(.delete(volume)) }
            } else {
                actions.append(.free(volume))
            }
        }
    }

    /// Its claim has gone: it is kept, or deleted, as its policy says.
    private mutating func release(_ volume: PersistentVolume) {
        guard volume.phase == "Released" || volume.phase == "Failed" else { return setPhase("Released", of: volume) }
        if volume.isTerminating { return unprotect(volume) }
        switch volume.spec?.persistentVolumeReclaimPolicy {
        case "Delete" where volume.isProvisioned: if volume.phase == "Released" { actions.append(.delete(volume)) }
        case "Delete" where volume.spec?.csi == nil:
            fail(
                volume, "VolumeFailedDelete",
                "error getting deleter volume plugin for volume \"\(volume.metadata.name ?? "")\": no deletable volume plugin matched")
        case "Recycle":
            fail(volume, "VolumeFailedRecycle", "no recyclable volume plugin matched: use Retain, and clear spec.claimRef to use it again")
        default: break
        }
    }

    private mutating func fail(_ volume: PersistentVolume, _ reason: String, _ message: String) {
        reports[volume.metadata.uid ?? ""] = StorageReport(isWarning: true, reason: reason, message: message)
        setPhase("Failed", of: volume, message: message)
    }

    private mutating func unprotect(_ volume: PersistentVolume) {
        if volume.metadata.finalizers?.contains(PersistentVolume.protection) == true { actions.append(.unprotect(volume)) }
    }

    private mutating func setPhase(_ phase: String, of volume: PersistentVolume, message: String? = nil) {
        guard volume.phase != phase else { return }
        var status = volume.status ?? PersistentVolumeStatus()
        status.phase = phase
        status.message = message
        status.reason = nil
        status.lastPhaseTransitionTime = now
        actions.append(.setVolumeStatus(volume, status))
    }

    private mutating func report(_ claim: PersistentVolumeClaim, _ reason: String, _ message: String, isWarning: Bool = false) {
        reports[claim.metadata.uid ?? ""] = StorageReport(isWarning: isWarning, reason: reason, message: message)
    }
}
