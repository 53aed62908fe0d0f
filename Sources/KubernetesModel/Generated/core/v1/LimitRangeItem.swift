// Made by scripts/generate-model.py from openapi/: change that instead.

/// `LimitRangeItem` of core/v1.
public struct LimitRangeItem: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        `default`: [String: Quantity]? = nil,
        defaultRequest: [String: Quantity]? = nil,
        max: [String: Quantity]? = nil,
        maxLimitRequestRatio: [String: Quantity]? = nil,
        min: [String: Quantity]? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(`default`, at: "default")
        json.write(defaultRequest, at: "defaultRequest")
        json.write(max, at: "max")
        json.write(maxLimitRequestRatio, at: "maxLimitRequestRatio")
        json.write(min, at: "min")
        json.write(type, at: "type")
    }
    public var `default`: [String: Quantity]? {
        get { json.read("default") }
        set { json.write(newValue, at: "default") }
    }
    public var defaultRequest: [String: Quantity]? {
        get { json.read("defaultRequest") }
        set { json.write(newValue, at: "defaultRequest") }
    }
    public var max: [String: Quantity]? {
        get { json.read("max") }
        set { json.write(newValue, at: "max") }
    }
    public var maxLimitRequestRatio: [String: Quantity]? {
        get { json.read("maxLimitRequestRatio") }
        set { json.write(newValue, at: "maxLimitRequestRatio") }
    }
    public var min: [String: Quantity]? {
        get { json.read("min") }
        set { json.write(newValue, at: "min") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
