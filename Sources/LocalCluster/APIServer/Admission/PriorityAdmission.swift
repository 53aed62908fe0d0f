import KubernetesModel

/// Gives a pod the priority of its class.
struct PriorityAdmission {
    let admission: Admission

    func mutate(_ pod: inout JSONValue) throws(StatusError) {
        let classes = GroupResource("scheduling.k8s.io", "priorityclasses")
        let name = pod[path: ["spec", "priorityClassName"]]?.string ?? ""
        var priority: Int64 = 0
        var preemption: JSONValue = "PreemptLowerPriority"
        if !name.isEmpty {
            guard let found = admission.store.get(StorageKey(classes, name: name)) else {
                throw admission.forbidden(admission.name(pod), "no PriorityClass with name \(name) was found")
            }
            priority = found.value["value"]?.integer ?? 0
            preemption = found.value["preemptionPolicy"] ?? preemption
        } else if let standard = admission.store.list(classes).objects.first(where: { $0.value["globalDefault"]?.bool == true }) {
            priority = standard.value["value"]?.integer ?? 0
            preemption = standard.value["preemptionPolicy"] ?? preemption
            pod[path: ["spec", "priorityClassName"]] = .string(standard.name)
        }
        if let sent = pod[path: ["spec", "priority"]]?.integer, sent != priority {
            throw admission.forbidden(
                admission.name(pod),
                "the integer value of priority (\(sent)) must not be provided in pod spec; priority admission controller computed \(priority) "
                    + "from the given PriorityClass name")
        }
        pod[path: ["spec", "priority"]] = .integer(priority)
        pod[path: ["spec", "preemptionPolicy"]] = pod[path: ["spec", "preemptionPolicy"]] ?? preemption
    }
}

/// Lets a pod stay on a node that is not ready for five minutes.
enum TolerationAdmission {
    static func mutate(_ pod: inout JSONValue) {
        var tolerations = pod[path: ["spec", "tolerations"]]?.array ?? []
        for key in ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"] {
            let isTolerated = tolerations.contains { toleration in
                let tolerated = toleration["key"]?.string ?? ""
                let effect = toleration["effect"]?.string ?? ""
                return (tolerated == key || tolerated.isEmpty) && (effect == "NoExecute" || effect.isEmpty)
            }
            if !isTolerated {
                tolerations.append(["key": .string(key), "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300])
            }
        }
        pod[path: ["spec", "tolerations"]] = .array(tolerations)
    }
}

/// A new node takes no pods until it is known to be ready.
enum NodeAdmission {
    static func taint(_ node: inout JSONValue) {
        let key = "node.kubernetes.io/not-ready"
        var taints = node[path: ["spec", "taints"]]?.array ?? []
        if taints.contains(where: { $0["key"]?.string == key && $0["effect"]?.string == "NoSchedule" }) { return }
        taints.append(["key": .string(key), "effect": "NoSchedule"])
        node[path: ["spec", "taints"]] = .array(taints)
    }
}
