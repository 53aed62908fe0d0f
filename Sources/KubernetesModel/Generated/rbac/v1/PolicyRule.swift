// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PolicyRule` of rbac/v1.
public struct PolicyRule: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        apiGroups: [String]? = nil,
        nonResourceURLs: [String]? = nil,
        resourceNames: [String]? = nil,
        resources: [String]? = nil,
        verbs: [String]? = nil
    ) {
        json = .emptyObject
        json.write(apiGroups, at: "apiGroups")
        json.write(nonResourceURLs, at: "nonResourceURLs")
        json.write(resourceNames, at: "resourceNames")
        json.write(resources, at: "resources")
        json.write(verbs, at: "verbs")
    }
    public var apiGroups: [String]? {
        get { json.read("apiGroups") }
        set { json.write(newValue, at: "apiGroups") }
    }
    public var nonResourceURLs: [String]? {
        get { json.read("nonResourceURLs") }
        set { json.write(newValue, at: "nonResourceURLs") }
    }
    public var resourceNames: [String]? {
        get { json.read("resourceNames") }
        set { json.write(newValue, at: "resourceNames") }
    }
    public var resources: [String]? {
        get { json.read("resources") }
        set { json.write(newValue, at: "resources") }
    }
    public var verbs: [String]? {
        get { json.read("verbs") }
        set { json.write(newValue, at: "verbs") }
    }
}
