// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Job` of batch/v1.
public struct Job: KubernetesObject {
    public static let resourceType = ResourceType(group: "batch", version: "v1", kind: "Job", plural: "jobs", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: JobSpec? = nil,
        status: JobStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: JobSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: JobStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
