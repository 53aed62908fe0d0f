import Foundation
import Glibc
import KubernetesModel
import Logging

/// Makes, mounts and grows the file systems of ``SizedVolume``: one thing after the other for each.
///
/// A file takes space on the disk only where the volume holds data. While a pod has it, a volume is mounted, whatever happens to this process.
/// One that is too small grows while it is mounted, if the kernel lets us (resizing needs CAP_SYS_RESOURCE), else before it is mounted next.
actor SizedVolumes {
    /// Holds a directory and a file for each volume.
    let directory: String
    let logger: Logger
    private var running: [String: Task<Int64, any Error>] = [:]
    /// Sizes that file systems were seen to have.
    private var sizes: [String: Int64] = [:]

    /// How long the kernel may take to let go of a file system whose last user has gone.
    private static let patience = Duration.seconds(2)

    init(directory: String, logger: Logger) {
        self.directory = directory
        self.logger = logger
    }

    /// Whether the volume was ever used.
    nonisolated func exists(_ volume: SizedVolume) -> Bool { FileManager.default.fileExists(atPath: volume.imagePath(in: directory)) }

    /// Makes the volume if it is new, mounts it if it is not, and grows it if it should be larger. Safe to repeat; never makes one smaller.
    ///
    /// - Returns: how many bytes it has now: fewer than it should have if it can grow only when it is not mounted.
    @discardableResult
    func prepare(_ volume: SizedVolume) async throws -> Int64 {
        try await inTurn(volume) { try await self.mount(volume) }
    }

    /// Unmounts a volume that no pod has any more.
    func release(_ volume: SizedVolume) async throws {
        try await inTurn(volume) {
            try await self.unmount(volume)
            return 0
        }
    }

    /// Removes a volume and all its data.
    ///
    /// - Throws: ``SystemError`` while it cannot be unmounted.
    func remove(_ volume: SizedVolume) async throws {
        try await inTurn(volume) {
            try await self.unmount(volume)
            unlink(volume.imagePath(in: self.directory))
            unlink(Self.mark(of: volume.imagePath(in: self.directory)))
            return 0
        }
        running[volume.handle] = nil
    }

    @discardableResult
    private func inTurn(_ volume: SizedVolume, _ body: @escaping @Sendable () async throws -> Int64) async throws -> Int64 {
        let former = running[volume.handle]
        // Awaited below; the next one waits for it.
        let task = Task {
            _ = await former?.result
            return try await body()
        }
        running[volume.handle] = task
        return try await task.value
    }

    private func mount(_ volume: SizedVolume) async throws -> Int64 {
        let image = volume.imagePath(in: directory)
        let path = volume.path(in: directory)
        if !exists(volume) { try await make(image, size: volume.size) }
        if let device = MountedFile.device(mountedAt: path) {
            if let size = sizes[volume.handle], size >= volume.size { return size }
            return try await grow(volume, image, mountedFrom: device)
        }
        // Without its file system nobody is to write there but root.
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0])
        if let device = try await deviceInUse(image) {
            // A second device for one file would destroy it.
            try await Command.check(["mount", "-t", "ext4", "-o", Self.options, device, path])
            return try await grow(volume, image, mountedFrom: device)
        }
        let size = try await Self.growing(image, to: volume.size) {
            try await Self.check(image)
            try await Command.check(["resize2fs", image])
        }
        try await Command.check(["mount", "-t", "ext4", "-o", "loop,\(Self.options)", image, path])
        if (try? FileManager.default.contentsOfDirectory(atPath: path)) == ["lost+found"] { chmod(path, 0o777) }
        sizes[volume.handle] = size
        return size
    }

    private static let options = "discard,nosuid,nodev"

    /// The loop device of a file that is mounted somewhere still; nil once the kernel has let go of it.
    private func deviceInUse(_ image: String) async throws -> String? {
        let deadline = ContinuousClock.now + Self.patience
        while let device = MountedFile.device(of: image) {
            if ContinuousClock.now > deadline { return device }
            try await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }

    private func grow(_ volume: SizedVolume, _ image: String, mountedFrom device: String) async throws -> Int64 {
        var size = try Self.formerSize(of: image)
        do {
            size = try await Self.growing(image, to: volume.size) {
                try await Command.check(["losetup", "--set-capacity", device])
                try await Command.check(["resize2fs", device])
            }
        } catch let error as CommandFailure {
            // What was added to the file may stay: it is empty.
            logger.warning(
                "A volume cannot grow while it is mounted: it grows when its Pod is started again",
                metadata: ["volume": "\(volume.handle)", "reason": "\(error)"])
        }
        sizes[volume.handle] = size
        return size
    }

    /// Makes a file larger, and the file system in it by `resize`, if it is too small or was left in between.
    ///
    /// - Returns: the size of the file.
    private static func growing(_ image: String, to size: Int64, _ resize: @Sendable () async throws -> Void) async throws -> Int64 {
        let mark = mark(of: image)
        let present = try self.size(of: image)
        let isMarked = FileManager.default.fileExists(atPath: mark)
        guard present < size || isMarked else { return present }
        if !isMarked { try Data("\(present)".utf8).write(to: URL(fileURLWithPath: mark)) }
        try extend(image, to: size)
        try await resize()
        unlink(mark)
        return try self.size(of: image)
    }

    /// A file that exists while the image may be larger than the file system in it, and holds the size that it had before.
    private static func mark(of image: String) -> String { image + ".growing" }

    /// The size of the file system in a file.
    private static func formerSize(of image: String) throws -> Int64 {
        try (try? String(contentsOfFile: mark(of: image), encoding: .utf8)).flatMap { Int64($0) } ?? size(of: image)
    }

    private static func size(of image: String) throws(SystemError) -> Int64 {
        var status = stat()
        guard stat(image, &status) == 0 else { throw SystemError("look at \(image)") }
        return Int64(status.st_size)
    }

    /// Repairs what a crash of the machine may have left.
    private static func check(_ image: String) async throws {
        let command = ["e2fsck", "-f", "-p", image]
        let result = try await Command.run(command)
        // 1: it has repaired something.
        guard result.status == .exited(0) || result.status == .exited(1) else {
            throw CommandFailure(arguments: command, status: result.status, errorText: result.errorText + result.outputText)
        }
    }

    private func unmount(_ volume: SizedVolume) throws {
        sizes[volume.handle] = nil
        let path = volume.path(in: directory)
        if MountedFile.device(mountedAt: path) != nil, umount2(path, Int32(MNT_DETACH)) != 0 { throw SystemError("unmount \(path)") }
        // Not what is in it: were it still mounted, that would be data.
        rmdir(path)
    }

    /// Makes a file system, which appears as a whole or not at all.
    private func make(_ image: String, size: Int64) async throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let draft = image + ".new"
        unlink(draft)
        try Self.extend(draft, to: size)
        try await Command.check(["mkfs.ext4", "-q", "-F", "-m", "0", draft])
        guard rename(draft, image) == 0 else { throw SystemError("rename \(draft)") }
    }

    /// Gives a file at least a size.
    private static func extend(_ path: String, to size: Int64) throws(SystemError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError("open \(path)") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemError("look at \(path)") }
        if Int64(status.st_size) < size, ftruncate(descriptor, off_t(size)) != 0 { throw SystemError("extend \(path)") }
    }
}

/// What the kernel says of files that are mounted through loop devices.
enum MountedFile {
    /// The device that is mounted on a directory; nil if none is.
    static func device(mountedAt path: String) -> String? {
        let mounts = (try? readKernelFile("/proc/self/mounts")) ?? ""
        for line in mounts.split(separator: "\n").reversed() {
            let parts = line.split(separator: " ")
            if parts.count > 1, parts[1] == path { return String(parts[0]) }
        }
        return nil
    }

    /// The loop device whose content a file is; nil if there is none.
    static func device(of file: String) -> String? {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/sys/block")) ?? []
        for name in names where name.hasPrefix("loop") {
            if let text = try? readKernelFile("/sys/block/\(name)/loop/backing_file"), text.trimmed == file { return "/dev/\(name)" }
        }
        return nil
    }
}
