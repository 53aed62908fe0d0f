import KubernetesModel

/// The schema of a custom resource in an OpenAPI document, as its definition gives it and with what every object has.
struct CustomResourceSchema {
    let definition: ResourceDefinition
    let store: ObjectStore

    init(definition: ResourceDefinition, store: ObjectStore) {
        self.definition = definition
        self.store = store
    }

    private static let objectMeta = "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
    private static let conventions = "More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md"
    private static let apiVersion: JSONValue = [
        "description": .string("apiVersion defines the versioned schema of this representation of an object. \(conventions)#resources"),
        "type": "string",
    ]
    private static let kind: JSONValue = [
        "description": .string("kind is a string value representing the type of this object. In CamelCase. \(conventions)#types-kinds"),
        "type": "string",
    ]
    private static let metadata: JSONValue = [
        "description": .string("Standard object's metadata. \(conventions)#metadata"), "allOf": [["$ref": .string(objectMeta)]],
    ]

    /// Adds the schemas of the kind and of its list.
    func add(to schemas: inout [String: JSONValue]) {
        let key = StorageKey(ResourceCatalog.definitions, name: "\(definition.plural).\(definition.group)")
        let versions = store.get(key)?.value[path: ["spec", "versions"]]?.array ?? []
        guard let version = versions.first(where: { $0["name"]?.string == definition.version }) else { return }
        var schema = Self.embedded(version[path: ["schema", "openAPIV3Schema"]] ?? ["type": "object"])
        for (name, value) in [("apiVersion", Self.apiVersion), ("kind", Self.kind), ("metadata", Self.metadata)] {
            schema[path: ["properties", name]] = value
        }
        schema["x-kubernetes-group-version-kind"] = type(definition.kind)
        if let fields = version["selectableFields"]?.array, !fields.isEmpty {
            schema["x-kubernetes-selectable-fields"] = .array(
                fields.map { ["fieldPath": .string(($0["jsonPath"]?.string ?? "").trimmingPrefix(".").description)] })
        }
        schemas[name(definition.kind)] = schema
        schemas[name(definition.listKind)] = [
            "type": "object", "required": ["items"],
            "properties": [
                "apiVersion": Self.apiVersion, "kind": Self.kind,
                "items": ["type": "array", "items": ["allOf": [["$ref": .string("#/components/schemas/\(name(definition.kind))")]]]],
                "metadata": ["allOf": [["$ref": "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta"]]],
            ], "x-kubernetes-group-version-kind": type(definition.listKind),
        ]
    }

    /// `com.example.v1.Widget` for a kind of `example.com/v1`.
    private func name(_ kind: String) -> String {
        definition.group.split(separator: ".").reversed().joined(separator: ".") + ".\(definition.version).\(kind)"
    }

    private func type(_ kind: String) -> JSONValue {
        [["group": .string(definition.group), "kind": .string(kind), "version": .string(definition.version)]]
    }

    /// Describes type and metadata of objects inside objects, and gives numbers that may be texts their two types.
    private static func embedded(_ schema: JSONValue) -> JSONValue {
        switch schema {
        case .array(let elements): return .array(elements.map(embedded))
        case .object(let members):
            var result = JSONValue.object(members.mapValues(embedded))
            if members["x-kubernetes-embedded-resource"]?.bool == true {
                for (name, value) in [("apiVersion", apiVersion), ("kind", kind), ("metadata", metadata)] {
                    result[path: ["properties", name]] = value
                }
                var required = members["required"]?.array ?? []
                for name in ["kind", "apiVersion"] where !required.contains(.string(name)) { required.append(.string(name)) }
                result["required"] = .array(required)
            }
            if members["x-kubernetes-int-or-string"]?.bool == true, members["anyOf"] == nil {
                result["anyOf"] = [["type": "integer"], ["type": "string"]]
            }
            return result
        default: return schema
        }
    }
}
