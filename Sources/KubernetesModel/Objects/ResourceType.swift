/// One kind of object that an API server serves: its group, version, kind, and the name of its collection.
public struct ResourceType: Sendable, Hashable {
    /// API group, empty for the core group.
    public var group: String
    /// Version within the group, for example `v1`.
    public var version: String
    /// Kind in CamelCase, for example `StatefulSet`.
    public var kind: String
    /// Name of the collection in paths, for example `statefulsets`.
    public var plural: String
    /// Whether its objects live in namespaces.
    public var isNamespaced: Bool

    public init(group: String, version: String, kind: String, plural: String, isNamespaced: Bool) {
        self.group = group
        self.version = version
        self.kind = kind
        self.plural = plural
        self.isNamespaced = isNamespaced
    }

    /// Group and version as objects carry them: `v1`, `apps/v1`.
    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// Plural and group as messages name them: `pods`, `statefulsets.apps`.
    public var groupResource: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// An object that has nothing but `apiVersion` and `kind`.
    public var emptyObject: JSONValue { ["apiVersion": .string(apiVersion), "kind": .string(kind)] }

    /// The path of a collection or object on the server.
    ///
    /// - Parameters:
    ///   - namespace: ignored for cluster-scoped kinds; nil for the collection over all namespaces.
    ///   - name: nil for the collection.
    ///   - subresource: for example `status`.
    public func path(namespace: String? = nil, name: String? = nil, subresource: String? = nil) -> String {
        var path = group.isEmpty ? "/api/\(version)" : "/apis/\(group)/\(version)"
        if isNamespaced, let namespace { path += "/namespaces/\(namespace)" }
        path += "/\(plural)"
        if let name { path += "/\(name)" }
        if let subresource { path += "/\(subresource)" }
        return path
    }
}

/// An object's namespace and name.
public struct ObjectKey: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Nil for objects without a namespace.
    public var namespace: String?
    public var name: String

    public init(namespace: String? = nil, name: String) {
        self.namespace = namespace
        self.name = name
    }

    public static func < (one: Self, other: Self) -> Bool {
        (one.namespace ?? "", one.name) < (other.namespace ?? "", other.name)
    }

    /// `namespace/name`, or the name alone.
    public var description: String { namespace.map { "\($0)/\(name)" } ?? name }
}
