internal import Glibc
internal import KubernetesModel

/// Files and folders by path.
enum Files {
    /// What a path names, links not followed.
    enum Kind: Sendable, Hashable { case file, folder, link, other }

    /// Kind, owner and permission bits.
    struct Status: Sendable, Hashable {
        var kind: Kind
        var owner: UInt32
        var mode: UInt32
    }

    /// Status of a path, nil if there is nothing. With `following`, of what a link leads to.
    static func status(_ path: String, following: Bool = false) -> Status? {
        var result = stat()
        guard (following ? stat(path, &result) : lstat(path, &result)) == 0 else { return nil }
        let kind: Kind =
            switch result.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        return Status(kind: kind, owner: result.st_uid, mode: result.st_mode & 0o7777)
    }

    /// Whether a path leads to something, through links.
    static func exists(_ path: String) -> Bool { status(path, following: true) != nil }

    /// When a file was last written, in seconds since 1970, links followed; nil if there is none.
    static func modified(_ path: String) -> Int64? {
        var result = stat()
        return stat(path, &result) == 0 ? Int64(result.st_mtim.tv_sec) : nil
    }

    /// All bytes of a file.
    static func read(_ path: String) throws(SystemError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError("open \(path)") }
        defer { close(descriptor) }
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("read \(path)") }
            if count == 0 { return result }
            result += buffer[..<count]
        }
    }

    /// A file as text, without space and line ends around it.
    static func text(_ path: String) throws(SystemError) -> String { try String(decoding: read(path), as: UTF8.self).trimmed }

    /// Replaces a file in one step: readers see the old or the new content, and a crash leaves either.
    static func write(_ bytes: some Collection<UInt8>, to path: String, mode: UInt32 = 0o644) throws(SystemError) {
        let temporary = "\(path).\(getpid()).new"
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode)
        guard descriptor >= 0 else { throw SystemError("create \(temporary)") }
        do throws(SystemError) {
            defer { close(descriptor) }
            try append(Array(bytes), to: descriptor, path: temporary)
            guard fchmod(descriptor, mode) == 0 else { throw SystemError("chmod \(temporary)") }
            try rename(temporary, to: path)
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Writes to an open file.
    static func append(_ bytes: [UInt8], to descriptor: Int32, path: String) throws(SystemError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemError("write \(path)") }
            rest = rest.dropFirst(count)
        }
    }

    /// Makes a folder and those above it that are missing. Those that are there keep their mode.
    static func makeFolder(_ path: String, mode: UInt32) throws(SystemError) {
        if status(path, following: true)?.kind == .folder { return }
        let parent = path.parent
        if !parent.isEmpty, parent != path, !exists(parent) { try makeFolder(parent, mode: mode) }
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw SystemError("mkdir \(path)") }
        try setMode(mode, of: path)
    }

    static func setMode(_ mode: UInt32, of path: String) throws(SystemError) {
        guard chmod(path, mode) == 0 else { throw SystemError("chmod \(path)") }
    }

    /// Names in a folder, sorted, without `.` and `..`.
    static func entries(_ path: String) throws(SystemError) -> [String] {
        guard let folder = opendir(path) else { throw SystemError("open \(path)") }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Where a link leads, as it is written in the link; nil if the path is no link.
    static func target(_ path: String) -> String? {
        var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = buffer.withUnsafeMutableBytes { bytes in
            bytes.baseAddress.map { readlink(path, $0.assumingMemoryBound(to: CChar.self), bytes.count) } ?? -1
        }
        return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }

    /// The path without links, nil if it leads nowhere.
    static func resolved(_ path: String) -> String? {
        guard let result = realpath(path, nil) else { return nil }
        defer { free(result) }
        return String(cString: result)
    }

    /// Makes a link, or replaces a file or link of that name, in one step.
    static func link(_ path: String, to target: String) throws(SystemError) {
        let temporary = "\(path).\(getpid()).new"
        unlink(temporary)
        guard symlink(target, temporary) == 0 else { throw SystemError("link \(temporary)") }
        try rename(temporary, to: path)
    }

    static func rename(_ path: String, to other: String) throws(SystemError) {
        guard Glibc.rename(path, other) == 0 else { throw SystemError("rename \(path) to \(other)") }
    }

    /// Removes a file or link; nothing to remove is no error.
    static func remove(_ path: String) throws(SystemError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw SystemError("remove \(path)") }
    }

    /// Removes a folder with all that is in it; nothing to remove is no error. Links are removed, not followed.
    static func removeTree(_ path: String) throws(SystemError) {
        guard let status = status(path) else { return }
        guard status.kind == .folder else { return try remove(path) }
        for name in try entries(path) { try removeTree("\(path)/\(name)") }
        guard rmdir(path) == 0 else { throw SystemError("remove \(path)") }
    }
}

extension String {
    /// The path without its last component; empty for a name alone, `/` for a name below the root.
    var parent: String {
        guard let slash = lastIndex(of: "/") else { return "" }
        return slash == startIndex ? "/" : String(self[..<slash])
    }
}
