// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerState` of core/v1.
public struct ContainerState: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        running: ContainerStateRunning? = nil,
        terminated: ContainerStateTerminated? = nil,
        waiting: ContainerStateWaiting? = nil
    ) {
        json = .emptyObject
        json.write(running, at: "running")
        json.write(terminated, at: "terminated")
        json.write(waiting, at: "waiting")
    }
    public var running: ContainerStateRunning? {
        get { json.read("running") }
        set { json.write(newValue, at: "running") }
    }
    public var terminated: ContainerStateTerminated? {
        get { json.read("terminated") }
        set { json.write(newValue, at: "terminated") }
    }
    public var waiting: ContainerStateWaiting? {
        get { json.read("waiting") }
        set { json.write(newValue, at: "waiting") }
    }
}
