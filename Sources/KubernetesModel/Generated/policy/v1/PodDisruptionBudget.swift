// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodDisruptionBudget` of policy/v1.
public struct PodDisruptionBudget: KubernetesObject {
    public static let resourceType = ResourceType(
        group: "policy", version: "v1", kind: "PodDisruptionBudget", plural: "poddisruptionbudgets", isNamespaced: true)
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        metadata: ObjectMeta = ObjectMeta(),
        spec: PodDisruptionBudgetSpec? = nil,
        status: PodDisruptionBudgetStatus? = nil
    ) {
        json = Self.resourceType.emptyObject
        self.metadata = metadata
        json.write(spec, at: "spec")
        json.write(status, at: "status")
    }
    public var spec: PodDisruptionBudgetSpec? {
        get { json.read("spec") }
        set { json.write(newValue, at: "spec") }
    }
    public var status: PodDisruptionBudgetStatus? {
        get { json.read("status") }
        set { json.write(newValue, at: "status") }
    }
}
