import KubernetesModel

/// Defaults of the remaining kinds.
enum ClusterDefaults {
    static func namespace(_ object: inout JSONValue) {
        let name = object[path: "metadata", "name"]?.string ?? ""
        if !name.isEmpty { object[path: "metadata", "labels", "kubernetes.io/metadata.name"] = .string(name) }
    }

    static func secret(_ object: inout JSONValue) {
        object.setDefaultText("type", "Opaque")
        if let texts = object["stringData"]?.object, !texts.isEmpty {
            object.setDefault("data", .emptyObject)
            object.update("data") { data in
                for (key, value) in texts { data[key] = .string(Base64Text.encoded(value.string ?? "")) }
            }
        }
        object["stringData"] = nil
    }

    static func binding(_ object: inout JSONValue) {
        object.update("roleRef") { $0.setDefaultText("apiGroup", "rbac.authorization.k8s.io") }
        object.updateEach("subjects") { subject in
            if ["User", "Group"].contains(subject.text("kind")) { subject.setDefaultText("apiGroup", "rbac.authorization.k8s.io") }
        }
    }

    static func node(_ object: inout JSONValue) {
        object.update("status") { status in
            if let capacity = status["capacity"], !status.has("allocatable") { status["allocatable"] = capacity }
        }
    }

    static func priorityClass(_ object: inout JSONValue) { object.setDefault("preemptionPolicy", "PreemptLowerPriority") }

    static func customResourceDefinition(_ object: inout JSONValue) {
        object.setDefault("spec", .emptyObject)
        object.update("spec") { spec in
            spec.update("names") { names in
                let kind = names.text("kind")
                names.setDefaultText("singular", kind.lowercased())
                if !kind.isEmpty { names.setDefaultText("listKind", kind + "List") }
                if names.text("singular").isEmpty { names["singular"] = nil }
            }
            spec.setDefault("conversion", ["strategy": "None"])
        }
    }

    /// Of a container limit the maximum is the default, and the default is the default request.
    static func limitRange(_ object: inout JSONValue) {
        object.update("spec") { spec in
            spec.updateEach("limits") { item in
                guard item.text("type") == "Container" else { return }
                fill(&item, "default", from: "max")
                fill(&item, "defaultRequest", from: "default")
                fill(&item, "defaultRequest", from: "min")
            }
        }
    }

    private static func fill(_ item: inout JSONValue, _ name: String, from source: String) {
        guard let amounts = item[source]?.object, !amounts.isEmpty else { return }
        item.setDefault(name, .emptyObject)
        item.update(name) { target in
            for (resource, amount) in amounts { target.setDefault(resource, amount) }
        }
    }
}
