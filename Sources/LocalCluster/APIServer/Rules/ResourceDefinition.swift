import KubernetesModel

/// A resource that the server knows, as discovery tells it.
struct ResourceDefinition: Sendable, Hashable {
    /// A part of a resource with a path of its own.
    struct Subresource: Sendable, Hashable {
        var name: String
        /// The kind of what goes over the wire, for example `Scale`.
        var kind: String
        /// The group and version of that kind where they are not the resource's (`autoscaling`, `v1` for `Scale`), else empty.
        var group: String
        var version: String
        var verbs: [String]
    }

    var group: String
    var version: String
    var kind: String
    var listKind: String
    var plural: String
    var singular: String
    var shortNames: [String] = []
    var categories: [String] = []
    var namespaced: Bool
    var verbs: [String]
    var subresources: [Subresource] = []
    /// Whether a CustomResourceDefinition made it.
    var isCustom = false
    /// As aggregated discovery and legacy discovery show it.
    var storageVersionHash = ""

    /// `v1` or `apps/v1`.
    var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }
    /// `pods` or `deployments.apps`.
    var qualifiedPlural: String { StatusError.qualified(plural, group: group) }

    func subresource(_ name: String) -> Subresource? { subresources.first { $0.name == name } }
}
