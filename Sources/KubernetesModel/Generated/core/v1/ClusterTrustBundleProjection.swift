// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ClusterTrustBundleProjection` of core/v1.
public struct ClusterTrustBundleProjection: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        labelSelector: LabelSelector? = nil,
        name: String? = nil,
        optional: Bool? = nil,
        path: String? = nil,
        signerName: String? = nil
    ) {
        json = .emptyObject
        json.write(labelSelector, at: "labelSelector")
        json.write(name, at: "name")
        json.write(optional, at: "optional")
        json.write(path, at: "path")
        json.write(signerName, at: "signerName")
    }
    public var labelSelector: LabelSelector? {
        get { json.read("labelSelector") }
        set { json.write(newValue, at: "labelSelector") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var optional: Bool? {
        get { json.read("optional") }
        set { json.write(newValue, at: "optional") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var signerName: String? {
        get { json.read("signerName") }
        set { json.write(newValue, at: "signerName") }
    }
}
