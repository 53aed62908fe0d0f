// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CronJob` of batch/v1.
public struct CronJob: KubernetesObject {
    public static let resourceType = ResourceType(group: "batch", version: "v1", kind: "CronJob", plural: "cronjobs", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: CronJobSpec? = nil,
        status: CronJobStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: CronJobSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: CronJobStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
