// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LimitRangeSpec` of core/v1.
public struct LimitRangeSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        limits: [LimitRangeItem]? = nil
    ) {
        json = .emptyObject
        json.write(limits, at: "limits")
    }
    public var limits: [LimitRangeItem]? {
        get { json.read("limits") }
        set { json.write(newValue, at: "limits") }
    }
}
