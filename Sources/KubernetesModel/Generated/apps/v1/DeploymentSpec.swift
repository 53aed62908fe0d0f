// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DeploymentSpec` of apps/v1.
public struct DeploymentSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        minReadySeconds: Int? = nil,
        paused: Bool? = nil,
        progressDeadlineSeconds: Int? = nil,
        replicas: Int? = nil,
        revisionHistoryLimit: Int? = nil,
        selector: LabelSelector? = nil,
        strategy: DeploymentStrategy? = nil,
        template: PodTemplateSpec? = nil
    ) {
        json = .emptyObject
        json.write(minReadySeconds, at: "minReadySeconds")
        json.write(paused, at: "paused")
        json.write(progressDeadlineSeconds, at: "progressDeadlineSeconds")
        json.write(replicas, at: "replicas")
        json.write(revisionHistoryLimit, at: "revisionHistoryLimit")
        json.write(selector, at: "selector")
        json.write(strategy, at: "strategy")
        json.write(template, at: "template")
    }
    public var minReadySeconds: Int? {
        get { json.read("minReadySeconds") }
        set { json.write(newValue, at: "minReadySeconds") }
    }
    public var paused: Bool? {
        get { json.read("paused") }
        set { json.write(newValue, at: "paused") }
    }
    public var progressDeadlineSeconds: Int? {
        get { json.read("progressDeadlineSeconds") }
        set { json.write(newValue, at: "progressDeadlineSeconds") }
    }
    public var replicas: Int? {
        get { json.read("replicas") }
        set { json.write(newValue, at: "replicas") }
    }
    public var revisionHistoryLimit: Int? {
        get { json.read("revisionHistoryLimit") }
        set { json.write(newValue, at: "revisionHistoryLimit") }
    }
    public var selector: LabelSelector? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
    public var strategy: DeploymentStrategy? {
        get { json.read("strategy") }
        set { json.write(newValue, at: "strategy") }
    }
    public var template: PodTemplateSpec? {
        get { json.read("template") }
        set { json.write(newValue, at: "template") }
    }
}
