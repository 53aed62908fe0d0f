// Made by scripts/generate-model.py from openapi/: change that instead.

/// `CustomResourceDefinitionStatus` of apiextensions/v1.
public struct CustomResourceDefinitionStatus: JSONObject {
    public var json: JSONValue
    public init(json: JSONValue) { self.json = json }
    public init(
        acceptedNames: CustomResourceDefinitionNames? = nil,
        conditions: [CustomResourceDefinitionCondition]? = nil,
        observedGeneration: Int? = nil,
        storedVersions: [String]? = nil
    ) {
        json = .emptyObject
        json.write(acceptedNames, at: "acceptedNames")
        json.write(conditions, at: "conditions")
        json.write(observedGeneration, at: "observedGeneration")
        json.write(storedVersions, at: "storedVersions")
    }
    public var acceptedNames: CustomResourceDefinitionNames? {
        get { json.read("acceptedNames") }
        set { json.write(newValue, at: "acceptedNames") }
    }
    public var conditions: [CustomResourceDefinitionCondition]? {
        get { json.read("conditions") }
        set { json.write(newValue, at: "conditions") }
    }
    public var observedGeneration: Int? {
        get { json.read("observedGeneration") }
        set { json.write(newValue, at: "observedGeneration") }
    }
    public var storedVersions: [String]? {
        get { json.read("storedVersions") }
        set { json.write(newValue, at: "storedVersions") }
    }
}
