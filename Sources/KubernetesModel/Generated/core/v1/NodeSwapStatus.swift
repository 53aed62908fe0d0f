// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeSwapStatus` of core/v1.
public struct NodeSwapStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        capacity: Int? = nil
    ) {
        json = .emptyObject
        json.write(capacity, at: "capacity")
    }
    public var capacity: Int? {
        get { json.read("capacity") }
        set { json.write(newValue, at: "capacity") }
    }
}
