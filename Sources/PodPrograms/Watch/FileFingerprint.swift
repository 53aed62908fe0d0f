internal import KubernetesModel

/// What is in some files and folders, as a number per file: two of them differ if a file came, went or changed.
///
/// Kubernetes replaces a mounted volume's files by turning a link, which leaves no trace in their times: contents are compared.
struct FileFingerprint: Sendable, Hashable {
    /// Hashes, so that no secret stays in memory.
    private var files: [String: UInt64] = [:]

    /// Reads paths: files, or folders with all below them. What is missing or cannot be read counts as absent.
    init(of paths: [String]) {
        for path in paths { add(path, depth: 0) }
    }

    /// The paths that differ, sorted.
    func difference(from other: FileFingerprint) -> [String] {
        Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
    }

    private mutating func add(_ path: String, depth: Int) {
        switch Files.status(path, following: true)?.kind {
        case .folder where depth < 8:
            // Names that begin with two dots are Kubernetes' own: the same files once more.
            for name in (try? Files.entries(path)) ?? [] where !name.hasPrefix("..") { add("\(path)/\(name)", depth: depth + 1) }
        case .file:
            if let bytes = try? Files.read(path) { files[path] = FNV1a.hash(bytes) }
        default: break
        }
    }
}
