import ControllerRuntime
import KubernetesModel

/// Claims, volumes and what decides about them, at one moment.
struct StorageSnapshot {
    let claims: [PersistentVolumeClaim]
    let volumes: [PersistentVolume]
    /// By name.
    let classes: [String: StorageClass]
    /// For a claim whose class waits for its first consumer: the node of a Pod that uses it. Claims that nobody uses are absent.
    let consumers: [ObjectKey: Node]

    private let claimsByUID: [String: PersistentVolumeClaim]
    private let volumesByName: [String: PersistentVolume]
    private let volumesByClaimUID: [String: PersistentVolume]

    init(claims: [PersistentVolumeClaim], volumes: [PersistentVolume], classes: [StorageClass] = [], consumers: [ObjectKey: Node] = [:]) {
        // The oldest claim chooses first.
        self.claims = claims.sorted {
            ($0.metadata.creationTimestamp?.microseconds ?? 0, $0.key) < ($1.metadata.creationTimestamp?.microseconds ?? 0, $1.key)
        }
        self.volumes = volumes.sorted { $0.key < $1.key }
        self.classes = Dictionary(classes.map { ($0.metadata.name ?? "", $0) }) { one, _ in one }
        self.consumers = consumers
        claimsByUID = Dictionary(claims.map { ($0.metadata.uid ?? "", $0) }) { one, _ in one }
        volumesByName = Dictionary(volumes.map { ($0.metadata.name ?? "", $0) }) { one, _ in one }
        volumesByClaimUID = Dictionary(self.volumes.compactMap { volume in volume.claimUID.map { ($0, volume) } }) { one, _ in one }
    }

    func volume(named name: String) -> PersistentVolume? { volumesByName[name] }
    /// The volume that is reserved for exactly this claim.
    func volume(reservedFor claim: PersistentVolumeClaim) -> PersistentVolume? { claim.metadata.uid.flatMap { volumesByClaimUID[$0] } }
    /// The claim that a volume is reserved for; nil if it has gone, also if another one has its name now.
    func claim(of volume: PersistentVolume) -> PersistentVolumeClaim? { volume.claimUID.flatMap { claimsByUID[$0] } }
    func storageClass(of claim: PersistentVolumeClaim) -> StorageClass? { classes[claim.className] }
    /// Whether a claim waits until a Pod that uses it has a node.
    func isDelayed(_ claim: PersistentVolumeClaim) -> Bool {
        storageClass(of: claim)?.volumeBindingMode == "WaitForFirstConsumer" && consumers[claim.key] == nil
    }
}

/// Annotations that claims and volumes carry.
enum StorageAnnotation {
    /// On a claim: it has, or had, its volume.
    static let isBound = "pv.kubernetes.io/bind-completed"
    /// On a claim or volume: the other side was chosen by the controller, not by a person.
    static let isChosen = "pv.kubernetes.io/bound-by-controller"
    /// On a volume: which provisioner made it.
    static let provisioner = "pv.kubernetes.io/provisioned-by"
    /// On a claim: which provisioner is to make its volume; the second name is the older one.
    static let wantedProvisioner = ["volume.kubernetes.io/storage-provisioner", "volume.beta.kubernetes.io/storage-provisioner"]
    /// On a claim: node of the Pod that it is made for.
    static let selectedNode = "volume.kubernetes.io/selected-node"
    /// On both, before there was a field.
    static let storageClass = "volume.beta.kubernetes.io/storage-class"
}

/// The volumes that the node of a local cluster makes: directories.
enum DirectoryProvisioner {
    /// Provisioner of the storage class, and driver of the volumes.
    static let name = "local.egret.dev/directory"
}

/// The volumes with a size that the node of a local cluster makes: file systems in files.
enum SizedProvisioner {
    /// Provisioner of the storage class, and driver of the volumes.
    static let name = "local.egret.dev/image"
    /// Annotation of a volume in which the node says how many bytes its file system has; absent before it is first used.
    static let sizeAnnotation = "local.egret.dev/size"
}

/// All provisioners whose volumes the node of a local cluster makes.
enum NodeProvisioners {
    static let names: Set = [DirectoryProvisioner.name, SizedProvisioner.name]
}

extension PersistentVolumeClaim {
    var className: String { metadata.annotations?[StorageAnnotation.storageClass] ?? spec?.storageClassName ?? "" }
    var wantedSize: Quantity? { spec?.resources?.requests?["storage"] }
    var hasBeenBound: Bool { metadata.annotations?[StorageAnnotation.isBound] != nil }
    var phase: String { status?.phase ?? "Pending" }
}

extension PersistentVolume {
    static let protection = "kubernetes.io/pv-protection"

    var className: String { metadata.annotations?[StorageAnnotation.storageClass] ?? spec?.storageClassName ?? "" }
    var size: Quantity? { spec?.capacity?["storage"] }
    var phase: String { status?.phase ?? "Pending" }
    /// Uid of the claim that it is reserved for; nil if it is for nobody, or for a claim that has not come yet.
    var claimUID: String? { (spec?.claimRef?.uid).flatMap { $0.isEmpty ? nil : $0 } }
    /// Whether the local node makes it.
    var isOfNode: Bool { NodeProvisioners.names.contains(spec?.csi?.driver ?? "") }
    /// Whether the controller made it for a claim, as opposed to a person.
    var isProvisioned: Bool { isOfNode && metadata.annotations?[StorageAnnotation.provisioner] == spec?.csi?.driver }
    /// Whether the node has still to enlarge its file system.
    var isAwaitingNode: Bool {
        guard spec?.csi?.driver == SizedProvisioner.name, let bytes = metadata.annotations?[SizedProvisioner.sizeAnnotation].flatMap({ Int64($0) })
        else { return false }
        return bytes < (size?.milli ?? 0) / 1000
    }

    /// Whether a person, or an earlier look, has meant it for a claim.
    func isReserved(for claim: PersistentVolumeClaim) -> Bool {
        guard let reference = spec?.claimRef, reference.name == claim.metadata.name, reference.namespace == claim.metadata.namespace else {
            return false
        }
        return claimUID == nil || claimUID == claim.metadata.uid
    }
}
