// Made by scripts/generate-model.py from openapi/: change that instead.

/// `Lifecycle` of core/v1.
public struct Lifecycle: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        postStart: LifecycleHandler? = nil,
        preStop: LifecycleHandler? = nil,
        stopSignal: String? = nil
    ) {
        json = .emptyObject
        json.write(postStart, at: "postStart")
        json.write(preStop, at: "preStop")
        json.write(stopSignal, at: "stopSignal")
    }
    public var postStart: LifecycleHandler? {
        get { json.read("postStart") }
        set { json.write(newValue, at: "postStart") }
    }
    public var preStop: LifecycleHandler? {
        get { json.read("preStop") }
        set { json.write(newValue, at: "preStop") }
    }
    public var stopSignal: String? {
        get { json.read("stopSignal") }
        set { json.write(newValue, at: "stopSignal") }
    }
}
