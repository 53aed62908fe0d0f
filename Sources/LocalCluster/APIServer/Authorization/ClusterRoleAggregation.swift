import KubernetesModel

/// Fills in the rules of ClusterRoles that are put together from others by label.
struct ClusterRoleAggregation: Sendable {
    let services: APIServices

    /// Works until it is cancelled.
    func run() async {
        let queue = WatchQueue()
        guard (try? services.store.watch(RoleIndex.clusterRoles, from: .now, queue: queue)) != nil else { return }
        defer { services.store.stopWatching(RoleIndex.clusterRoles, queue: queue) }
        await aggregate()
        while true {
            switch await queue.next() {
            case .end: return
            case .bookmark: continue
            case .changes: await aggregate()
            }
        }
    }

    /// Aggregates until nothing changes: a role may be put together from roles that are.
    private func aggregate() async {
        var isSettled = false
        while !isSettled {
            isSettled = true
            let roles = services.store.list(RoleIndex.clusterRoles).objects
            for role in roles {
                let selectors = (role.value[path: ["aggregationRule", "clusterRoleSelectors"]]?.array ?? []).compactMap(LabelSelector.init(json:))
                if selectors.isEmpty { continue }
                let rules = Self.rules(selectedBy: selectors, from: roles, except: role.name)
                if (role.value["rules"]?.array ?? []) == rules { continue }
                let changed = try? await services.store.modify(role.key) { $0["rules"] = rules.isEmpty ? .null : .array(rules) }
                if changed != nil { isSettled = false }
            }
        }
    }

    private static func rules(selectedBy selectors: [LabelSelector], from roles: [StoredObject], except name: String) -> [JSONValue] {
        var rules: [JSONValue] = []
        for selector in selectors {
            for role in roles where role.name != name {
                let labels = (role.value[path: ["metadata", "labels"]]?.object ?? [:]).compactMapValues(\.string)
                guard selector.matches(labels) else { continue }
                for rule in role.value["rules"]?.array ?? [] where !rules.contains(rule) { rules.append(rule) }
            }
        }
        return rules
    }
}
