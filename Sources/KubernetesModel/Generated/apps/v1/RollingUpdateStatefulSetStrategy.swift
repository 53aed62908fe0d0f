// Made by scripts/generate-model.py from openapi/: change that instead.

/// `RollingUpdateStatefulSetStrategy` of apps/v1.
public struct RollingUpdateStatefulSetStrategy: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        maxUnavailable: IntOrString? = nil,
        partition: Int? = nil
    ) {
        json = .emptyObject
        json.write(maxUnavailable, at: "maxUnavailable")
        json.write(partition, at: "partition")
    }
    public var maxUnavailable: IntOrString? {
        get { json.read("maxUnavailable") }
        set { json.write(newValue, at: "maxUnavailable") }
    }
    public var partition: Int? {
        get { json.read("partition") }
        set { json.write(newValue, at: "partition") }
    }
}
