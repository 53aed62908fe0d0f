import Foundation
import Glibc
import KubernetesModel

/// Where a volume is on this machine.
struct VolumeLocation: Sendable, Hashable {
    var path: String
    /// Whether every mount of it is read-only, whatever the mount says.
    var isReadOnly = false

    /// A file or directory within the volume, which is made as a directory if it does not exist.
    ///
    /// - Throws: ``PodProblem`` if the path, or a symbolic link on the way, leads out of the volume.
    func resolve(subPath: String) throws(PodProblem) -> String {
        let parts = subPath.split(separator: "/").map(String.init)
        guard !subPath.hasPrefix("/"), !parts.contains("..") else {
            throw PodProblem(
                reason: "CreateContainerConfigError", message: "subPath \"\(subPath)\" must be relative and must not contain '..'")
        }
        let root = resolved(path) ?? path
        let target = root + "/" + parts.joined(separator: "/")
        if !FileManager.default.fileExists(atPath: target) {
            let parent = resolved(existingParent(of: target)) ?? ""
            guard isInside(parent, root), (try? FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)) != nil else {
                throw PodProblem(reason: "CreateContainerConfigError", message: "failed to create subPath directory \"\(subPath)\"")
            }
        }
        guard let result = resolved(target), isInside(result, root) else {
            throw PodProblem(reason: "CreateContainerConfigError", message: "subPath \"\(subPath)\" leads out of the volume")
        }
        return result
    }

    private func isInside(_ path: String, _ root: String) -> Bool { path == root || path.hasPrefix(root + "/") }

    private func existingParent(of path: String) -> String {
        var path = path
        while !FileManager.default.fileExists(atPath: path), let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            path = String(path[..<slash])
        }
        return path
    }

    /// The path without symbolic links; nil if it does not exist.
    private func resolved(_ path: String) -> String? {
        guard let pointer = realpath(path, nil) else { return nil }
        defer { free(pointer) }
        return String(cString: pointer)
    }
}
