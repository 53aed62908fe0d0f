internal import Glibc

/// The install step of init containers: this executable and a link for each program's name, in a folder that other containers mount.
///
/// Each file is replaced in one step, so that the step can be repeated, and killed at any point, while older containers use the folder.
struct Installation {
    /// Where to install.
    var folder = "/opt/crunchy/bin"
    /// The executable to copy.
    var executable = "/proc/self/exe"
    /// Names that lead to it.
    var names = PodPrograms.names

    /// What the copy is called.
    static let copyName = "egret-operator"

    init() {}

    /// - Parameter arguments: none, or the folder.
    init(arguments: [String]) throws(Problem) {
        if let folder = arguments.first { self.folder = folder }
        guard arguments.count <= 1 else { throw Problem("takes one folder at most, got \(arguments.count) arguments") }
    }

    func run() throws(SystemError) {
        try Files.makeFolder(folder, mode: 0o755)
        let copy = "\(folder)/\(Self.copyName)"
        try copyExecutable(to: copy)
        for name in names { try Files.link("\(folder)/\(name)", to: Self.copyName) }
    }

    private func copyExecutable(to path: String) throws(SystemError) {
        let temporary = "\(path).\(getpid()).new"
        let source = open(executable, O_RDONLY | O_CLOEXEC)
        guard source >= 0 else { throw SystemError("open \(executable)") }
        defer { close(source) }
        let destination = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o755)
        guard destination >= 0 else { throw SystemError("create \(temporary)") }
        do throws(SystemError) {
            defer { close(destination) }
            var buffer = [UInt8](repeating: 0, count: 1 << 20)
            while true {
                let count = read(source, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                guard count >= 0 else { throw SystemError("read \(executable)") }
                if count == 0 { break }
                try Files.append(Array(buffer[..<count]), to: destination, path: temporary)
            }
            guard fchmod(destination, 0o755) == 0 else { throw SystemError("chmod \(temporary)") }
        } catch {
            unlink(temporary)
            throw error
        }
        try Files.rename(temporary, to: path)
    }
}
