// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PersistentVolumeClaimStatus` of core/v1.
public struct PersistentVolumeClaimStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        accessModes: [String]? = nil,
        allocatedResourceStatuses: [String: String]? = nil,
        allocatedResources: [String: Quantity]? = nil,
        capacity: [String: Quantity]? = nil,
        conditions: [PersistentVolumeClaimCondition]? = nil,
        currentVolumeAttributesClassName: String? = nil,
        modifyVolumeStatus: ModifyVolumeStatus? = nil,
        phase: String? = nil
    ) {
        json = .emptyObject
        json.write(accessModes, at: "accessModes")
        json.write(allocatedResourceStatuses, at: "allocatedResourceStatuses")
        json.write(allocatedResources, at: "allocatedResources")
        json.write(capacity, at: "capacity")
        json.write(conditions, at: "conditions")
        json.write(currentVolumeAttributesClassName, at: "currentVolumeAttributesClassName")
        json.write(modifyVolumeStatus, at: "modifyVolumeStatus")
        json.write(phase, at: "phase")
    }
    public var accessModes: [String]? {
        get { json.read("accessModes") }
        set { json.write(newValue, at: "accessModes") }
    }
    public var allocatedResourceStatuses: [String: String]? {
        get { json.read("allocatedResourceStatuses") }
        set { json.write(newValue, at: "allocatedResourceStatuses") }
    }
    public var allocatedResources: [String: Quantity]? {
        get { json.read("allocatedResources") }
        set { json.write(newValue, at: "allocatedResources") }
    }
    public var capacity: [String: Quantity]? {
        get { json.read("capacity") }
        set { json.write(newValue, at: "capacity") }
    }
    public var conditions: [PersistentVolumeClaimCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var currentVolumeAttributesClassName: String? {
        get { json.read("currentVolumeAttributesClassName") }
        set { json.write(newValue, at: "currentVolumeAttributesClassName") }
    }
    public var modifyVolumeStatus: ModifyVolumeStatus? {
        get { json.read("modifyVolumeStatus") }
        set { json.write(newValue, at: "modifyVolumeStatus") }
    }
    public var phase: String? {
        get { json.read("phase") }
        set { json.write(newValue, at: "phase") }
    }
}
