// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerImage` of core/v1.
public struct ContainerImage: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        names: [String]? = nil,
        sizeBytes: Int? = nil
    ) {
        json = .emptyObject
        json.write(names, at: "names")
        json.write(sizeBytes, at: "sizeBytes")
    }
    public var names: [String]? {
        get { json.read("names") }
        set { json.write(newValue, at: "names") }
    }
    public var sizeBytes: Int? {
        get { json.read("sizeBytes") }
        set { json.write(newValue, at: "sizeBytes") }
    }
}
