// Made by scripts/generate-model.py from openapi/: change that instead.

/// `ResourceAttributes` of authorization/v1.
public struct ResourceAttributes: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        fieldSelector: FieldSelectorAttributes? = nil,
        group: String? = nil,
        labelSelector: LabelSelectorAttributes? = nil,
        name: String? = nil,
        namespace: String? = nil,
        resource: String? = nil,
        subresource: String? = nil,
        verb: String? = nil,
        version: String? = nil
    ) {
        json = .emptyObject
        json.write(fieldSelector, at: "fieldSelector")
        json.write(group, at: "group")
        json.write(labelSelector, at: "labelSelector")
        json.write(name, at: "name")
        json.write(namespace, at: "namespace")
        json.write(resource, at: "resource")
        json.write(subresource, at: "subresource")
        json.write(verb, at: "verb")
        json.write(version, at: "version")
    }
    public var fieldSelector: FieldSelectorAttributes? {
        get { json.read("fieldSelector") }
        set { json.write(newValue, at: "fieldSelector") }
    }
    public var group: String? {
        get { json.read("group") }
        set { json.write(newValue, at: "group") }
    }
    public var labelSelector: LabelSelectorAttributes? {
        get { json.read("labelSelector") }
        set { json.write(newValue, at: "labelSelector") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var namespace: String? {
        get { json.read("namespace") }
        set { json.write(newValue, at: "namespace") }
    }
    public var resource: String? {
        get { json.read("resource") }
        set { json.write(newValue, at: "resource") }
    }
    public var subresource: String? {
        get { json.read("subresource") }
        set { json.write(newValue, at: "subresource") }
    }
    public var verb: String? {
        get { json.read("verb") }
        set { json.write(newValue, at: "verb") }
    }
    public var version: String? {
        get { json.read("version") }
        set { json.write(newValue, at: "version") }
    }
}
