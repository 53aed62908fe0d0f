// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PersistentVolumeClaimSpec` of core/v1.
public struct PersistentVolumeClaimSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        accessModes: [String]? = nil,
        dataSource: TypedLocalObjectReference? = nil,
        dataSourceRef: TypedObjectReference? = nil,
        resources: VolumeResourceRequirements? = nil,
        selector: LabelSelector? = nil,
        storageClassName: String? = nil,
        volumeAttributesClassName: String? = nil,
        volumeMode: String? = nil,
        volumeName: String? = nil
    ) {
        json = .emptyObject
        json.write(accessModes, at: "accessModes")
        json.write(dataSource, at: "dataSource")
        json.write(dataSourceRef, at: "dataSourceRef")
        json.write(resources, at: "resources")
        json.write(selector, at: "selector")
        json.write(storageClassName, at: "storageClassName")
        json.write(volumeAttributesClassName, at: "volumeAttributesClassName")
        json.write(volumeMode, at: "volumeMode")
        json.write(volumeName, at: "volumeName")
    }
    public var accessModes: [String]? {
        get { json.read("accessModes") }
        set { json.write(newValue, at: "accessModes") }
    }
    public var dataSource: TypedLocalObjectReference? {
        get { json.read("dataSource") }
        set { json.write(newValue, at: "dataSource") }
    }
    public var dataSourceRef: TypedObjectReference? {
        get { json.read("dataSourceRef") }
        set { json.write(newValue, at: "dataSourceRef") }
    }
    public var resources: VolumeResourceRequirements? {
        get { json.read("resources") }
        set { json.write(newValue, at: "resources") }
    }
    public var selector: LabelSelector? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
    public var storageClassName: String? {
        get { json.read("storageClassName") }
        set { json.write(newValue, at: "storageClassName") }
    }
    public var volumeAttributesClassName: String? {
        get { json.read("volumeAttributesClassName") }
        set { json.write(newValue, at: "volumeAttributesClassName") }
    }
    public var volumeMode: String? {
        get { json.read("volumeMode") }
        set { json.write(newValue, at: "volumeMode") }
    }
    public var volumeName: String? {
        get { json.read("volumeName") }
        set { json.write(newValue, at: "volumeName") }
    }
}
