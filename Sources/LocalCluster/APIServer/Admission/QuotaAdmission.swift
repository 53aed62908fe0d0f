import KubernetesModel

/// Refuses objects beyond the resource quotas of a namespace.
///
/// Usage is counted from what is stored, so it needs no bookkeeping; the quota's status is written by a controller and is not read here.
struct QuotaAdmission {
    let admission: Admission

    func check(_ object: JSONValue) throws(StatusError) {
        guard admission.served.definition.namespaced, admission.subresource == nil else { return }
        let quotas = admission.store.list(GroupResource("", "resourcequotas"), namespace: admission.namespace).objects
        if quotas.isEmpty { return }
        let requested = Self.usage(of: object, resource: admission.served.storage)
        if requested.isEmpty { return }
        for quota in quotas {
            let hard = quota.value[path: ["spec", "hard"]]?.object ?? [:]
            var exceeded: [(name: String, requested: Quantity, used: Quantity, hard: Quantity)] = []
            for (name, amount) in requested.sorted(by: { $0.key < $1.key }) {
                guard let limit = hard[name].flatMap(Quantity.init(json:)) else { continue }
                let used = Self.used(name, resource: admission.served.storage, namespace: admission.namespace, store: admission.store)
                if used + amount > limit.milli {
                    exceeded.append((name, Self.quantity(amount), Self.quantity(used), limit))
                }
            }
            if exceeded.isEmpty { continue }
            func list(_ value: (Quantity, Quantity, Quantity) -> Quantity) -> String {
                exceeded.map { "\($0.name)=\(value($0.requested, $0.used, $0.hard))" }.joined(separator: ",")
            }
            throw admission.forbidden(
                admission.name(object),
                "exceeded quota: \(quota.name), requested: \(list { r, _, _ in r }), used: \(list { _, u, _ in u }), limited: \(list { _, _, h in h })"
            )
        }
    }

    private static func quantity(_ milli: Int64) -> Quantity { milli % 1_000 == 0 ? Quantity(String(milli / 1_000)) : Quantity("\(milli)m") }

    /// What all objects of a resource in a namespace use of one thing, in thousandths.
    static func used(_ name: String, resource: GroupResource, namespace: String, store: ObjectStore) -> Int64 {
        store.list(resource, namespace: namespace).objects.reduce(0) { $0 + (usage(of: $1.value, resource: resource)[name] ?? 0) }
    }

    /// What one object uses, in thousandths.
    static func usage(of object: JSONValue, resource: GroupResource) -> [String: Int64] {
        var usage: [String: Int64] = ["count/\(resource)": 1_000]
        let counted: Set = ["configmaps", "persistentvolumeclaims", "pods", "replicationcontrollers", "resourcequotas", "secrets", "services"]
        switch resource.description {
        case "pods":
            let phase = object[path: ["status", "phase"]]?.string
            if phase == "Failed" || phase == "Succeeded" { return [:] }
            for container in object[path: ["spec", "containers"]]?.array ?? [] {
                for part in ["requests", "limits"] {
                    for (name, amount) in container[path: ["resources", part]]?.object ?? [:] {
                        let milli = Quantity(json: amount)?.milli ?? 0
                        usage["\(part).\(name)", default: 0] += milli
                        if part == "requests" { usage[name, default: 0] += milli }
                    }
                }
            }
        case "persistentvolumeclaims":
            usage["requests.storage"] = Quantity(json: object[path: ["spec", "resources", "requests", "storage"]] ?? .null)?.milli ?? 0
        case "services":
            let type = object[path: ["spec", "type"]]?.string
            if type == "NodePort" || type == "LoadBalancer" { usage["services.nodeports"] = 1_000 }
            if type == "LoadBalancer" { usage["services.loadbalancers"] = 1_000 }
        default: break
        }
        if resource.group.isEmpty, counted.contains(resource.resource) { usage[resource.resource] = 1_000 }
        return usage
    }
}
