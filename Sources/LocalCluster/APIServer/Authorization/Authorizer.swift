import Synchronization

/// Decides who may do what: role-based access control, and members of `system:masters` everything.
final class Authorizer: Sendable {
    /// The group whose members may do everything, whatever roles there are.
    static let masters = "system:masters"

    private let store: ObjectStore
    private let index: Mutex<(revision: UInt64, index: RoleIndex)?> = Mutex(nil)

    init(store: ObjectStore) { self.store = store }

    struct Decision: Sendable, Hashable {
        var isAllowed: Bool
        var reason = ""
    }

    func decide(_ attributes: RequestAttributes) -> Decision {
        if attributes.user.groups.contains(Self.masters) { return Decision(isAllowed: true) }
        for (binding, subject) in roles.bindings(of: attributes.user, namespace: attributes.namespace)
        where binding.rules.contains(where: { $0.allows(attributes) }) {
            return Decision(isAllowed: true, reason: "RBAC: allowed by \(binding.text) to \(subject.text)")
        }
        return Decision(isAllowed: false)
    }

    /// - Throws: a 403 in the words of a real server.
    func authorize(_ attributes: RequestAttributes) throws(StatusError) {
        guard decide(attributes).isAllowed else { throw attributes.refusal() }
    }

    /// All rules that hold for a user in a namespace.
    func rules(of user: Requester, namespace: String) -> [AccessRule] {
        if user.groups.contains(Self.masters) {
            return [AccessRule(verbs: ["*"], groups: ["*"], resources: ["*"]), AccessRule(verbs: ["*"], paths: ["*"])]
        }
        return roles.bindings(of: user, namespace: namespace).flatMap(\.binding.rules)
    }

    /// The present roles and bindings.
    var roles: RoleIndex {
        let revision = store.lastChange(of: RoleIndex.resources)
        if let known = index.withLock({ $0 }), known.revision == revision { return known.index }
        let fresh = RoleIndex(store: store)
        index.withLock { $0 = (revision, fresh) }
        return fresh
    }
}
