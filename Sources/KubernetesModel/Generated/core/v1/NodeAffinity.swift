// Made by scripts/generate-model.py from openapi/: change that instead.

/// `NodeAffinity` of core/v1.
public struct NodeAffinity: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        preferredDuringSchedulingIgnoredDuringExecution: [PreferredSchedulingTerm]? = nil,
        requiredDuringSchedulingIgnoredDuringExecution: NodeSelector? = nil
    ) {
        json = .emptyObject
        json.write(preferredDuringSchedulingIgnoredDuringExecution, at: "preferredDuringSchedulingIgnoredDuringExecution")
        json.write(requiredDuringSchedulingIgnoredDuringExecution, at: "requiredDuringSchedulingIgnoredDuringExecution")
    }
    public var preferredDuringSchedulingIgnoredDuringExecution: [PreferredSchedulingTerm]? {
        get { json.read("preferredDuringSchedulingIgnoredDuringExecution") }
        set { json.write(newValue, at: "preferredDuringSchedulingIgnoredDuringExecution") }
    }
    public var requiredDuringSchedulingIgnoredDuringExecution: NodeSelector? {
        get { json.read("requiredDuringSchedulingIgnoredDuringExecution") }
        set { json.write(newValue, at: "requiredDuringSchedulingIgnoredDuringExecution") }
    }
}
