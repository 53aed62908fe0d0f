// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceSubresourceScale` of apiextensions/v1.
public struct CustomResourceSubresourceScale: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        labelSelectorPath: String? = nil,
        specReplicasPath: String? = nil,
        statusReplicasPath: String? = nil
    ) {
        json = .emptyObject
        json.write(labelSelectorPath, at: "labelSelectorPath")
        json.write(specReplicasPath, at: "specReplicasPath")
        json.write(statusReplicasPath, at: "statusReplicasPath")
    }
    public var labelSelectorPath: String? {
        get { json.read("labelSelectorPath") }
        set { json.write(newValue, at: "labelSelectorPath") }
    }
    public var specReplicasPath: String? {
        get { json.read("specReplicasPath") }
        set { json.write(newValue, at: "specReplicasPath") }
    }
    public var statusReplicasPath: String? {
        get { json.read("statusReplicasPath") }
        set { json.write(newValue, at: "statusReplicasPath") }
    }
}
