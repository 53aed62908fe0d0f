import FoundationEssentials
import Synchronization

/// A token, certificate or key: given, or in a file that may be replaced while we run.
public enum Material: Sendable {
    case bytes([UInt8])
    /// Path of a file.
    case file(String)

    /// Reads it.
    ///
    /// - Parameter request: what it is for, for the message of an error.
    /// - Throws: ``KubernetesError`` with code `configuration`, which names the file but never quotes it.
    func read(for request: String) throws(KubernetesError) -> [UInt8] {
        switch self {
        case .bytes(let bytes): return bytes
        case .file(let path):
            guard let bytes = FileManager.default.contents(atPath: path) else {
                throw KubernetesError(.configuration, request: request, hint: "cannot read the file \(path)")
            }
            guard !bytes.isEmpty else { throw KubernetesError(.configuration, request: request, hint: "the file \(path) is empty") }
            return [UInt8](bytes)
        }
    }
}

/// Reads material again once it is older than a minute, and keeps the last good one while it cannot be read.
///
/// A minute, because the kubelet replaces a token when a fifth of its life (ten minutes at least) is left, and a file may be read often.
final class MaterialReader: Sendable {
    static let defaultFreshness = Duration.seconds(60)

    private let material: Material
    private let freshness: Duration
    private let latest = Mutex<(bytes: [UInt8], expires: ContinuousClock.Instant)?>(nil)

    init(_ material: Material, freshness: Duration = defaultFreshness) {
        self.material = material
        self.freshness = freshness
    }

    func read(for request: String) throws(KubernetesError) -> [UInt8] {
        let now = ContinuousClock.now
        let known = latest.withLock { $0 }
        if let known, now < known.expires { return known.bytes }
        do {
            let bytes = try material.read(for: request)
            latest.withLock { $0 = (bytes, now + freshness) }
            return bytes
        } catch {
            guard let known else { throw error }
            return known.bytes
        }
    }

    /// Makes the next call read anew.
    func expire() {
        latest.withLock { latest in
            if let known = latest { latest = (known.bytes, .now) }
        }
    }
}
