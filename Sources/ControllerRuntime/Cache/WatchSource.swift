public import KubernetesModel
import KubernetesClient

/// One collection that is watched: a kind, in one namespace or all, perhaps narrowed down by a selector or to one name.
public struct WatchSource: Sendable, Hashable, CustomStringConvertible {
    public var type: ResourceType
    /// Nil for all namespaces, and for kinds without.
    public var namespace: String?
    public var labelSelector: LabelSelector?
    /// The name of the only object that is watched.
    public var name: String?

    public init(_ type: ResourceType, namespace: String? = nil, labelSelector: LabelSelector? = nil, name: String? = nil) {
        self.type = type
        self.namespace = namespace
        self.labelSelector = labelSelector
        self.name = name
    }

    /// For example `pods in shop with app=db`.
    public var description: String {
        var text = type.groupResource
        if let namespace { text += " in \(namespace)" }
        if let labelSelector { text += " with \(labelSelector.queryText)" }
        if let name { text += " named \(name)" }
        return text
    }

    /// Whether an object belongs to the collection.
    func covers(_ key: ObjectKey, labels: @autoclosure () -> [String: String]) -> Bool {
        if type.isNamespaced, let namespace, namespace != key.namespace { return false }
        if let name, name != key.name { return false }
        return labelSelector.map { $0.matches(labels()) } ?? true
    }

    /// Whether the absence of an object in this collection, fully read, proves that it does not exist.
    func wouldContain(_ key: ObjectKey) -> Bool { labelSelector == nil && covers(key, labels: [:]) }

    /// The only object that is watched; nil for a collection.
    var object: NamedObject? { name.map { NamedObject(type, ObjectKey(namespace: namespace, name: $0)) } }

    var fieldSelector: String? { name.map { "metadata.name=\($0)" } }

    /// The request that watches from a version on.
    ///
    /// - Parameters:
    ///   - initialEvents: ask for the objects that exist as events, instead of listing them before.
    ///   - timeoutSeconds: when the server ends the watch.
    func watchRequest(from resourceVersion: String?, initialEvents: Bool, timeoutSeconds: Int) -> APIRequest {
        var query: [APIRequest.QueryItem] = []
        if let labelSelector { query.append(.init("labelSelector", labelSelector.queryText)) }
        if let fieldSelector { query.append(.init("fieldSelector", fieldSelector)) }
        query.append(.init("allowWatchBookmarks", "true"))
        query.append(.init("timeoutSeconds", String(timeoutSeconds)))
        if initialEvents {
            query.append(.init("sendInitialEvents", "true"))
            query.append(.init("resourceVersionMatch", "NotOlderThan"))
        }
        if let resourceVersion { query.append(.init("resourceVersion", resourceVersion)) }
        return APIRequest("watch \(self)", path: type.path(namespace: namespace), query: query)
    }
}
