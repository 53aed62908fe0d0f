// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeAddress` of core/v1.
public struct NodeAddress: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        address: String? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(address, at: "address")
        json.write(type, at: "type")
    }
    public var address: String? {
        get { json.read("address") }
        set { json.write(newValue, at: "address") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
