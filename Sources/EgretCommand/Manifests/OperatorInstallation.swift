import KubernetesModel
import PostgresAPI

/// The manifests that install the operator in a Kubernetes: names, labels and environment are those of the Percona operator 3.1.0.
package struct OperatorInstallation {
    /// Release of the custom resources.
    package static let version = "3.1.0"
    package static let imagePrefix = "localhost/"
    /// ServiceAccount, Role, RoleBinding and Deployment.
    static let name = "percona-postgresql-operator"
    /// The namespace that the cluster-wide binding names; whoever installs elsewhere edits it.
    static let clusterWideNamespace = "pg-operator"

    /// Which namespaces the operator looks after.
    package enum Reach: Sendable, CaseIterable {
        case ownNamespace, allNamespaces
        var filePrefix: String { self == .ownNamespace ? "" : "cw-" }
    }

    /// What the images' names begin with, for example `registry.example.com/databases/`.
    package var imagePrefix: String

    package init(imagePrefix: String = imagePrefix) { self.imagePrefix = imagePrefix }

    var operatorImage: String { "\(imagePrefix)egret-operator:latest" }

    /// Default images, as the operator's environment names them.
    var relatedImages: [(variable: String, image: String)] {
        [17, 18].map { ("RELATED_IMAGE_POSTGRES_\($0)", "\(imagePrefix)egret-postgres:\($0)") } + [
            ("RELATED_IMAGE_PGBOUNCER", "\(imagePrefix)egret-pgbouncer:latest"),
            ("RELATED_IMAGE_PGBACKREST", "\(imagePrefix)egret-pgbackrest:latest"),
        ]
    }

    /// All images that the manifests name.
    package var images: [String] { [operatorImage] + relatedImages.map(\.image) }

    /// The files of `deploy/` that stand here: `rbac.yaml`, `operator.yaml`, `bundle.yaml`, and their cluster-wide siblings.
    package func files() -> [(name: String, text: String)] {
        let definitions = CustomResourceDefinitions.yaml(version: Self.version)
        return Reach.allCases.flatMap { reach in
            let access = accessControl(reach)
            let deployment = deploymentText(reach)
            return [
                ("\(reach.filePrefix)rbac.yaml", access), ("\(reach.filePrefix)operator.yaml", deployment),
                ("\(reach.filePrefix)bundle.yaml", [definitions, access, deployment].map(Self.withoutSeparator).joined(separator: "---\n")),
            ]
        }
    }

    private static func withoutSeparator(_ text: String) -> String { text.hasPrefix("---\n") ? String(text.dropFirst(4)) : text }
}

extension JSONValue {
    /// One object as YAML, with the keys first that say what it is.
    var manifestText: String { JSONValue.yaml(documents: [self], firstKeys: ["apiVersion", "kind", "metadata", "name"]) }
}
