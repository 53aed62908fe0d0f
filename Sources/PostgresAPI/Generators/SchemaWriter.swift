import KubernetesModel

/// Writes declarations as the structural schema of a CRD.
///
/// - Source: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions", *Specifying a structural schema*.
enum SchemaWriter {
    static let integerOrText: JSONValue = ["anyOf": [["type": "integer"], ["type": "string"]], "x-kubernetes-int-or-string": true]
    static let quantityPattern =
        #"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$"#
    static let quantity: JSONValue = [
        "anyOf": [["type": "integer"], ["type": "string"]], "pattern": .string(quantityPattern), "x-kubernetes-int-or-string": true,
    ]
    static let open: JSONValue = ["type": "object", "x-kubernetes-preserve-unknown-fields": true]

    static func schema(of fields: any FieldSet.Type) -> JSONValue {
        var properties: [String: JSONValue] = [:]
        let declarations = fields.declarations
        for declaration in declarations { properties[declaration.name] = schema(of: declaration) }
        var schema: JSONValue = ["type": "object", "properties": .object(properties)]
        let required = declarations.filter(\.isRequired).map(\.name).sorted()
        if !required.isEmpty { schema["required"] = .array(required.map { .string($0) }) }
        write(fields.rules, into: &schema)
        return schema
    }

    static func schema(of declaration: FieldDeclaration) -> JSONValue {
        let traits = declaration.traits
        var schema = schema(of: declaration.shape, traits)
        schema["description"] = .string(traits.documentation.joined(separator: " "))
        schema["default"] = declaration.schemaDefault
        if let mapType = traits.mapType { schema["x-kubernetes-map-type"] = .string(mapType) }
        switch traits.listType {
        case .atomic?: schema["x-kubernetes-list-type"] = "atomic"
        case .set?: schema["x-kubernetes-list-type"] = "set"
        case .map(let key)?:
            schema["x-kubernetes-list-type"] = "map"
            schema["x-kubernetes-list-map-keys"] = [.string(key)]
        case nil: break
        }
        write(traits.rules, into: &schema)
        return schema
    }

    private static func schema(of shape: Shape, _ traits: FieldTraits) -> JSONValue {
        var result: JSONValue
        switch shape {
        case .boolean: result = ["type": "boolean"]
        case .integer:
            result = ["type": "integer"]
            let format = traits.format ?? "int32"
            if !format.isEmpty { result["format"] = .string(format) }
        case .text(let format):
            result = ["type": "string"]
            result["format"] = format.map { .string($0) }
        case .integerOrText: result = integerOrText
        case .quantity: result = quantity
        case .list(let element):
            var itemTraits = FieldTraits()
            itemTraits.bounds = traits.itemBounds
            result = ["type": "array", "items": schema(of: element, itemTraits)]
        case .map(let element): result = ["type": "object", "additionalProperties": schema(of: element, FieldTraits())]
        case .object(let fields): result = schema(of: fields)
        case .kubernetes(let name): result = KubernetesSchema.structural(name)
        case .freeForm: result = open
        }
        write(traits.bounds, of: shape, into: &result)
        return result
    }

    private static func write(_ bounds: Bounds, of shape: Shape, into schema: inout JSONValue) {
        let isMap = if case .list = shape { false } else { true }
        schema["minimum"] = bounds.minimum.map(\.json) ?? schema["minimum"]
        schema["maximum"] = bounds.maximum.map(\.json) ?? schema["maximum"]
        schema["minLength"] = bounds.minimumLength.map(\.json) ?? schema["minLength"]
        schema["maxLength"] = bounds.maximumLength.map(\.json) ?? schema["maxLength"]
        schema["pattern"] = bounds.pattern.map(\.json) ?? schema["pattern"]
        schema["enum"] = bounds.choices.map { .array($0.map { .string($0) }) } ?? schema["enum"]
        if let count = bounds.minimumItems { schema[isMap ? "minProperties" : "minItems"] = count.json }
        if let count = bounds.maximumItems { schema[isMap ? "maxProperties" : "maxItems"] = count.json }
    }

    private static func write(_ rules: [Rule], into schema: inout JSONValue) {
        guard !rules.isEmpty else { return }
        let before = schema["x-kubernetes-validations"]?.array ?? []
        schema["x-kubernetes-validations"] = .array(before + rules.map { ["message": .string($0.message), "rule": .string($0.cel)] })
    }
}
