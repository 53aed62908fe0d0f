// Made by scripts/generate-model.py from openapi/: change that instead.

/// `FlockerVolumeSource` of core/v1.
public struct FlockerVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        datasetName: String? = nil,
        datasetUUID: String? = nil
    ) {
        json = .emptyObject
        json.write(datasetName, at: "datasetName")
        json.write(datasetUUID, at: "datasetUUID")
    }
    public var datasetName: String? {
        get { json.read("datasetName") }
        set { json.write(newValue, at: "datasetName") }
    }
    public var datasetUUID: String? {
        get { json.read("datasetUUID") }
        set { json.write(newValue, at: "datasetUUID") }
    }
}
