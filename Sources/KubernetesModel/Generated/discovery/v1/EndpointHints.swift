// Made by scripts/generate-model.py from openapi/: change that instead.

/// `EndpointHints` of discovery/v1.
public struct EndpointHints: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        forNodes: [ForNode]? = nil,
        forZones: [ForZone]? = nil
    ) {
        json = .emptyObject
        json.write(forNodes, at: "forNodes")
        json.write(forZones, at: "forZones")
    }
    public var forNodes: [ForNode]? {
        get { json.read("forNodes") }
        set { json.write(newValue, at: "forNodes") }
    }
    public var forZones: [ForZone]? {
        get { json.read("forZones") }
        set { json.write(newValue, at: "forZones") }
    }
}
