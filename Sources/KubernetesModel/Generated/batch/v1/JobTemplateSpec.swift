// Made by scripts/generate-model.py from openapi/: change that instead.

/// `JobTemplateSpec` of batch/v1.
public struct JobTemplateSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta? = nil,
        spec: JobSpec? = nil
    ) {
        json = .emptyObject
        json.write(metadata, at: "metadata")
        json.write(spec, at: "spec")
    }
    public var metadata: ObjectMeta? {
        get { json.read("metadata") }
        set { json.write(newValue, at: "metadata") }
    }
    public var spec: JobSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
}
