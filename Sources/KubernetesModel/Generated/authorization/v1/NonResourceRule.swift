// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NonResourceRule` of authorization/v1.
public struct NonResourceRule: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        nonResourceURLs: [String]? = nil,
        verbs: [String]? = nil
    ) {
        json = .emptyObject
        json.write(nonResourceURLs, at: "nonResourceURLs")
        json.write(verbs, at: "verbs")
    }
    public var nonResourceURLs: [String]? {
        get { json.read("nonResourceURLs") }
        set { json.write(newValue, at: "nonResourceURLs") }
    }
    public var verbs: [String]? {
        get { json.read("verbs") }
        set { json.write(newValue, at: "verbs") }
    }
}
