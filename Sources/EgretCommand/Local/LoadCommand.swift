import ArgumentParser
import Foundation
import LocalCluster
import LocalNode

/// `egret local load`: puts images where the node finds them.
struct LoadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "load", abstract: "Load images from archives (OCI or Docker) into the local cluster's node, which pulls none.",
        discussion: "Without archives: list the images that the node has.")

    @OptionGroup var cluster: ClusterOptions

    @Argument(help: "Archives, as scripts/build-images makes them.", completion: .file(extensions: ["tar"]))
    var archives: [String] = []

    func run() async throws {
        addSystemDirectoriesToPath()
        let storage = try cluster.configuration.node.storage
        guard !archives.isEmpty else {
            for name in try await LocalNode.images(storage: storage) { print(name) }
            return
        }
        for archive in archives {
            guard FileManager.default.isReadableFile(atPath: archive) else {
                throw CommandFailure("\(archive) cannot be read: name an image archive")
            }
            if let known = ImageArchive(index: Self.index(of: archive)), known.isContained(in: try await LocalNode.imageDigests(storage: storage)) {
                for image in known.images { print("present \(image.name)") }
                continue
            }
            for name in try await LocalNode.loadImages(from: archive, storage: storage) { print("loaded  \(name)") }
        }
    }

    /// The file `index.json` of an archive; empty if it has none.
    private static func index(of archive: String) -> String {
        Requirements.output(of: ["tar", "--extract", "--to-stdout", "--file", archive, "index.json"])
    }
}
