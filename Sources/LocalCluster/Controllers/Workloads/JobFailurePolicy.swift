import KubernetesModel

/// What a Job's `podFailurePolicy` makes of a Pod that has failed.
///
/// - Source: Kubernetes documentation, "Jobs", section Pod failure policy.
struct JobFailurePolicy {
    private let rules: [PodFailurePolicyRule]

    init(_ policy: PodFailurePolicy?) { rules = policy?.rules ?? [] }

    enum Verdict: Hashable {
        /// It counts toward the backoff limit.
        case count
        /// It does not count.
        case ignore
        /// The Job fails, with this message.
        case failJob(String)
    }

    /// By the first rule that matches.
    func verdict(on pod: Pod) -> Verdict {
        for (index, rule) in rules.enumerated() {
            guard let cause = cause(rule, pod) else { continue }
            switch rule.action {
            case "FailJob": return .failJob("\(cause) matching FailJob rule at index \(index)")
            case "Ignore": return .ignore
            default: return .count
            }
        }
        return .count
    }

    /// What of the Pod a rule matches; nil for nothing.
    private func cause(_ rule: PodFailurePolicyRule, _ pod: Pod) -> String? {
        let name = "\(pod.metadata.namespace ?? "")/\(pod.metadata.name ?? "")"
        if let wanted = rule.onExitCodes {
            let containers = (pod.status?.containerStatuses ?? []) + (pod.status?.initContainerStatuses ?? [])
            for container in containers where wanted.containerName == nil || wanted.containerName == container.name {
                guard let code = container.state?.terminated?.exitCode, code != 0 else { continue }
                let isListed = (wanted.values ?? []).contains(code)
                if isListed == (wanted.operator == "In") { return "Container \(container.name ?? "") for pod \(name) failed with exit code \(code)" }
            }
        }
        for pattern in rule.onPodConditions ?? [] {
            if let condition = pod.condition(pattern.type ?? ""), condition.status == pattern.status ?? "True" {
                return "Pod \(name) has condition \(condition.type ?? "")"
            }
        }
        return nil
    }
}
