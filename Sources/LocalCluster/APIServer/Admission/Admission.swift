import KubernetesModel

/// What a request must pass between its decoding and the store, besides the rules of its kind.
///
/// Steps run in a fixed order. Those that change the object come first, those that only refuse come after validation.
struct Admission: Sendable {
    let services: APIServices
    let served: ServedResource
    let user: Requester
    let namespace: String
    let subresource: String?

    var store: ObjectStore { services.store }
    var resource: String { served.definition.qualifiedPlural }

    /// Changes an object that is about to be created or (with `old`) updated.
    mutating func mutate(_ object: inout JSONValue, old: JSONValue?) throws(StatusError) {
        if old == nil { try NamespaceAdmission(admission: self).check(object) }
        guard subresource == nil || subresource == "resize" || subresource == "ephemeralcontainers" else { return }
        let isCreate = old == nil
        switch resource {
        case "pods":
            if isCreate {
                try LimitRangeAdmission(admission: self).setDefaults(&object)
                try ServiceAccountAdmission(admission: self).mutate(&object)
                try PriorityAdmission(admission: self).mutate(&object)
            }
            if subresource == nil { TolerationAdmission.mutate(&object) }
        case "persistentvolumeclaims":
            if isCreate {
                StorageAdmission(admission: self).setDefaultClass(&object)
                StorageAdmission.protect(&object, finalizer: "kubernetes.io/pvc-protection")
            }
        case "persistentvolumes": if isCreate { StorageAdmission.protect(&object, finalizer: "kubernetes.io/pv-protection") }
        case "nodes": if isCreate { NodeAdmission.taint(&object) }
        default: break
        }
        served.rules.applyDefaults(&object)
    }

    /// Refuses an object that its kind's rules have nothing against.
    func validate(_ object: JSONValue, old: JSONValue?) throws(StatusError) {
        if served.definition.group == RoleIndex.group {
            var target = RequestTarget(resource: served.definition.plural)
            target.namespace = namespace
            try Escalation(authorizer: services.authorizer).check(object, old: old, target: target, user: user)
        }
        if resource == "persistentvolumeclaims", let old { try StorageAdmission(admission: self).checkExpansion(object, old: old) }
        if resource == "pods", old == nil {
            try LimitRangeAdmission(admission: self).check(object)
            try PodSecurityAdmission(admission: self).check(object)
        }
        if old == nil { try QuotaAdmission(admission: self).check(object) }
    }

    func validateDelete(_ object: StoredObject) throws(StatusError) {
        if resource == "namespaces", NamespaceAdmission.immortal.contains(object.name) {
            throw forbidden(object.name, "this namespace may not be deleted")
        }
    }

    func forbidden(_ name: String, _ why: String) -> StatusError {
        .forbidden(group: served.definition.group, resource: served.definition.plural, name: name, why)
    }

    func name(_ object: JSONValue) -> String {
        if let name = object[path: ["metadata", "name"]]?.string, !name.isEmpty { return name }
        return object[path: ["metadata", "generateName"]]?.string ?? ""
    }
}
