import KubernetesModel

/// Which node a Pod fits on best. Pure.
struct NodeChoice {
    let pod: Pod
    let nodes: [Node]
    /// All Pods of the cluster.
    let pods: [Pod]
    /// Volumes that the claims of the Pod have.
    var volumes: [PersistentVolume] = []

    struct Problem: Error {
        let message: String
    }

    var best: Result<String, Problem> {
        var refusals: [String: Int] = [:]
        var candidates: [(name: String, score: Double)] = []
        for node in nodes.sorted(by: { $0.key < $1.key }) {
            if let refusal = refusal(of: node) {
                refusals[refusal, default: 0] += 1
            } else {
                candidates.append((node.metadata.name ?? "", score(of: node)))
            }
        }
        if let first = candidates.max(by: { $0.score < $1.score || ($0.score == $1.score && $0.name > $1.name) }) { return .success(first.name) }
        let reasons = refusals.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return .failure(Problem(message: "0/\(nodes.count) nodes are available: \(reasons.isEmpty ? "no nodes" : reasons)."))
    }

    /// Why the Pod cannot run there; nil if it can.
    private func refusal(of node: Node) -> String? {
        let labels = node.metadata.labels ?? [:]
        if node.spec?.unschedulable == true { return "node(s) were unschedulable" }
        if node.status?.conditions?.contains(where: { $0.type == "Ready" && $0.status != "True" }) == true { return "node(s) were not ready" }
        for (key, value) in pod.spec?.nodeSelector ?? [:] where labels[key] != value { return "node(s) didn't match Pod's node affinity/selector" }
        if let terms = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
            !terms.contains(where: { $0.matches(labels, name: node.metadata.name ?? "") })
        {
            return "node(s) didn't match Pod's node affinity/selector"
        }
        if volumes.contains(where: { !$0.isReachable(from: node) }) { return "node(s) didn't match PersistentVolume's node affinity" }
        for taint in node.spec?.taints ?? [] where taint.effect == "NoSchedule" || taint.effect == "NoExecute" {
            if !(pod.spec?.tolerations ?? []).contains(where: { $0.tolerates(taint) }) { return "node(s) had untolerated taint(s)" }
        }
        for term in pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [] where count(term, on: node) > 0 {
            return "node(s) didn't match pod anti-affinity rules"
        }
        for term in pod.spec?.affinity?.podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [] where count(term, on: node) == 0 {
            let isFirst = !pods.contains { term.labelSelector?.matches($0.metadata.labels ?? [:]) ?? false }
            let matchesItself = term.labelSelector?.matches(pod.metadata.labels ?? [:]) ?? false
            if !(isFirst && matchesItself) { return "node(s) didn't match pod affinity rules" }
        }
        for constraint in pod.spec?.topologySpreadConstraints ?? [] where constraint.whenUnsatisfiable == "DoNotSchedule" {
            guard let skew = skew(constraint, on: node) else {
                return "node(s) didn't match pod topology spread constraints (missing required label)"
            }
            if skew > (constraint.maxSkew ?? 1) { return "node(s) didn't match pod topology spread constraints" }
        }
        return resourceRefusal(of: node)
    }

    private func resourceRefusal(of node: Node) -> String? {
        let others = pods.filter { $0.spec?.nodeName == node.metadata.name && $0.isActive }
        let allocatable = node.status?.allocatable ?? [:]
        if let limit = allocatable["pods"]?.value, others.count >= Int(limit) { return "Too many pods" }
        for resource in ["cpu", "memory"] {
            guard let total = allocatable[resource]?.milli else { continue }
            let used = others.reduce(Int64(0)) { $0 + $1.request(resource) }
            if used + pod.request(resource) > total { return "Insufficient \(resource)" }
        }
        return nil
    }

