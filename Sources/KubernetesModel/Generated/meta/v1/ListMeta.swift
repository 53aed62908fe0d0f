// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ListMeta` of meta/v1.
public struct ListMeta: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        `continue`: String? = nil,
        remainingItemCount: Int? = nil,
        resourceVersion: String? = nil,
        selfLink: String? = nil,
        shardInfo: ShardInfo? = nil
    ) {
        json = .emptyObject
        json.write(`continue`, at: "continue")
        json.write(remainingItemCount, at: "remainingItemCount")
        json.write(resourceVersion, at: "resourceVersion")
        json.write(selfLink, at: "selfLink")
        json.write(shardInfo, at: "shardInfo")
    }
    public var `continue`: String? {
        get { json.read("continue") }
        set { json.write(newValue, at: "continue") }
    }
    public var remainingItemCount: Int? {
        get { json.read("remainingItemCount") }
        set { json.write(newValue, at: "remainingItemCount") }
    }
    public var resourceVersion: String? {
        get { json.read("resourceVersion") }
        set { json.write(newValue, at: "resourceVersion") }
    }
    public var selfLink: String? {
        get { json.read("selfLink") }
        set { json.write(newValue, at: "selfLink") }
    }
    public var shardInfo: ShardInfo? {
        get { json.read("shardInfo") }
        set { json.write(newValue, at: "shardInfo") }
    }
}
