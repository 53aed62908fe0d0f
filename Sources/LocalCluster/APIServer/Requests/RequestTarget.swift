import NIOHTTP1

/// What a path of the API denotes.
///
/// - Source: Kubernetes documentation, "API Concepts: Resource URIs".
struct RequestTarget: Sendable, Hashable {
    var group = ""
    var version = ""
    /// The namespace in the path; empty for cluster-scoped resources and lists over all namespaces.
    var namespace = ""
    var resource = ""
    var name = ""
    /// What follows the name, `status`; deeper paths are joined with `/`.
    var subresource = ""
    /// The old form of a watch, `/api/v1/watch/…`.
    var isWatchPath = false

    /// A target that no path denotes.
    init(resource: String) { self.resource = resource }

    /// Reads `/api/v1/…` or `/apis/GROUP/VERSION/…`; nil for paths that denote no resource.
    init?(path: String) {
        var parts = path.split(separator: "/", omittingEmptySubsequences: true)[...]
        switch parts.popFirst() {
        case "api": break
        case "apis":
            guard let group = parts.popFirst() else { return nil }
            self.group = String(group)
        default: return nil
        }
        guard let version = parts.popFirst(), !parts.isEmpty else { return nil }
        self.version = String(version)
        if parts.first == "watch" {
            parts.removeFirst()
            isWatchPath = true
        }
        if parts.first == "namespaces", parts.count > 1 {
            let rest = parts.dropFirst(2)
            // `namespaces/x/status` and `namespaces/x/finalize` are parts of the namespace itself.
            if rest.isEmpty || (rest.count == 1 && (rest.first == "status" || rest.first == "finalize")) {
                resource = "namespaces"
                name = String(parts[parts.startIndex + 1])
                namespace = name
                subresource = rest.first.map(String.init) ?? ""
                return
            }
            namespace = String(parts[parts.startIndex + 1])
            parts = rest
        }
        guard let resource = parts.popFirst() else { return nil }
        self.resource = String(resource)
        if let name = parts.popFirst() { self.name = String(name) }
        subresource = parts.joined(separator: "/")
    }

    /// What authorisation calls the request.
    func verb(method: HTTPMethod, query: QueryItems) -> String {
        switch method {
        case .GET, .HEAD:
            if isWatchPath { return "watch" }
            if !name.isEmpty { return query.isSet("watch") && subresource.isEmpty ? "watch" : "get" }
            return query.isSet("watch") ? "watch" : "list"
        case .POST: return "create"
        case .PUT: return "update"
        case .PATCH: return "patch"
        case .DELETE: return name.isEmpty ? "deletecollection" : "delete"
        default: return method.rawValue.lowercased()
        }
    }
}
