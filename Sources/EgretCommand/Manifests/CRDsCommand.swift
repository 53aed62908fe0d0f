import ArgumentParser
import PostgresAPI

/// `egret crds`: the custom resource definitions, ready for kubectl.
struct CRDsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "crds", abstract: "Print the custom resource definitions.", discussion: "For example: egret crds | kubectl apply -f -")

    func run() async throws { print(CustomResourceDefinitions.yaml(version: OperatorInstallation.version), terminator: "") }
}

/// `egret images`: the images that clusters run from.
struct ImagesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "images", abstract: "Print the names of the images that the operator's manifests name, one a line.",
        discussion: "`make images` builds them; `egret local load` brings them to a local cluster, a push of them to a registry to any other.")

    @Option(help: "What the names begin with.")
    var prefix = OperatorInstallation.imagePrefix

    func run() async throws {
        for image in OperatorInstallation(imagePrefix: prefix).images { print(image) }
    }
}
