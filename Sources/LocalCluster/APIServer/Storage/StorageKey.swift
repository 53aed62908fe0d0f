/// A resource without a version: what objects are stored under.
struct GroupResource: Hashable, Sendable, Comparable, CustomStringConvertible {
    var group: String
    var resource: String

    init(_ group: String, _ resource: String) {
        self.group = group
        self.resource = resource
    }

    /// `pods` or `deployments.apps`.
    var description: String { group.isEmpty ? resource : "\(resource).\(group)" }

    static func < (a: Self, b: Self) -> Bool { (a.group, a.resource) < (b.group, b.resource) }
}

/// Where an object is stored; the namespace of a cluster-scoped object is empty.
struct StorageKey: Hashable, Sendable, CustomStringConvertible {
    var resource: GroupResource
    var namespace: String
    var name: String

    init(_ resource: GroupResource, namespace: String = "", name: String) {
        self.resource = resource
        self.namespace = namespace
        self.name = name
    }

    var path: ObjectPath { ObjectPath(namespace: namespace, name: name) }
    var description: String { namespace.isEmpty ? "\(resource) \(name)" : "\(resource) \(namespace)/\(name)" }
}

/// Namespace and name, in the order of lists and continue tokens.
///
/// The order is that of the bytes of `namespace/name`, as in etcd: names hold neither bytes below `-` nor `/`, so comparing the parts
/// one after the other gives the same order.
struct ObjectPath: Hashable, Sendable, Comparable {
    var namespace: String
    var name: String

    static func < (a: Self, b: Self) -> Bool { a.namespace == b.namespace ? a.name < b.name : a.namespace < b.namespace }
}
