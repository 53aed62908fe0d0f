// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodSchedulingGroup` of core/v1.
public struct PodSchedulingGroup: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        podGroupName: String? = nil
    ) {
        json = .emptyObject
        json.write(podGroupName, at: "podGroupName")
    }
    public var podGroupName: String? {
        get { json.read("podGroupName") }
        set { json.write(newValue, at: "podGroupName") }
    }
}
