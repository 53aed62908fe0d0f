// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceDefinitionVersion` of apiextensions/v1.
public struct CustomResourceDefinitionVersion: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        additionalPrinterColumns: [CustomResourceColumnDefinition]? = nil,
        deprecated: Bool? = nil,
        deprecationWarning: String? = nil,
        name: String? = nil,
        schema: CustomResourceValidation? = nil,
        selectableFields: [SelectableField]? = nil,
        served: Bool? = nil,
        storage: Bool? = nil,
        subresources: CustomResourceSubresources? = nil
    ) {
        json = .emptyObject
        json.write(additionalPrinterColumns, at: "additionalPrinterColumns")
        json.write(deprecated, at: "deprecated")
        json.write(deprecationWarning, at: "deprecationWarning")
        json.write(name, at: "name")
        json.write(schema, at: "schema")
        json.write(selectableFields, at: "selectableFields")
        json.write(served, at: "served")
        json.write(storage, at: "storage")
        json.write(subresources, at: "subresources")
    }
    public var additionalPrinterColumns: [CustomResourceColumnDefinition]? {
        get { json.read("additionalPrinterColumns") }
        set { json.write(newValue, at: "additionalPrinterColumns") }
    }
    public var deprecated: Bool? {
        get { json.read("deprecated") }
        set { json.write(newValue, at: "deprecated") }
    }
    public var deprecationWarning: String? {
        get { json.read("deprecationWarning") }
        set { json.write(newValue, at: "deprecationWarning") }
    }
    public var name: String? {
        get { json.read("name") }
        set { json.write(newValue, at: "name") }
    }
    public var schema: CustomResourceValidation? {
        get { json.read("schema") }
        set { json.write(newValue, at: "schema") }
    }
    public var selectableFields: [SelectableField]? {
        get { json.read("selectableFields") }
        set { json.write(newValue, at: "selectableFields") }
    }
    public var served: Bool? {
        get { json.read("served") }
        set { json.write(newValue, at: "served") }
    }
    public var storage: Bool? {
        get { json.read("storage") }
        set { json.write(newValue, at: "storage") }
    }
    public var subresources: CustomResourceSubresources? {
        get { json.read("subresources") }
        set { json.write(newValue, at: "subresources") }
    }
}
