// Made by scripts/generate-model.py from openapi/: change that instead.

/// `VolumeStatus` of core/v1.
public struct VolumeStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        image: ImageVolumeStatus? = nil
    ) {
        json = .emptyObject
        json.write(image, at: "image")
    }
    public var image: ImageVolumeStatus? {
        get { json.read("image") }
        set { json.write(newValue, at: "image") }
    }
}
