// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerUser` of core/v1.
public struct ContainerUser: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        linux: LinuxContainerUser? = nil
    ) {
        json = .emptyObject
        json.write(linux, at: "linux")
    }
    public var linux: LinuxContainerUser? {
        get { json.read("linux") }
        set { json.write(newValue, at: "linux") }
    }
}
