import KubernetesModel

/// One rule of a role: what may be done with what.
struct AccessRule: Sendable, Hashable {
    var verbs: [String] = []
    var groups: [String] = []
    var resources: [String] = []
    var names: [String] = []
    var paths: [String] = []

    init(verbs: [String] = [], groups: [String] = [], resources: [String] = [], names: [String] = [], paths: [String] = []) {
        self.verbs = verbs
        self.groups = groups
        self.resources = resources
        self.names = names
        self.paths = paths
    }

    init(json: JSONValue) {
        func texts(_ key: String) -> [String] { json[key]?.array?.compactMap(\.string) ?? [] }
        self.init(
            verbs: texts("verbs"), groups: texts("apiGroups"), resources: texts("resources"), names: texts("resourceNames"),
            paths: texts("nonResourceURLs"))
    }

    var json: JSONValue {
        var json: JSONValue = ["verbs": Self.array(verbs)]
        if !groups.isEmpty { json["apiGroups"] = Self.array(groups) }
        if !resources.isEmpty { json["resources"] = Self.array(resources) }
        if !names.isEmpty { json["resourceNames"] = Self.array(names) }
        if !paths.isEmpty { json["nonResourceURLs"] = Self.array(paths) }
        return json
    }

    private static func array(_ texts: [String]) -> JSONValue { .array(texts.map(JSONValue.string)) }

    /// Whether the rule allows a request.
    func allows(_ attributes: RequestAttributes) -> Bool {
        guard verbs.contains("*") || verbs.contains(attributes.verb) else { return false }
        guard attributes.isResource else { return paths.contains { Self.path($0, covers: attributes.path) } }
        return (groups.contains("*") || groups.contains(attributes.group))
            && resources.contains { Self.resource($0, covers: attributes.combinedResource, subresource: attributes.subresource) }
            && (names.isEmpty || names.contains(attributes.name))
    }

    /// `*` covers all, `*/scale` a subresource of all.
    private static func resource(_ allowed: String, covers wanted: String, subresource: String) -> Bool {
        allowed == "*" || allowed == wanted || (!subresource.isEmpty && allowed == "*/\(subresource)")
    }

    static func path(_ allowed: String, covers wanted: String) -> Bool {
        allowed == "*" || allowed == wanted || (allowed.hasSuffix("*") && wanted.hasPrefix(allowed.dropLast()))
    }
}

/// What a request wants to do, as far as authorisation is concerned.
struct RequestAttributes: Sendable, Hashable {
    var user: Requester
    var verb: String
    var group = ""
    var version = ""
    var resource = ""
    var subresource = ""
    var namespace = ""
    var name = ""
    /// Of requests that concern no resource.
    var path = ""
    var isResource: Bool { path.isEmpty }

    /// `pods`, or `pods/log`.
    var combinedResource: String { subresource.isEmpty ? resource : "\(resource)/\(subresource)" }

    /// The answer to one who may not.
    func refusal(verb shown: String? = nil) -> StatusError {
        let verb = shown ?? verb
        guard isResource else {
            return StatusError(
                code: 403, reason: "Forbidden", message: "forbidden: User \"\(user.name)\" cannot \(verb) path \"\(path)\"", details: .emptyObject)
        }
        let place = namespace.isEmpty ? "at the cluster scope" : "in the namespace \"\(namespace)\""
        return .forbidden(
            group: group, resource: resource, name: name,
            "User \"\(user.name)\" cannot \(verb) resource \"\(combinedResource)\" in API group \"\(group)\" \(place)")
    }
}
