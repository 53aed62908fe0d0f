import KubernetesModel

/// Nobody may give away rights that they do not have themselves.
///
/// - Source: Kubernetes documentation, "Using RBAC Authorization: Privilege escalation prevention and bootstrapping".
struct Escalation: Sendable {
    let authorizer: Authorizer

    /// Checks a role or binding that is about to be written.
    ///
    /// - Parameter old: the stored one; a change that leaves the rules as they are is always allowed.
    /// - Throws: a 403 that lists the rights that the user lacks, or a 404 for a binding to a role that does not exist.
    func check(_ object: JSONValue, old: JSONValue?, target: RequestTarget, user: Requester) throws(StatusError) {
        if user.groups.contains(Authorizer.masters) { return }
        let name = object[path: "metadata", "name"]?.string ?? target.name
        func may(_ verb: String, _ resource: String, _ name: String) -> Bool {
            authorizer.decide(
                RequestAttributes(
                    user: user, verb: verb, group: RoleIndex.group, version: "v1", resource: resource, namespace: target.namespace, name: name)
            ).isAllowed
        }
        switch target.resource {
        case "roles", "clusterroles":
            guard old?["rules"] != object["rules"] || old?["aggregationRule"] != object["aggregationRule"] else { return }
            if may("escalate", target.resource, name) { return }
            let rules = (object["rules"]?.array ?? []).map(AccessRule.init(json:))
            try confirm(rules, target: target, name: name, user: user)
        case "rolebindings", "clusterrolebindings":
            guard old?["roleRef"] != object["roleRef"] || old?["subjects"] != object["subjects"] else { return }
            let kind = object[path: "roleRef", "kind"]?.string ?? ""
            let role = object[path: "roleRef", "name"]?.string ?? ""
            if may("bind", kind == "ClusterRole" ? "clusterroles" : "roles", role) { return }
            guard let rules = authorizer.roles.rules(roleKind: kind, name: role, namespace: target.namespace) else {
                throw .notFound(group: RoleIndex.group, resource: target.resource, name: role)
            }
            try confirm(rules, target: target, name: name, user: user)
        default: break
        }
    }

    private func confirm(_ rules: [AccessRule], target: RequestTarget, name: String, user: Requester) throws(StatusError) {
        let held = authorizer.rules(of: user, namespace: target.namespace)
        let missing = rules.flatMap(Self.single).filter { wanted in !held.contains { $0.covers(wanted) } }
        if missing.isEmpty { return }
        let groups = user.groups.map(GoText.quoted).joined(separator: " ")
        throw .forbidden(
            group: RoleIndex.group, resource: target.resource, name: name,
            "user \(GoText.quoted(user.name)) (groups=[\(groups)]) is attempting to grant RBAC permissions not currently held:\n"
                + Self.compact(missing).map(\.compactText).sorted().joined(separator: "\n"))
    }

    /// A rule as rules with one verb and one object each.
    private static func single(_ rule: AccessRule) -> [AccessRule] {
        rule.verbs.flatMap { verb in
            rule.groups.flatMap { group in
                rule.resources.flatMap { resource in
                    (rule.names.isEmpty ? [[]] : rule.names.map { [$0] }).map {
                        AccessRule(verbs: [verb], groups: [group], resources: [resource], names: $0)
                    }
                }
            } + rule.paths.map { AccessRule(verbs: [verb], paths: [$0]) }
        }
    }

    /// Joins the verbs of rules that concern the same.
    private static func compact(_ rules: [AccessRule]) -> [AccessRule] {
        var order: [AccessRule] = []
        var verbs: [AccessRule: [String]] = [:]
        for rule in rules {
            var object = rule
            object.verbs = []
            if verbs[object] == nil { order.append(object) }
            verbs[object, default: []] += rule.verbs
        }
        return order.map { object in
            var rule = object
            rule.verbs = verbs[object] ?? []
            return rule
        }
    }
}

extension AccessRule {
    /// Whether this rule grants all that a rule with one verb and one object does.
    fileprivate func covers(_ wanted: AccessRule) -> Bool {
        guard verbs.contains("*") || wanted.verbs.allSatisfy(verbs.contains) else { return false }
        if !wanted.paths.isEmpty {
            return wanted.paths.allSatisfy { path in paths.contains { AccessRule.path($0, covers: path) } }
        }
        return (groups.contains("*") || wanted.groups.allSatisfy(groups.contains))
            && wanted.resources.allSatisfy { resource in
                resources.contains { $0 == "*" || $0 == resource || ($0.hasPrefix("*/") && resource.hasSuffix($0.dropFirst())) }
            }
            && (names.isEmpty || (!wanted.names.isEmpty && wanted.names.allSatisfy(names.contains)))
    }

    fileprivate var compactText: String {
        let parts = [("APIGroups", groups), ("Resources", resources), ("ResourceNames", names), ("NonResourceURLs", paths), ("Verbs", verbs)]
        return "{" + parts.filter { !$0.1.isEmpty }.map { "\($0.0):[\($0.1.map(GoText.quoted).joined(separator: " "))]" }.joined(separator: ", ")
            + "}"
    }
}
