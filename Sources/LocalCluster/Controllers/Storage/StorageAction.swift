import KubernetesModel

/// One thing to be done to a claim or volume. It holds for the version of the object that it was decided by, and for no other.
enum StorageAction: Sendable {
    /// Means a volume for exactly this claim.
    case reserve(PersistentVolume, PersistentVolumeClaim)
    /// Lets a volume go that was meant for a claim which has another one.
    case free(PersistentVolume)
    /// Makes a volume for a claim.
    case provision(PersistentVolumeClaim, StorageClass)
    /// Notes in a claim who is to make its volume, and where.
    case annotate(PersistentVolumeClaim, [String: String])
    /// Writes the name of its volume into a claim.
    case bind(PersistentVolumeClaim, PersistentVolume)
    case setClaimStatus(PersistentVolumeClaim, PersistentVolumeClaimStatus)
    case setVolumeStatus(PersistentVolume, PersistentVolumeStatus)
    /// Makes a volume larger.
    case grow(PersistentVolume, Quantity)
    /// Deletes a volume, and with it the data: only while its claim is gone and nothing about it has changed since it was looked at.
    case delete(PersistentVolume)
    /// Lets a volume go that is being deleted and that no claim has any more.
    case unprotect(PersistentVolume)
}

/// Something to tell a person, once.
struct StorageReport: Sendable, Hashable {
    var isWarning = false
    var reason: String
    var message: String
}
