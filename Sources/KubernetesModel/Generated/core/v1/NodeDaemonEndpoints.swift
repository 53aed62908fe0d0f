// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeDaemonEndpoints` of core/v1.
public struct NodeDaemonEndpoints: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        kubeletEndpoint: DaemonEndpoint? = nil
    ) {
        json = .emptyObject
        json.write(kubeletEndpoint, at: "kubeletEndpoint")
    }
    public var kubeletEndpoint: DaemonEndpoint? {
        get { json.read("kubeletEndpoint") }
        set { json.write(newValue, at: "kubeletEndpoint") }
    }
}
