import Foundation
import Glibc
import KubernetesModel

/// Gives a volume's files to the pod's `fsGroup`.
///
/// - Source: Kubernetes documentation, "Configure a Security Context for a Pod", and what a kubelet does: the group gets what the owner has at least
///   (read, and write unless the volume is read-only), directories pass the group on.
struct VolumeOwnership: Sendable, Hashable {
    let group: Int
    let isReadOnly: Bool
    /// Leave the volume as it is if its top directory is right already.
    var onlyOnRootMismatch = false

    /// Permissions that a file gets.
    func mode(ofFile mode: Int) -> Int { mode | (isReadOnly ? 0o440 : 0o660) }

    private func mode(ofDirectory mode: Int) -> Int { mode | (isReadOnly ? 0o440 : 0o660) | 0o2110 }

    func apply(to path: String) throws(SystemError) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw SystemError("look at \(path)") }
        if onlyOnRootMismatch, Int(status.st_gid) == group, Int(status.st_mode & 0o7777) == mode(ofDirectory: Int(status.st_mode & 0o7777)) { return }
        try change(path, status)
        guard let entries = FileManager.default.enumerator(atPath: path) else { return }
        while let entry = entries.nextObject() as? String {
            let entryPath = "\(path)/\(entry)"
            guard lstat(entryPath, &status) == 0 else { continue }
            try change(entryPath, status)
        }
    }

    private func change(_ path: String, _ status: stat) throws(SystemError) {
        let kind = status.st_mode & S_IFMT
        guard lchown(path, status.st_uid, gid_t(group)) == 0 else { throw SystemError("change the group of \(path)") }
        // A link has no permissions of its own; what it leads to may be outside.
        if kind == S_IFLNK { return }
        let mode = Int(status.st_mode & 0o7777)
        let wanted = kind == S_IFDIR ? self.mode(ofDirectory: mode) : self.mode(ofFile: mode)
        if wanted != mode, chmod(path, mode_t(wanted)) != 0 { throw SystemError("change the permissions of \(path)") }
    }
}
