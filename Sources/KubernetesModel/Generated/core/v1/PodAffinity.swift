// Made by scripts/generate-model.py from openapi/: change that instead.

/// `PodAffinity` of core/v1.
public struct PodAffinity: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        preferredDuringSchedulingIgnoredDuringExecution: [WeightedPodAffinityTerm]? = nil,
        requiredDuringSchedulingIgnoredDuringExecution: [PodAffinityTerm]? = nil
    ) {
        json = .emptyObject
        json.write(preferredDuringSchedulingIgnoredDuringExecution, at: "preferredDuringSchedulingIgnoredDuringExecution")
        json.write(requiredDuringSchedulingIgnoredDuringExecution, at: "requiredDuringSchedulingIgnoredDuringExecution")
    }
    public var preferredDuringSchedulingIgnoredDuringExecution: [WeightedPodAffinityTerm]? {
        get { json.read("preferredDuringSchedulingIgnoredDuringExecution") }
        set { json.write(newValue, at: "preferredDuringSchedulingIgnoredDuringExecution") }
    }
    public var requiredDuringSchedulingIgnoredDuringExecution: [PodAffinityTerm]? {
        get { json.read("requiredDuringSchedulingIgnoredDuringExecution") }
        set { json.write(newValue, at: "requiredDuringSchedulingIgnoredDuringExecution") }
    }
}
