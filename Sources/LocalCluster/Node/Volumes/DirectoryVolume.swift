import KubernetesModel

/// A volume that is a directory which the node makes, and removes when the volume goes.
struct DirectoryVolume: Sendable, Hashable {
    /// The provisioner of the storage class, which volumes name as their driver.
    static let driver = "local.egret.dev/directory"

    /// Name of the directory: letters, digits, dots and dashes.
    let handle: String

    /// Nil for any other kind of volume, and for a handle that is no name.
    init?(_ volume: PersistentVolume) {
        guard let handle = volume.handle(ofDriver: Self.driver) else { return nil }
        self.handle = handle
    }

    func path(in directory: String) -> String { "\(directory)/\(handle)" }
}

extension PersistentVolume {
    /// The handle of a volume of a driver, which is a name of a file in a directory of ours: letters, digits, dots and dashes.
    func handle(ofDriver driver: String) -> String? {
        guard let source = spec?.csi, source.driver == driver, let handle = source.volumeHandle, !handle.hasPrefix("."), !handle.isEmpty,
            handle.utf8.allSatisfy({ $0 == 0x2D || $0 == 0x2E || 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 })
        else { return nil }
        return handle
    }
}
