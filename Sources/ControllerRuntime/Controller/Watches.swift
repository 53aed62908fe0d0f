public import KubernetesModel

/// What a controller looks after and what else makes it look again.
///
///     static let watches = Watches(PerconaPGCluster.self) {
///         Owned(StatefulSet.self, Service.self)
///         Labelled(Pod.self, by: "app.kubernetes.io/instance")
///     }
public struct Watches: Sendable {
    /// The kind whose objects are reconciled.
    public let kind: ResourceType
    let watches: [Watch]

    public init(_ kind: any KubernetesObject.Type, where labelSelector: LabelSelector? = nil, @WatchBuilder also others: () -> [Watch] = { [] }) {
        let type = kind.resourceType
        self.kind = type
        watches = [Watch(type: type, labelSelector: labelSelector, mapping: .own)] + others()
    }
}

/// One kind that is watched, and how its objects lead to the ones to reconcile.
public struct Watch: Sendable {
    enum Mapping: Sendable {
        case own
        case controllerOwner
        /// By the value of a label, which names an object in the same namespace.
        case label(String)
        /// By who follows the object.
        case follower
        case function(@Sendable (JSONValue) -> [ObjectKey])
    }
    var type: ResourceType
    var labelSelector: LabelSelector?
    var mapping: Mapping

    /// The objects to reconcile when this one has changed.
    func keys(for object: JSONValue, of kind: ResourceType) -> [ObjectKey] {
        let namespace = object[path: "metadata", "namespace"]?.string
        switch mapping {
        case .own: return [object.objectKey]
        case .follower: return []
        case .function(let map): return map(object)
        case .label(let label):
            guard let name = object[path: "metadata", "labels", label]?.string, !name.isEmpty else { return [] }
            return [ObjectKey(namespace: kind.isNamespaced ? namespace : nil, name: name)]
        case .controllerOwner:
            return (object[path: "metadata", "ownerReferences"]?.array ?? []).compactMap { reference in
                guard reference["controller"]?.bool == true, reference["kind"]?.string == kind.kind, let name = reference["name"]?.string,
                    (reference["apiVersion"]?.string ?? "").split(separator: "/").dropLast().joined() == kind.group
                else { return nil }
                return ObjectKey(namespace: kind.isNamespaced ? namespace : nil, name: name)
            }
        }
    }
}

/// Something that stands for watches in the declaration of a controller.
public protocol WatchDeclaration {
    var watches: [Watch] { get }
}

/// Collects the watches of a controller.
@resultBuilder public enum WatchBuilder {
    public static func buildExpression(_ declaration: any WatchDeclaration) -> [Watch] { declaration.watches }
    public static func buildBlock(_ parts: [Watch]...) -> [Watch] { parts.flatMap(\.self) }
    public static func buildOptional(_ part: [Watch]?) -> [Watch] { part ?? [] }
    public static func buildEither(first part: [Watch]) -> [Watch] { part }
    public static func buildEither(second part: [Watch]) -> [Watch] { part }
    public static func buildArray(_ parts: [[Watch]]) -> [Watch] { parts.flatMap(\.self) }
}

/// Kinds whose objects have a controller owner reference to the object that is reconciled.
public struct Owned: WatchDeclaration {
    public let watches: [Watch]

    /// - Parameter labelSelector: watch only these; without it every object of the kinds is read and cached.
    public init(_ kinds: any KubernetesObject.Type..., where labelSelector: LabelSelector? = nil) {
        watches = kinds.map { Watch(type: $0.resourceType, labelSelector: labelSelector, mapping: .controllerOwner) }
    }
}

/// Kinds whose objects carry a label with the name of the object that is reconciled, in the same namespace. Others are not watched.
public struct Labelled: WatchDeclaration {
    public let watches: [Watch]

    public init(_ kinds: any KubernetesObject.Type..., by label: String) {
        let hasLabel = LabelSelector(matchExpressions: [LabelSelectorRequirement(key: label, operator: "Exists")])
        watches = kinds.map { Watch(type: $0.resourceType, labelSelector: hasLabel, mapping: .label(label)) }
    }
}

/// Kinds of which only those objects are watched that a reconcile has named with ``Cache/follow(_:for:by:)``.
public struct Named: WatchDeclaration {
    public let watches: [Watch]

    public init(_ kinds: any KubernetesObject.Type...) {
        watches = kinds.map { Watch(type: $0.resourceType, mapping: .follower) }
    }
}

/// A kind whose objects are mapped by a function.
public struct Mapped: WatchDeclaration {
    public let watches: [Watch]

    /// - Parameter map: the objects to reconcile when this one appears, changes or goes. It may read the cache.
    public init<Object: KubernetesObject>(
        _ kind: Object.Type, where labelSelector: LabelSelector? = nil, to map: @escaping @Sendable (Object) -> [ObjectKey]
    ) {
        watches = [Watch(type: Object.resourceType, labelSelector: labelSelector, mapping: .function { map(Object(json: $0)) })]
    }
}
