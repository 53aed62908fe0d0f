// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PriorityClass` of scheduling/v1.
public struct PriorityClass: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "scheduling.k8s.io", version: "v1", kind: "PriorityClass", plural: "priorityclasses", isNamespaced: false)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        description: String? = nil,
        globalDefault: Bool? = nil,
        preemptionPolicy: String? = nil,
        value: Int? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(description, at: "description")
        json.write(globalDefault, at: "globalDefault")
        json.write(preemptionPolicy, at: "preemptionPolicy")
        json.write(value, at: "value")
    }
    public var description: String? {
        get { json.read("description") }
        set { json.write(newValue, at: "description") }
    }
    public var globalDefault: Bool? {
        get { json.read("globalDefault") }
        set { json.write(newValue, at: "globalDefault") }
    }
    public var preemptionPolicy: String? {
        get { json.read("preemptionPolicy") }
        set { json.write(newValue, at: "preemptionPolicy") }
    }
    public var value: Int? {
        get { json.read("value") }
        set { json.write(newValue, at: "value") }
    }
}
