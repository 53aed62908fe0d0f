import KubernetesModel
import Testing

@testable import LocalAPIServer

@Suite("A rule of a role") struct PolicyRuleTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var rule: AccessRule
        var verb = "get"
        var group = ""
        var resource = ""
        var subresource = ""
        var name = ""
        var path = ""
        var isAllowed: Bool
        var testDescription: String { "\(rule.json.text): \(verb) \(group)/\(resource)/\(subresource) \(name) \(path) \(isAllowed)" }
    }

    private static let pods = AccessRule(verbs: ["get", "list"], groups: [""], resources: ["pods"])

    @Test(arguments: [
        Row(rule: pods, resource: "pods", isAllowed: true), Row(rule: pods, verb: "watch", resource: "pods", isAllowed: false),
        Row(rule: pods, group: "apps", resource: "pods", isAllowed: false), Row(rule: pods, resource: "pods", subresource: "log", isAllowed: false),
        Row(rule: AccessRule(verbs: ["*"], groups: ["*"], resources: ["*"]), resource: "pods", subresource: "exec", isAllowed: true),
        Row(rule: AccessRule(verbs: ["get"], groups: [""], resources: ["pods/log"]), resource: "pods", subresource: "log", isAllowed: true),
        Row(
            rule: AccessRule(verbs: ["get"], groups: ["*"], resources: ["*/scale"]), group: "apps", resource: "deployments", subresource: "scale",
            isAllowed: true),
        Row(rule: AccessRule(verbs: ["get"], groups: [""], resources: ["secrets"], names: ["a"]), resource: "secrets", name: "a", isAllowed: true),
        Row(rule: AccessRule(verbs: ["get"], groups: [""], resources: ["secrets"], names: ["a"]), resource: "secrets", name: "b", isAllowed: false),
        Row(
            rule: AccessRule(verbs: ["list"], groups: [""], resources: ["secrets"], names: ["a"]), verb: "list", resource: "secrets", isAllowed: false
        ),
        Row(rule: AccessRule(verbs: ["get"], paths: ["/healthz/*"]), path: "/healthz/x", isAllowed: true),
        Row(rule: AccessRule(verbs: ["get"], paths: ["/healthz/*"]), path: "/healthz", isAllowed: false),
        Row(rule: AccessRule(verbs: ["get"], paths: ["*"]), path: "/metrics", isAllowed: true),
        Row(rule: AccessRule(verbs: ["*"], groups: ["*"], resources: ["*"]), path: "/metrics", isAllowed: false),
    ])
    func allows(_ row: Row) {
        let attributes = RequestAttributes(
            user: .anonymous, verb: row.verb, group: row.group, resource: row.resource, subresource: row.subresource, name: row.name, path: row.path)
        #expect(row.rule.allows(attributes) == row.isAllowed)
    }
}

@Suite("Roles and bindings") struct AuthorizerTests {
    private let alice = Requester(name: "alice", groups: ["devs", "system:authenticated"])

    private func store(_ objects: [(GroupResource, String, JSONValue)]) async throws -> TemporaryStore {
        let temporary = try TemporaryStore()
        for (resource, namespace, object) in objects {
            let name = object[path: ["metadata", "name"]]?.string ?? ""
            _ = try await temporary.store.create(StorageKey(resource, namespace: namespace, name: name), object)
        }
        return temporary
    }

    private func role(_ name: String, verbs: [String], _ resource: String) -> JSONValue {
        [
            "metadata": ["name": .string(name)],
            "rules": [["apiGroups": [""], "resources": [.string(resource)], "verbs": .array(verbs.map(JSONValue.string))]],
        ]
    }

    private func binding(_ name: String, _ kind: String, _ role: String, subject: JSONValue) -> JSONValue {
        ["metadata": ["name": .string(name)], "roleRef": ["kind": .string(kind), "name": .string(role)], "subjects": [subject]]
    }

    private func get(_ user: Requester, _ resource: String, in namespace: String) -> RequestAttributes {
        RequestAttributes(user: user, verb: "get", resource: resource, namespace: namespace)
    }

    @Test("grant what they say where they are, and stop when the binding goes")
    func grants() async throws {
        let temporary = try await store([
            (RoleIndex.roles, "a", role("r", verbs: ["get"], "pods")),
            (RoleIndex.roleBindings, "a", binding("b", "Role", "r", subject: ["kind": "Group", "name": "devs"])),
            (RoleIndex.clusterRoles, "", role("c", verbs: ["get"], "nodes")),
            (RoleIndex.clusterRoleBindings, "", binding("cb", "ClusterRole", "c", subject: ["kind": "User", "name": "alice"])),
        ])
        defer { temporary.remove() }
        let authorizer = Authorizer(store: temporary.store)
        let decision = authorizer.decide(get(alice, "pods", in: "a"))
        #expect(decision == .init(isAllowed: true, reason: "RBAC: allowed by RoleBinding \"b/a\" of Role \"r\" to Group \"devs\""))
        #expect(!authorizer.decide(get(alice, "pods", in: "b")).isAllowed)
        #expect(!authorizer.decide(get(alice, "pods", in: "")).isAllowed)
        #expect(authorizer.decide(get(alice, "nodes", in: "")).isAllowed)
        #expect(!authorizer.decide(get(.anonymous, "nodes", in: "")).isAllowed)
        let bound = try #require(temporary.store.get(StorageKey(RoleIndex.roleBindings, namespace: "a", name: "b")))
        _ = try await temporary.store.remove(bound)
        #expect(!authorizer.decide(get(alice, "pods", in: "a")).isAllowed)
    }

    @Test("let nobody give away what they do not have")
    func escalation() async throws {
        let temporary = try await store([
            (RoleIndex.roles, "a", role("r", verbs: ["get"], "pods")),
            (RoleIndex.roleBindings, "a", binding("b", "Role", "r", subject: ["kind": "User", "name": "alice"])),
        ])
        defer { temporary.remove() }
        let escalation = Escalation(authorizer: Authorizer(store: temporary.store))
        var target = RequestTarget(resource: "roles")
        target.namespace = "a"
        try escalation.check(role("mine", verbs: ["get"], "pods"), old: nil, target: target, user: alice)
        let error = #expect(throws: StatusError.self) {
            try escalation.check(role("more", verbs: ["get", "list"], "pods"), old: nil, target: target, user: alice)
        }
        #expect(error?.message.hasSuffix("{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\"]}") == true)
        target.resource = "rolebindings"
        let missing = binding("x", "Role", "none", subject: ["kind": "User", "name": "alice"])
        #expect(throws: StatusError.notFound(group: RoleIndex.group, resource: "rolebindings", name: "none")) {
            try escalation.check(missing, old: nil, target: target, user: alice)
        }
    }
}
