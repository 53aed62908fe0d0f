// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CephFSVolumeSource` of core/v1.
public struct CephFSVolumeSource: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        monitors: [String]? = nil,
        path: String? = nil,
        readOnly: Bool? = nil,
        secretFile: String? = nil,
        secretRef: LocalObjectReference? = nil,
        user: String? = nil
    ) {
        json = .emptyObject
        json.write(monitors, at: "monitors")
        json.write(path, at: "path")
        json.write(readOnly, at: "readOnly")
        json.write(secretFile, at: "secretFile")
        json.write(secretRef, at: "secretRef")
        json.write(user, at: "user")
    }
    public var monitors: [String]? {
        get { json.read("monitors") }
        set { json.write(newValue, at: "monitors") }
    }
    public var path: String? {
        get { json.read("path") }
        set { json.write(newValue, at: "path") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var secretFile: String? {
        get { json.read("secretFile") }
        set { json.write(newValue, at: "secretFile") }
    }
    public var secretRef: LocalObjectReference? {
        get { json.read("secretRef") }
        set { json.write(newValue, at: "secretRef") }
    }
    public var user: String? {
        get { json.read("user") }
        set { json.write(newValue, at: "user") }
    }
}
