import KubernetesModel

/// Who makes a request.
struct Requester: Sendable, Hashable {
    var name: String
    var uid = ""
    var groups: [String] = []
    var extra: [String: [String]] = [:]

    static let anonymous = Requester(name: "system:anonymous", groups: ["system:unauthenticated"])
    /// What the server does on its own account.
    static let server = Requester(name: "system:apiserver", groups: ["system:masters", "system:authenticated"])

    /// As reviews show it.
    var json: JSONValue {
        var json: JSONValue = ["username": .string(name)]
        if !uid.isEmpty { json["uid"] = .string(uid) }
        if !groups.isEmpty { json["groups"] = .array(groups.map(JSONValue.string)) }
        if !extra.isEmpty { json["extra"] = .object(extra.mapValues { .array($0.map(JSONValue.string)) }) }
        return json
    }

    /// Namespace and name if this is a service account.
    var serviceAccount: (namespace: String, name: String)? { Self.serviceAccount(name) }

    static func serviceAccount(_ user: String) -> (namespace: String, name: String)? {
        let parts = user.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "system", parts[1] == "serviceaccount" else { return nil }
        return (String(parts[2]), String(parts[3]))
    }

    static func groups(ofServiceAccountIn namespace: String) -> [String] {
        ["system:serviceaccounts", "system:serviceaccounts:\(namespace)"]
    }
}
