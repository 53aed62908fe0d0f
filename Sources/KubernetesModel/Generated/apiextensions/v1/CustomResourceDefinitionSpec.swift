// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceDefinitionSpec` of apiextensions/v1.
public struct CustomResourceDefinitionSpec: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        conversion: CustomResourceConversion? = nil,
        group: String? = nil,
        names: CustomResourceDefinitionNames? = nil,
        preserveUnknownFields: Bool? = nil,
        scope: String? = nil,
        versions: [CustomResourceDefinitionVersion]? = nil
    ) {
        json = .emptyObject
        json.write(conversion, at: "conversion")
        json.write(group, at: "group")
        json.write(names, at: "names")
        json.write(preserveUnknownFields, at: "preserveUnknownFields")
        json.write(scope, at: "scope")
        json.write(versions, at: "versions")
    }
    public var conversion: CustomResourceConversion? {
        get { json.read("conversion") }
        set { json.write(newValue, at: "conversion") }
    }
    public var group: String? {
        get { json.read("group") }
        set { json.write(newValue, at: "group") }
    }
    public var names: CustomResourceDefinitionNames? {
        get { json.read("names") }
        set { json.write(newValue, at: "names") }
    }
    public var preserveUnknownFields: Bool? {
        get { json.read("preserveUnknownFields") }
        set { json.write(newValue, at: "preserveUnknownFields") }
    }
    public var scope: String? {
        get { json.read("scope") }
        set { json.write(newValue, at: "scope") }
    }
    public var versions: [CustomResourceDefinitionVersion]? {
        get { json.read("versions") }
        set { json.write(newValue, at: "versions") }
    }
}
