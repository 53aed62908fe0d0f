// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerStateTerminated` of core/v1.
public struct ContainerStateTerminated: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        containerID: String? = nil,
        exitCode: Int? = nil,
        finishedAt: Timestamp? = nil,
        message: String? = nil,
        reason: String? = nil,
        signal: Int? = nil,
        startedAt: Timestamp? = nil
    ) {
        json = .emptyObject
        json.write(containerID, at: "containerID")
        json.write(exitCode, at: "exitCode")
        json.write(finishedAt, at: "finishedAt")
        json.write(message, at: "message")
        json.write(reason, at: "reason")
        json.write(signal, at: "signal")
        json.write(startedAt, at: "startedAt")
    }
    public var containerID: String? {
        get { json.read("containerID") }
        set { json.write(newValue, at: "containerID") }
    }
    public var exitCode: Int? {
        get { json.read("exitCode") }
        set { json.write(newValue, at: "exitCode") }
    }
    public var finishedAt: Timestamp? {
        get { json.read("finishedAt") }
        set { json.write(newValue, at: "finishedAt") }
    }
    public var message: String? {
        get { json.read("message") }
        set { json.write(newValue, at: "message") }
    }
    public var reason: String? {
        get { json.read("reason") }
        set { json.write(newValue, at: "reason") }
    }
    public var signal: Int? {
        get { json.read("signal") }
        set { json.write(newValue, at: "signal") }
    }
    public var startedAt: Timestamp? {
        get { json.read("startedAt") }
        set { json.write(newValue, at: "startedAt") }
    }
}
