import KubernetesModel

/// Objects are created in namespaces that exist and are not being deleted.
struct NamespaceAdmission {
    /// Namespaces that cannot be deleted.
    static let immortal: Set = ["default", "kube-system", "kube-public"]
    static let namespaces = GroupResource("", "namespaces")

    let admission: Admission

    func check(_ object: JSONValue) throws(StatusError) {
        guard admission.served.definition.namespaced else { return }
        // Reviews are answered and not stored.
        if !admission.served.definition.verbs.contains("list") { return }
        let namespace = admission.namespace
        guard let found = admission.store.get(StorageKey(Self.namespaces, name: namespace)) else {
            throw .notFound(group: "", resource: "namespaces", name: namespace)
        }
        guard found.value[path: ["status", "phase"]]?.string == "Terminating" || found.isBeingDeleted else { return }
        var error = admission.forbidden(
            admission.name(object), "unable to create new content in namespace \(namespace) because it is being terminated")
        error.details?["causes"] = [
            [
                "reason": "NamespaceTerminating", "message": .string("namespace \(namespace) is being terminated"), "field": "metadata.namespace",
            ]
        ]
        throw error
    }
}
