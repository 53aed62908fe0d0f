// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ManagedFieldsEntry` of meta/v1.
public struct ManagedFieldsEntry: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        apiVersion: String? = nil,
        fieldsType: String? = nil,
        fieldsV1: JSONValue? = nil,
        manager: String? = nil,
        operation: String? = nil,
        subresource: String? = nil,
        time: Timestamp? = nil
    ) {
        json = .emptyObject
        json.write(apiVersion, at: "apiVersion")
        json.write(fieldsType, at: "fieldsType")
        json.write(fieldsV1, at: "fieldsV1")
        json.write(manager, at: "manager")
        json.write(operation, at: "operation")
        json.write(subresource, at: "subresource")
        json.write(time, at: "time")
    }
    public var apiVersion: String? {
        get { json.read("apiVersion") }
        set { json.write(newValue, at: "apiVersion") }
    }
    public var fieldsType: String? {
        get { json.read("fieldsType") }
        set { json.write(newValue, at: "fieldsType") }
    }
    public var fieldsV1: JSONValue? {
        get { json.read("fieldsV1") }
        set { json.write(newValue, at: "fieldsV1") }
    }
    public var manager: String? {
        get { json.read("manager") }
        set { json.write(newValue, at: "manager") }
    }
    public var operation: String? {
        get { json.read("operation") }
        set { json.write(newValue, at: "operation") }
    }
    public var subresource: String? {
        get { json.read("subresource") }
        set { json.write(newValue, at: "subresource") }
    }
    public var time: Timestamp? {
        get { json.read("time") }
        set { json.write(newValue, at: "time") }
    }
}
