// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ImageVolumeStatus` of core/v1.
public struct ImageVolumeStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        imageRef: String? = nil
    ) {
        json = .emptyObject
        json.write(imageRef, at: "imageRef")
    }
    public var imageRef: String? {
        get { json.read("imageRef") }
        set { json.write(newValue, at: "imageRef") }
    }
}
