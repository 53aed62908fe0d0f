/// The chains of the packet filter that hold NetworkPolicies, as lines of a table of ``ServiceTable``.
///
/// They see what passes between pods, and from pods to the outside, after Service addresses were translated. What the machine itself sends or gets
/// — probes, names, the API server — does not come by here: it is always allowed, as traffic of a pod with its node is.
struct PolicyChains {
    let groups: [IsolatedPods]

    var lines: [String] {
        if groups.isEmpty { return [] }
        var lines: [String] = []
        var verdicts: [TrafficDirection: [String]] = [:]
        for (number, group) in groups.enumerated() {
            let chain = "\(group.direction.rawValue)-\(number)"
            lines.append("  chain \(chain) {")
            lines += group.rules.flatMap { matches($0, group.direction) }.map { "    \($0)return" }
            lines += ["    drop", "  }"]
            verdicts[group.direction, default: []] += group.addresses.map { "\($0) : jump \(chain)" }
        }
        for direction in TrafficDirection.allCases {
            guard let elements = verdicts[direction] else { continue }
            lines += [
                "  map isolated-\(direction.rawValue) {", "    type ipv4_addr : verdict", "    elements = { \(elements.joined(separator: ", ")) }",
                "  }",
            ]
        }
        lines += [
            "  chain policies {", "    type filter hook forward priority filter + 1; policy accept;",
            "    ct state established,related accept",
            // A pod may always reach itself.
            "    ip saddr . ip daddr @themselves accept",
        ]
        // What leaves one pod and enters another must be allowed by both.
        if verdicts[.egress] != nil { lines.append("    ip saddr vmap @isolated-egress") }
        if verdicts[.ingress] != nil { lines.append("    ip daddr vmap @isolated-ingress") }
        lines.append("  }")
        return lines
    }

    /// The beginnings of the rules that let through what a rule allows, each with a space at its end.
    private func matches(_ rule: TrafficRule, _ direction: TrafficDirection) -> [String] {
        let side = direction == .ingress ? "saddr" : "daddr"
        var text = ""
        switch rule.peers {
        case nil: break
        case .pods(let addresses): text += "ip \(side) { \(addresses.joined(separator: ", ")) } "
        case .block(let block, let except):
            if block.prefixLength > 0 { text += "ip \(side) \(block) " }
            // Everything but everything is nothing.
            if except.contains(where: { $0.prefixLength == 0 }) { return [] }
            for other in except { text += "ip \(side) != \(other) " }
        }
        if let destination = rule.destination { text += "ip daddr \(destination) " }
        if let transport = rule.transport { text += "meta l4proto \(transport) " }
        if let ports = rule.ports { text += "th dport \(ports.count == 1 ? "\(ports.lowerBound)" : "\(ports.lowerBound)-\(ports.upperBound)") " }
        return [text]
    }
}
