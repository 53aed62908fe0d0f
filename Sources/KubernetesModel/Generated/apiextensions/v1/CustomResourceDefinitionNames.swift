// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceDefinitionNames` of apiextensions/v1.
public struct CustomResourceDefinitionNames: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        categories: [String]? = nil,
        kind: String? = nil,
        listKind: String? = nil,
        plural: String? = nil,
        shortNames: [String]? = nil,
        singular: String? = nil
    ) {
        json = .emptyObject
        json.write(categories, at: "categories")
        json.write(kind, at: "kind")
        json.write(listKind, at: "listKind")
        json.write(plural, at: "plural")
        json.write(shortNames, at: "shortNames")
        json.write(singular, at: "singular")
    }
    public var categories: [String]? {
        get { json.read("categories") }
        set { json.write(newValue, at: "categories") }
    }
    public var kind: String? {
        get { json.read("kind") }
        set { json.write(newValue, at: "kind") }
    }
    public var listKind: String? {
        get { json.read("listKind") }
        set { json.write(newValue, at: "listKind") }
    }
    public var plural: String? {
        get { json.read("plural") }
        set { json.write(newValue, at: "plural") }
    }
    public var shortNames: [String]? {
        get { json.read("shortNames") }
        set { json.write(newValue, at: "shortNames") }
    }
    public var singular: String? {
        get { json.read("singular") }
        set { json.write(newValue, at: "singular") }
    }
}
