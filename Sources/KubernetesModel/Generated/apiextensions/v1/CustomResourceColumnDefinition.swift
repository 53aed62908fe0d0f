// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceColumnDefinition` of apiextensions/v1.
public struct CustomResourceColumnDefinition: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        description: String? = nil,
        format: String? = nil,
        jsonPath: String? = nil,
        name: String? = nil,
        priority: Int? = nil,
        type: String? = nil
    ) {
        json = .emptyObject
        json.write(description, at: "description")
        json.write(format, at: "format")
        json.write(jsonPath, at: "jsonPath")
        json.write(name, at: "name")
        json.write(priority, at: "priority")
        json.write(type, at: "type")
    }
    public var description: String? {
        get { json.read("description") }
        set { json.write(newValue, at: "description") }
    }
    public var format: String? {
        get { json.read("format") }
        set { json.write(newValue, at: "format") }
    }
    public var jsonPath: String? {
        get { json.read("jsonPath") }
        set { json.write(newValue, at: "jsonPath") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var priority: Int? {
        get { json.read("priority") }
        set { json.write(newValue, at: "priority") }
    }
    public var type: String? {
        get { json.read("type") }
        set { json.write(newValue, at: "type") }
    }
}
