import KubernetesModel

/// The texts of `Warning` headers that an object earns.
enum ObjectWarnings {
    /// What every request to a deprecated kind is answered with; nil for the others.
    static func deprecation(of definition: ResourceDefinition) -> String? {
        guard definition.group.isEmpty else { return nil }
        return switch definition.kind {
        case "Endpoints": "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"
        case "ComponentStatus": "v1 ComponentStatus is deprecated in v1.19+"
        default: nil
        }
    }

    static func texts(for object: JSONValue, kind: String, old: JSONValue?) -> [String] {
        switch kind {
        case "Pod": return old == nil ? pod(object["spec"] ?? .emptyObject, "spec") : []
        case "Deployment", "StatefulSet", "ReplicaSet", "DaemonSet", "Job", "ReplicationController":
            let template = object[path: "spec", "template"]
            if let old, template == old[path: "spec", "template"] { return [] }
            return pod(template?["spec"] ?? .emptyObject, "spec.template.spec")
        case "CronJob":
            let template = object[path: "spec", "jobTemplate", "spec", "template"]
            if let old, template == old[path: "spec", "jobTemplate", "spec", "template"] { return [] }
            return pod(template?["spec"] ?? .emptyObject, "spec.jobTemplate.spec.template.spec")
        default: return []
        }
    }

    private static func pod(_ spec: JSONValue, _ path: String) -> [String] {
        var texts: [String] = []
        for (index, constraint) in spec.list("topologySpreadConstraints").enumerated() where !constraint.has("labelSelector") {
            texts.append("\(path).topologySpreadConstraints[\(index)].labelSelector: a null labelSelector results in matching no pod")
        }
        for (index, volume) in spec.list("volumes").enumerated() {
            for (name, text) in [("gitRepo", "deprecated in v1.11"), ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+")]
            where volume.has(name) {
                texts.append("\(path).volumes[\(index)].\(name): \(text)")
            }
        }
        for (name, list) in [("initContainers", spec.list("initContainers")), ("containers", spec.list("containers"))] {
            for (index, container) in list.enumerated() {
                var seen = Set<String>()
                for (position, variable) in container.list("env").enumerated() where !seen.insert(variable.text("name")).inserted {
                    texts.append(
                        "\(path).\(name)[\(index)].env[\(position)]: hides previous definition of \"\(variable.text("name"))\", "
                            + "which may be dropped when using apply")
                }
            }
        }
        if spec.texts("nodeSelector").keys.contains("beta.kubernetes.io/os") {
            texts.append("\(path).nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use \"kubernetes.io/os\" instead")
        }
        return texts
    }
}
