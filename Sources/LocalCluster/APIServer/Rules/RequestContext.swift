import KubernetesModel

/// What the rules may know about a request besides the object; nothing here is read from a clock or a generator.
struct RequestContext: Sendable {
    /// The namespace of the path; nil for cluster-scoped resources.
    var namespace: String?
    /// The name in the path; nil for a create.
    var name: String?
    var subresource: String?
    var user: String = "system:admin"
    var groups: [String] = []
    /// RFC 3339 in seconds, `2026-01-02T03:04:05Z`.
    var now: String
    /// The UID that a created object gets.
    var uid: String = ""
    /// The five characters that a `generateName` gets.
    var nameSuffix: String = ""
    /// The field manager of the request, already defaulted from the user agent.
    var fieldManager: String = "unknown"
}
