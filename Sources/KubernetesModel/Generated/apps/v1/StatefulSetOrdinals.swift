// Made by scripts/generate-model.py from openapi/: change that instead.

/// `StatefulSetOrdinals` of apps/v1.
public struct StatefulSetOrdinals: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        start: Int? = nil
    ) {
        json = .emptyObject
        json.write(start, at: "start")
    }
    public var start: Int? {
        get { json.read("start") }
        set { json.write(newValue, at: "start") }
    }
}
