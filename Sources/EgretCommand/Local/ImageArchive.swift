import Foundation
import KubernetesModel

/// An image archive in the form of an OCI layout, as far as it says what it holds.
struct ImageArchive {
    /// Name and digest of the manifest of each image.
    let images: [(name: String, digest: String)]

    /// Nil for other archives, which must be loaded to know.
    init?(index text: String) {
        guard let index = try? JSONValue(parsing: text), let manifests = index["manifests"]?.array, !manifests.isEmpty else { return nil }
        var images: [(name: String, digest: String)] = []
        for manifest in manifests {
            guard let name = manifest[path: "annotations", "org.opencontainers.image.ref.name"]?.string, let digest = manifest["digest"]?.string
            else {
                return nil
            }
            images.append((name, digest))
        }
        self.images = images
    }

    /// Whether a node that has these images, by name and digest, has all of this archive.
    func isContained(in present: [String: String]) -> Bool { images.allSatisfy { present[$0.name] == $0.digest } }
}
