import KubernetesModel

/// A volume of a limited size: a file system in a file, which the node makes, mounts, grows, and removes when the volume goes.
struct SizedVolume: Sendable, Hashable {
    /// The provisioner of the storage class, which volumes name as their driver.
    static let driver = "local.egret.dev/image"
    /// Annotation of a PersistentVolume: how many bytes its file system was last made to have. Growing is done when it says so.
    static let sizeAnnotation = "local.egret.dev/size"

    /// Name of the directory on which it is mounted.
    let handle: String
    /// How many bytes it should have.
    let size: Int64

    /// Nil for any other kind of volume, and for one without a size.
    init?(_ volume: PersistentVolume) {
        guard let handle = volume.handle(ofDriver: Self.driver), let capacity = volume.spec?.capacity?["storage"], capacity.milli > 0 else {
            return nil
        }
        self.handle = handle
        // Whole blocks of a file system.
        size = (capacity.milli / 1000 + 4095) / 4096 * 4096
    }

    func path(in directory: String) -> String { "\(directory)/\(handle)" }
    func imagePath(in directory: String) -> String { "\(directory)/.\(handle).ext4" }
}
