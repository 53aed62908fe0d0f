import Foundation
import Glibc

/// A directory whose files all change at once.
///
/// The files are in a directory of their own, which `..data` points to; what is at the top are links through `..data`. A new set of files is
/// written beside the old one, and then the link is replaced, in one step. Readers see the old files or the new ones, never a mixture.
///
/// - Source: how a kubelet lays out configMap, secret and projected volumes, on which programs rely to notice changes.
struct AtomicDirectory: Sendable {
    let path: String

    /// Makes the directory show exactly these files.
    ///
    /// - Parameter ownership: applied to the new files before they are seen.
    /// - Returns: whether anything changed.
    @discardableResult
    func write(_ files: [String: VolumeFile], ownership: VolumeOwnership?) throws -> Bool {
        let manager = FileManager.default
        let link = "\(path)/..data"
        let old = try? manager.destinationOfSymbolicLink(atPath: link)
        if let old, isSame("\(path)/\(old)", as: files, ownership) { return false }
        try manager.createDirectory(atPath: path, withIntermediateDirectories: true)
        let name = "..\(uniqueName())"
        let directory = "\(path)/\(name)"
        try manager.createDirectory(atPath: directory, withIntermediateDirectories: false)
        chmod(directory, 0o755)
        for (file, value) in files { try write(value, to: file, in: directory) }
        try ownership?.apply(to: directory)
        let temporary = "\(path)/..data_tmp"
        unlink(temporary)
        guard symlink(name, temporary) == 0, rename(temporary, link) == 0 else { throw SystemError("link \(link)") }
        try showTop(of: files)
        if let old { try? manager.removeItem(atPath: "\(path)/\(old)") }
        return true
    }

    private func write(_ file: VolumeFile, to name: String, in directory: String) throws {
        let target = "\(directory)/\(name)"
        if let slash = target.lastIndex(of: "/") {
            try FileManager.default.createDirectory(atPath: String(target[..<slash]), withIntermediateDirectories: true)
        }
        let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(0o600))
        guard descriptor >= 0 else { throw SystemError("create \(target)") }
        defer { close(descriptor) }
        let isWritten = file.content.withUnsafeBytes { bytes in
            var done = 0
            while done < bytes.count {
                let count = Glibc.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
                guard count > 0 else { return false }
                done += count
            }
            return true
        }
        guard isWritten, fchmod(descriptor, mode_t(file.mode)) == 0 else { throw SystemError("write \(target)") }
    }

    /// Keeps the links at the top in step with the files.
    private func showTop(of files: [String: VolumeFile]) throws {
        let wanted = Set(files.keys.map { String($0.prefix { $0 != "/" }) })
        let present = try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix("..") }
        for name in present where !wanted.contains(name) { unlink("\(path)/\(name)") }
        for name in wanted.subtracting(present) {
            guard symlink("..data/\(name)", "\(path)/\(name)") == 0 else { throw SystemError("link \(path)/\(name)") }
        }
    }

    private func isSame(_ directory: String, as files: [String: VolumeFile], _ ownership: VolumeOwnership?) -> Bool {
        guard let paths = try? FileManager.default.subpathsOfDirectory(atPath: directory) else { return false }
        var count = 0
        for path in paths {
            var status = stat()
            guard lstat("\(directory)/\(path)", &status) == 0 else { return false }
            if status.st_mode & S_IFMT == S_IFDIR { continue }
            guard let file = files[path], let content = FileManager.default.contents(atPath: "\(directory)/\(path)"), [UInt8](content) == file.content
            else { return false }
            let mode = ownership?.mode(ofFile: file.mode) ?? file.mode
            guard Int(status.st_mode & 0o7777) == mode else { return false }
            count += 1
        }
        return count == files.count
    }

    private func uniqueName() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return "\(now.tv_sec)_\(now.tv_nsec)"
    }
}
