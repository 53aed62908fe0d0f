// Made by scripts/generate-model.py from openapi/: change that instead.

/// `DaemonSetSpec` of apps/v1.
public struct DaemonSetSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        minReadySeconds: Int? = nil,
        revisionHistoryLimit: Int? = nil,
        selector: LabelSelector? = nil,
        template: PodTemplateSpec? = nil,
        updateStrategy: DaemonSetUpdateStrategy? = nil
    ) {
        json = .emptyObject
        json.write(minReadySeconds, at: "minReadySeconds")
        json.write(revisionHistoryLimit, at: "revisionHistoryLimit")
        json.write(selector, at: "selector")
        json.write(template, at: "template")
        json.write(updateStrategy, at: "updateStrategy")
    }
    public var minReadySeconds: Int? {
        get { json.read("minReadySeconds") }
        set { json.write(newValue, at: "minReadySeconds") }
    }
    public var revisionHistoryLimit: Int? {
        get { json.read("revisionHistoryLimit") }
        set { json.write(newValue, at: "revisionHistoryLimit") }
    }
    public var selector: LabelSelector? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
    public var template: PodTemplateSpec? {
        get { json.read("template") }
        set { json.write(newValue, at: "template") }
    }
    public var updateStrategy: DaemonSetUpdateStrategy? {
        get { json.read("updateStrategy") }
        set { json.write(newValue, at: "updateStrategy") }
    }
}
