// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeFeatures` of core/v1.
public struct NodeFeatures: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        supplementalGroupsPolicy: Bool? = nil
    ) {
        json = .emptyObject
        json.write(supplementalGroupsPolicy, at: "supplementalGroupsPolicy")
    }
    public var supplementalGroupsPolicy: Bool? {
        get { json.read("supplementalGroupsPolicy") }
        set { json.write(newValue, at: "supplementalGroupsPolicy") }
    }
}
