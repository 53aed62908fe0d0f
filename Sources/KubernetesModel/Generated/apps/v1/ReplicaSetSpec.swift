// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ReplicaSetSpec` of apps/v1.
public struct ReplicaSetSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        minReadySeconds: Int? = nil,
        replicas: Int? = nil,
        selector: LabelSelector? = nil,
        template: PodTemplateSpec? = nil
    ) {
        json = .emptyObject
        json.write(minReadySeconds, at: "minReadySeconds")
        json.write(replicas, at: "replicas")
        json.write(selector, at: "selector")
        json.write(template, at: "template")
    }
    public var minReadySeconds: Int? {
        get { json.read("minReadySeconds") }
        set { json.write(newValue, at: "minReadySeconds") }
    }
    public var replicas: Int? {
        get { json.read("replicas") }
        set { json.write(newValue, at: "replicas") }
    }
    public var selector: LabelSelector? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
    public var template: PodTemplateSpec? {
        get { json.read("template") }
        set { json.write(newValue, at: "template") }
    }
}
