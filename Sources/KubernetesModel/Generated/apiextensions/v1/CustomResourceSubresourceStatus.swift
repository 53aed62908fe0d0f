// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceSubresourceStatus` of apiextensions/v1.
public struct CustomResourceSubresourceStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
}
