// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ContainerPort` of core/v1.
public struct ContainerPort: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        containerPort: Int? = nil,
        hostIP: String? = nil,
        hostPort: Int? = nil,
        name: String? = nil,
        `protocol`: String? = nil
    ) {
        json = .emptyObject
        json.write(containerPort, at: "containerPort")
        json.write(hostIP, at: "hostIP")
        json.write(hostPort, at: "hostPort")
        json.write(name, at: "name")
        json.write(`protocol`, at: "protocol")
    }
    public var containerPort: Int? {
        get { json.read("containerPort") }
        set { json.write(newValue, at: "containerPort") }
    }
    public var hostIP: String? {
        get { json.read("hostIP") }
        set { json.write(newValue, at: "hostIP") }
    }
    public var hostPort: Int? {
        get { json.read("hostPort") }
        set { json.write(newValue, at: "hostPort") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var `protocol`: String? {
        get { json.read("protocol") }
        set { json.write(newValue, at: "protocol") }
    }
}
