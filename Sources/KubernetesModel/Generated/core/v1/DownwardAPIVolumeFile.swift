// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DownwardAPIVolumeFile` of core/v1.
public struct DownwardAPIVolumeFile: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fieldRef: ObjectFieldSelector? = nil,
        mode: Int? = nil,
        path: String? = nil,
        resourceFieldRef: ResourceFieldSelector? = nil
    ) {
        json = .emptyObject
        json.write(fieldRef, at: "fieldRef")
        json.write(mode, at: "mode")
        json.write(path, at: "path")
        json.write(resourceFieldRef, at: "resourceFieldRef")
    }
    public var fieldRef: ObjectFieldSelector? {
        get { json.read("fieldRef") }
        set { json.write(newValue, at: "fieldRef") }
    }
    public var mode: Int? {
        get { json.read("mode") }
        set { json.write(newValue, at: "mode") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var resourceFieldRef: ResourceFieldSelector? {
        get { json.read("resourceFieldRef") }
        set { json.write(newValue, at: "resourceFieldRef") }
    }
}
