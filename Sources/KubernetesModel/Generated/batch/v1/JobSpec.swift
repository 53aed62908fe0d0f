// Made by scripts/generate-model.py from openapi/: change that instead.

/// `JobSpec` of batch/v1.
public struct JobSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        activeDeadlineSeconds: Int? = nil,
        backoffLimit: Int? = nil,
        backoffLimitPerIndex: Int? = nil,
        completionMode: String? = nil,
        completions: Int? = nil,
        managedBy: String? = nil,
        manualSelector: Bool? = nil,
        maxFailedIndexes: Int? = nil,
        parallelism: Int? = nil,
        podFailurePolicy: PodFailurePolicy? = nil,
        podReplacementPolicy: String? = nil,
        selector: LabelSelector? = nil,
        successPolicy: SuccessPolicy? = nil,
        suspend: Bool? = nil,
        template: PodTemplateSpec? = nil,
        ttlSecondsAfterFinished: Int? = nil
    ) {
        json = .emptyObject
        json.write(activeDeadlineSeconds, at: "activeDeadlineSeconds")
        json.write(backoffLimit, at: "backoffLimit")
        json.write(backoffLimitPerIndex, at: "backoffLimitPerIndex")
        json.write(completionMode, at: "completionMode")
        json.write(completions, at: "completions")
        json.write(managedBy, at: "managedBy")
        json.write(manualSelector, at: "manualSelector")
        json.write(maxFailedIndexes, at: "maxFailedIndexes")
        json.write(parallelism, at: "parallelism")
        json.write(podFailurePolicy, at: "podFailurePolicy")
        json.write(podReplacementPolicy, at: "podReplacementPolicy")
        json.write(selector, at: "selector")
        json.write(successPolicy, at: "successPolicy")
        json.write(suspend, at: "suspend")
        json.write(template, at: "template")
        json.write(ttlSecondsAfterFinished, at: "ttlSecondsAfterFinished")
    }
    public var activeDeadlineSeconds: Int? {
        get { json.read("activeDeadlineSeconds") }
        set { json.write(newValue, at: "activeDeadlineSeconds") }
    }
    public var backoffLimit: Int? {
        get { json.read("backoffLimit") }
        set { json.write(newValue, at: "backoffLimit") }
    }
    public var backoffLimitPerIndex: Int? {
        get { json.read("backoffLimitPerIndex") }
        set { json.write(newValue, at: "backoffLimitPerIndex") }
    }
    public var completionMode: String? {
        get { json.read("completionMode") }
        set { json.write(newValue, at: "completionMode") }
    }
    public var completions: Int? {
        get { json.read("completions") }
        set { json.write(newValue, at: "completions") }
    }
    public var managedBy: String? {
        get { json.read("managedBy") }
        set { json.write(newValue, at: "managedBy") }
    }
    public var manualSelector: Bool? {
        get { json.read("manualSelector") }
        set { json.write(newValue, at: "manualSelector") }
    }
    public var maxFailedIndexes: Int? {
        get { json.read("maxFailedIndexes") }
        set { json.write(newValue, at: "maxFailedIndexes") }
    }
    public var parallelism: Int? {
        get { json.read("parallelism") }
        set { json.write(newValue, at: "parallelism") }
    }
    public var podFailurePolicy: PodFailurePolicy? {
        get { json.read("podFailurePolicy") }
        set { json.write(newValue, at: "podFailurePolicy") }
    }
    public var podReplacementPolicy: String? {
        get { json.read("podReplacementPolicy") }
        set { json.write(newValue, at: "podReplacementPolicy") }
    }
    public var selector: LabelSelector? {
        get { json.read("selector") }
        set { json.write(newValue, at: "selector") }
    }
    public var successPolicy: SuccessPolicy? {
        get { json.read("successPolicy") }
        set { json.write(newValue, at: "successPolicy") }
    }
    public var suspend: Bool? {
        get { json.read("suspend") }
        set { json.write(newValue, at: "suspend") }
    }
    public var template: PodTemplateSpec? {
        get { json.read("template") }
        set { json.write(newValue, at: "template") }
    }
    public var ttlSecondsAfterFinished: Int? {
        get { json.read("ttlSecondsAfterFinished") }
        set { json.write(newValue, at: "ttlSecondsAfterFinished") }
    }
}
