import KubernetesModel

/// A direction of traffic, as seen from the pod that a policy selects.
enum TrafficDirection: String, Sendable, Hashable, CaseIterable {
    case ingress, egress
}

/// What may pass: everything that is given must hold.
struct TrafficRule: Sendable, Hashable {
    /// The other side; nil for anybody.
    var peers: Peers?
    /// The pod whose port is meant, where ports have names; nil for any.
    var destination: String?
    /// `tcp`, `udp` or `sctp`; nil for any.
    var transport: String?
    /// Nil for any.
    var ports: ClosedRange<Int>?

    enum Peers: Sendable, Hashable {
        /// Addresses of pods.
        case pods([String])
        case block(AddressBlock, except: [AddressBlock])
    }
}

/// IPv4 addresses that begin with the same bits; unlike ``AddressRange`` of any size and beginning anywhere.
struct AddressBlock: Sendable, Hashable, CustomStringConvertible {
    let first: IPv4Address
    /// 0 to 32.
    let prefixLength: Int

    /// Reads `192.0.2.7/24`; nil for anything else, an IPv6 block too.
    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv4Address(String(parts[0])), let length = Int(parts[1]), 0...32 ~= length else { return nil }
        let mask = length == 0 ? 0 : UInt32.max << UInt32(32 - length)
        first = IPv4Address(bits: address.bits & mask)
        prefixLength = length
    }

    var description: String { "\(first)/\(prefixLength)" }
}

/// Pods for which the same policies hold in a direction: only what a rule names passes.
struct IsolatedPods: Sendable, Hashable {
    var direction: TrafficDirection
    /// Sorted.
    var addresses: [String]
    var rules: [TrafficRule]
}

/// What the NetworkPolicies of a cluster allow, by address.
///
/// - Source: Kubernetes documentation, "Network Policies".
struct NetworkIsolation {
    /// A pod with an address of its own. Those on the machine's network are the machine, which policies do not concern.
    private struct Member {
        let namespace: String
        let labels: [String: String]
        let address: String
        let ports: [ContainerPort]

        init?(_ pod: Pod) {
            guard pod.spec?.hostNetwork != true, let address = pod.status?.podIP, IPv4Address(address) != nil,
                pod.status?.phase != "Succeeded", pod.status?.phase != "Failed"
            else { return nil }
            namespace = pod.metadata.namespace ?? "default"
            labels = pod.metadata.labels ?? [:]
            self.address = address
            let sidecars = (pod.spec?.initContainers ?? []).filter { $0.restartPolicy == "Always" }
            ports = ((pod.spec?.containers ?? []) + sidecars).flatMap { $0.ports ?? [] }
        }
    }

    private let members: [Member]
    private let namespaces: [String: [String: String]]
    private let policies: [NetworkPolicy]

    init(pods: [Pod], namespaces: [Namespace], policies: [NetworkPolicy]) {
        members = policies.isEmpty ? [] : pods.compactMap(Member.init).sorted { $0.address < $1.address }
        self.namespaces = Dictionary(
            namespaces.map { ($0.metadata.name ?? "", $0.metadata.labels ?? [:]) }, uniquingKeysWith: { first, _ in first })
        self.policies = policies.sorted { $0.key < $1.key }
    }

    /// The pods that are isolated, in groups with the same rules.
    var groups: [IsolatedPods] { TrafficDirection.allCases.flatMap(groups) }

    private func groups(_ direction: TrafficDirection) -> [IsolatedPods] {
        var pods: [[Int]: [Member]] = [:]
        for member in members {
            let own = policies.indices.filter { index in
                let policy = policies[index]
                return policy.metadata.namespace == member.namespace && policy.concerns(direction)
                    && (policy.spec?.podSelector ?? LabelSelector()).matches(member.labels)
            }
            if !own.isEmpty { pods[own, default: []].append(member) }
        }
        return pods.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { own, members in
            var rules: [TrafficRule] = []
            for rule in own.flatMap({ self.rules(of: policies[$0], direction, for: members) }) where !rules.contains(rule) { rules.append(rule) }
            return IsolatedPods(direction: direction, addresses: members.map(\.address), rules: rules)
        }
    }

    private func rules(of policy: NetworkPolicy, _ direction: TrafficDirection, for members: [Member]) -> [TrafficRule] {
        let namespace = policy.metadata.namespace ?? "default"
        let parts: [(peers: [NetworkPolicyPeer], ports: [NetworkPolicyPort])] =
            switch direction {
            case .ingress: (policy.spec?.ingress ?? []).map { ($0.from ?? [], $0.ports ?? []) }
            case .egress: (policy.spec?.egress ?? []).map { ($0.to ?? [], $0.ports ?? []) }
            }
        return parts.flatMap { part -> [TrafficRule] in
            let others = part.peers.isEmpty ? [nil] : part.peers.compactMap { peers($0, from: namespace) }.map(Optional.some)
            return others.flatMap { other -> [TrafficRule] in
                if part.ports.isEmpty { return [TrafficRule(peers: other)] }
                return part.ports.flatMap { port in
                    rules(for: port, other, destinations: direction == .ingress ? members : self.members(at: other))
                }
            }
        }
    }

    /// Nil for a peer that is nobody, or not of IPv4.
    private func peers(_ peer: NetworkPolicyPeer, from namespace: String) -> TrafficRule.Peers? {
        if let block = peer.ipBlock {
            guard let range = AddressBlock(block.cidr ?? "") else { return nil }
            return .block(range, except: (block.except ?? []).compactMap(AddressBlock.init))
        }
        let pods = members.filter { member in
            let isInNamespace = peer.namespaceSelector.map { $0.matches(namespaces[member.namespace] ?? [:]) } ?? (member.namespace == namespace)
            return isInNamespace && peer.podSelector.map { $0.matches(member.labels) } ?? true
        }
        return pods.isEmpty ? nil : .pods(pods.map(\.address))
    }

    private func members(at peers: TrafficRule.Peers?) -> [Member] {
        guard case .pods(let addresses) = peers else { return members }
        return members.filter { addresses.contains($0.address) }
    }

    /// - Parameter destinations: the pods one of whose ports a name may mean.
    private func rules(for port: NetworkPolicyPort, _ peers: TrafficRule.Peers?, destinations: [Member]) -> [TrafficRule] {
        let transport = port.protocol ?? "TCP"
        let rule = TrafficRule(peers: peers, transport: transport.lowercased())
        guard ["tcp", "udp", "sctp"].contains(rule.transport) else { return [] }
        switch port.port {
        case nil: return [rule]
        case .int(let first):
            let last = port.endPort ?? first
            guard 0...65_535 ~= first, first...65_535 ~= last else { return [] }
            var rule = rule
            rule.ports = first...last
            return [rule]
        case .string(let name):
            return destinations.flatMap { member in
                member.ports.filter { $0.name == name && ($0.protocol ?? "TCP") == transport }.compactMap(\.containerPort).map { number in
                    var rule = rule
                    rule.destination = member.address
                    rule.ports = number...number
                    return rule
                }
            }
        }
    }
}

extension NetworkPolicy {
    /// Whether pods that it selects are isolated in a direction.
    fileprivate func concerns(_ direction: TrafficDirection) -> Bool {
        if let types = spec?.policyTypes, !types.isEmpty { return types.contains { $0.lowercased() == direction.rawValue } }
        return direction == .ingress || !(spec?.egress ?? []).isEmpty
    }
}
