// Made by scripts/generate-model.py from openapi/: change that instead.

/// `VolumeMount` of core/v1.
public struct VolumeMount: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        mountPath: String? = nil,
        mountPropagation: String? = nil,
        name: String? = nil,
        readOnly: Bool? = nil,
        recursiveReadOnly: String? = nil,
        subPath: String? = nil,
        subPathExpr: String? = nil
    ) {
        json = .emptyObject
        json.write(mountPath, at: "mountPath")
        json.write(mountPropagation, at: "mountPropagation")
        json.write(name, at: "name")
        json.write(readOnly, at: "readOnly")
        json.write(recursiveReadOnly, at: "recursiveReadOnly")
        json.write(subPath, at: "subPath")
        json.write(subPathExpr, at: "subPathExpr")
    }
    public var mountPath: String? {
        get { json.read("mountPath") }
        set { json.write(newValue, at: "mountPath") }
    }
    public var mountPropagation: String? {
        get { json.read("mountPropagation") }
        set { json.write(newValue, at: "mountPropagation") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var readOnly: Bool? {
        get { json.read("readOnly") }
        set { json.write(newValue, at: "readOnly") }
    }
    public var recursiveReadOnly: String? {
        get { json.read("recursiveReadOnly") }
        set { json.write(newValue, at: "recursiveReadOnly") }
    }
    public var subPath: String? {
        get { json.read("subPath") }
        set { json.write(newValue, at: "subPath") }
    }
    public var subPathExpr: String? {
        get { json.read("subPathExpr") }
        set { json.write(newValue, at: "subPathExpr") }
    }
}
