// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ReplicationControllerSpec` of core/v1.
public struct ReplicationControllerSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        minReadySeconds: Int? = nil,
        replicas: Int? = nil,
        selector: [String: String]? = nil,
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
    public var selector: [String: String]? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
    public var template: PodTemplateSpec? {
        get { json.read("template") }
        set { json.write(newValue, at: "template") }
    }
}
