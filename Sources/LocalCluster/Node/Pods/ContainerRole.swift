import KubernetesModel

/// What a container of a pod is for.
enum ContainerRole: Sendable, Hashable {
    /// Runs to its end before the next one begins.
    case initializer
    /// An init container with `restartPolicy: Always`: runs beside the others.
    case sidecar
    case main
    case ephemeral
}

/// A container of a pod's specification with its role.
struct PodContainer: Sendable {
    let container: Container
    let role: ContainerRole
    var name: String { container.name ?? "" }
}

extension Pod {
    /// All containers in the order in which they start.
    var allContainers: [PodContainer] {
        let first = spec?.initContainers ?? []
        let main = spec?.containers ?? []
        // An ephemeral container has the fields of a container, and `targetContainerName`.
        let ephemeral = spec?.ephemeralContainers ?? []
        return first.map { PodContainer(container: $0, role: $0.restartPolicy == "Always" ? .sidecar : .initializer) }
            + main.map { PodContainer(container: $0, role: .main) }
            + ephemeral.map { PodContainer(container: Container(json: $0.json), role: .ephemeral) }
    }

    var restartPolicy: String { spec?.restartPolicy ?? "Always" }
    var uid: String { metadata.uid ?? "" }
    var namespace: String { metadata.namespace ?? "default" }
    var name: String { metadata.name ?? "" }
    /// As messages name it: `name_namespace(uid)`.
    var fullName: String { "\(name)_\(namespace)(\(uid))" }

    /// How long its containers have to end, in seconds: what the deletion says, else what the pod says.
    var gracePeriodSeconds: Int {
        metadata.deletionGracePeriodSeconds ?? spec?.terminationGracePeriodSeconds ?? 30
    }
}
