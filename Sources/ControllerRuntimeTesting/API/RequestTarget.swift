import KubernetesClient
import KubernetesModel

/// What the path of a request names.
struct RequestTarget: Sendable, Hashable {
    var collection: ObjectStorage.Collection
    var namespace: String?
    var name: String?
    var subresource: String?

    /// Reads `/api/v1/…` and `/apis/group/version/…`; nil for other paths.
    init?(path: String) {
        var parts = path.split(separator: "/").map { String($0) }[...]
        let group: String
        switch parts.first {
        case "api" where parts.count >= 3:
            group = ""
            parts = parts.dropFirst(2)
        case "apis" where parts.count >= 4:
            group = parts[1]
            parts = parts.dropFirst(3)
        default: return nil
        }
        // `namespaces/x` names a namespace, `namespaces/x/pods` a collection in it.
        if parts.first == "namespaces", parts.count >= 3, !["status", "finalize"].contains(parts[parts.startIndex + 2]) {
            namespace = parts[parts.startIndex + 1]
            parts = parts.dropFirst(2)
        }
        guard let plural = parts.popFirst() else { return nil }
        collection = .init(group: group, plural: plural)
        name = parts.popFirst()
        subresource = parts.popFirst()
    }

    var key: ObjectKey { ObjectKey(namespace: namespace, name: name ?? "") }
}

extension APIRequest {
    /// The value of a query parameter.
    func parameter(_ name: String) -> String? { query.last { $0.name == name }?.value }

    /// What a list or watch selects.
    func selection(in namespace: String?) -> Selection {
        Selection(
            namespace: namespace, labels: parameter("labelSelector").map(Selection.labels(parsing:)),
            fields: parameter("fieldSelector").map(Selection.fields(parsing:)) ?? [])
    }
}