    /// Higher is better: preferences of the Pod, even spread, then the emptier node.
    private func score(of node: Node) -> Double {
        var score = 0.0
        for preferred in pod.spec?.affinity?.podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [] {
            if let term = preferred.podAffinityTerm { score -= Double((preferred.weight ?? 1) * count(term, on: node)) }
        }
        for preferred in pod.spec?.affinity?.podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [] {
            if let term = preferred.podAffinityTerm, count(term, on: node) > 0 { score += Double(preferred.weight ?? 1) }
        }
        for preferred in pod.spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [] {
            if preferred.preference?.matches(node.metadata.labels ?? [:], name: node.metadata.name ?? "") == true {
                score += Double(preferred.weight ?? 1)
            }
        }
        for constraint in pod.spec?.topologySpreadConstraints ?? [] where constraint.whenUnsatisfiable == "ScheduleAnyway" {
            score -= Double(skew(constraint, on: node) ?? 0)
        }
        let running = pods.filter { $0.spec?.nodeName == node.metadata.name && $0.isActive }.count
        return score - Double(running) / 1000
    }

    /// How many Pods that a term selects run in the node's domain.
    private func count(_ term: PodAffinityTerm, on node: Node) -> Int {
        guard let key = term.topologyKey, let domain = node.metadata.labels?[key], let selector = term.labelSelector else { return 0 }
        let namespaces = term.namespaces ?? [pod.metadata.namespace ?? ""]
        return pods.filter { other in
            namespaces.contains(other.metadata.namespace ?? "") && other.isActive && selector.matches(other.metadata.labels ?? [:])
                && self.domain(key, of: other) == domain
        }.count
    }

    /// How uneven the spread would be with the Pod on this node; nil if the node is in no domain.
    private func skew(_ constraint: TopologySpreadConstraint, on node: Node) -> Int? {
        guard let key = constraint.topologyKey, let domain = node.metadata.labels?[key], let selector = constraint.labelSelector else { return nil }
        var counts: [String: Int] = [:]
        for other in nodes { if let name = other.metadata.labels?[key] { counts[name] = 0 } }
        for other in pods where other.metadata.namespace == pod.metadata.namespace && other.isActive && selector.matches(other.metadata.labels ?? [:])
        {
            if let name = self.domain(key, of: other) { counts[name, default: 0] += 1 }
        }
        let selects = selector.matches(pod.metadata.labels ?? [:]) ? 1 : 0
        return (counts[domain] ?? 0) + selects - (counts.values.min() ?? 0)
    }

    private func domain(_ key: String, of pod: Pod) -> String? {
        guard let name = pod.spec?.nodeName else { return nil }
        return nodes.first { $0.metadata.name == name }?.metadata.labels?[key]
    }
}

extension Pod {
    /// What its containers request of a resource together, in thousandths.
    fileprivate func request(_ resource: String) -> Int64 {
        let main = (spec?.containers ?? []).reduce(Int64(0)) { $0 + ($1.resources?.requests?[resource]?.milli ?? 0) }
        let first = (spec?.initContainers ?? []).map { $0.resources?.requests?[resource]?.milli ?? 0 }.max() ?? 0
        return max(main, first)
    }
}

extension NodeSelectorTerm {
    func matches(_ labels: [String: String], name: String) -> Bool {
        let all = (matchExpressions ?? []).map { ($0, labels[$0.key ?? ""]) } + (matchFields ?? []).map { ($0, Optional(name)) }
        return all.allSatisfy { requirement, value in
            let values = requirement.values ?? []
            return switch requirement.operator {
            case "In": value.map(values.contains) ?? false
            case "NotIn": value.map { !values.contains($0) } ?? true
            case "Exists": value != nil
            case "DoesNotExist": value == nil
            case "Gt": (value.flatMap { Int($0) } ?? .min) > (values.first.flatMap { Int($0) } ?? .max)
            case "Lt": (value.flatMap { Int($0) } ?? .max) < (values.first.flatMap { Int($0) } ?? .min)
            default: false
            }
        }
    }
}

extension Toleration {
    fileprivate func tolerates(_ taint: Taint) -> Bool {
        if let effect, !effect.isEmpty, effect != taint.effect { return false }
        if let key, !key.isEmpty, key != taint.key { return false }
        return self.operator == "Exists" || (key == taint.key && (value ?? "") == (taint.value ?? ""))
    }
}
