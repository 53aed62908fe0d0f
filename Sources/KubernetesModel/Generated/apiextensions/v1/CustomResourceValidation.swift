// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceValidation` of apiextensions/v1.
public struct CustomResourceValidation: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        openAPIV3Schema: JSONValue? = nil
    ) {
        json = .emptyObject
        json.write(openAPIV3Schema, at: "openAPIV3Schema")
    }
    public var openAPIV3Schema: JSONValue? {
        get { json.read("openAPIV3Schema") }
        set { json.write(newValue, at: "openAPIV3Schema") }
    }
}
