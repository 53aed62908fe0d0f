// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Preconditions` of meta/v1.
public struct Preconditions: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        resourceVersion: String? = nil,
        uid: String? = nil
    ) {
        json = .emptyObject
        json.write(resourceVersion, at: "resourceVersion")
        json.write(uid, at: "uid")
    }
    public var resourceVersion: String? {
        get { json.read("resourceVersion") }
        set { json.write(newValue, at: "resourceVersion") }
    }
    public var uid: String? {
        get { json.read("uid") }
        set { json.write(newValue, at: "uid") }
    }
}
