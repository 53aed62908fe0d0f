// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ServiceAccountTokenProjection` of core/v1.
public struct ServiceAccountTokenProjection: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        audience: String? = nil,
        expirationSeconds: Int? = nil,
        path: String? = nil
    ) {
        json = .emptyObject
        json.write(audience, at: "audience")
        json.write(expirationSeconds, at: "expirationSeconds")
        json.write(path, at: "path")
    }
    public var audience: String? {
        get { json.read("audience") }
        set { json.write(newValue, at: "audience") }
    }
    public var expirationSeconds: Int? {
        get { json.read("expirationSeconds") }
        set { json.write(newValue, at: "expirationSeconds") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
}
