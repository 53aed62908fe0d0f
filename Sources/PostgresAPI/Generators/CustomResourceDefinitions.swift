public import KubernetesModel

/// The CustomResourceDefinitions of the four kinds.
public enum CustomResourceDefinitions {
    static let kinds: [any CustomResource.Type] = [
        PerconaPGBackup.self, PerconaPGCluster.self, PerconaPGRestore.self, PerconaPGUpgrade.self,
    ]

    /// All four, in the order of their names.
    ///
    /// - Parameter version: release of the custom resources, for example `3.1.0`; it stands in the label `pgv2.percona.com/version`.
    public static func all(version: String) -> [JSONValue] { kinds.map { definition(of: $0, version: version) } }

    /// All four as `deploy/crd.yaml`.
    public static func yaml(version: String) -> String {
        "# Made from the declarations in Sources/PostgresAPI: change those instead.\n" + JSONValue.yaml(documents: all(version: version))
    }

    static func definition(of kind: any CustomResource.Type, version: String) -> JSONValue {
        let names = kind.names
        var accepted: JSONValue = [
            "kind": .string(names.kind), "listKind": .string(names.kind + "List"), "plural": .string(names.plural),
            "singular": .string(names.singular),
        ]
        if !names.short.isEmpty { accepted["shortNames"] = names.short.json }
        var served: JSONValue = [
            "name": .string(PostgresAPIGroup.version), "served": true, "storage": true, "subresources": ["status": [:]],
            "schema": ["openAPIV3Schema": schema(of: kind)],
        ]
        if !kind.columns.isEmpty {
            served["additionalPrinterColumns"] = .array(
                kind.columns.map { ["name": .string($0.name), "jsonPath": .string($0.path), "type": .string($0.type)] })
        }
        return [
            "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
            "metadata": [
                "name": .string("\(names.plural).\(PostgresAPIGroup.name)"), "labels": ["pgv2.percona.com/version": .string("v\(version)")],
            ],
            "spec": ["group": .string(PostgresAPIGroup.name), "names": accepted, "scope": "Namespaced", "versions": [served]],
        ]
    }

    static func schema(of kind: any CustomResource.Type) -> JSONValue {
        func part(_ fields: any FieldSet.Type, _ text: String) -> JSONValue {
            var schema = SchemaWriter.schema(of: fields)
            schema["description"] = .string(text)
            return schema
        }
        return [
            "type": "object", "description": .string(kind.summary), "required": ["spec"],
            "properties": [
                "apiVersion": ["type": "string", "description": "Version of the schema that the resource is written in."],
                "kind": ["type": "string", "description": "Kind of the resource."],
                "metadata": ["type": "object"],
                "spec": part(kind.specFields, "What is wanted."),
                "status": part(kind.statusFields, "What is there; written by the operator."),
            ],
        ]
    }
}

extension CustomResource {
    static var specFields: any FieldSet.Type { Spec.self }
    static var statusFields: any FieldSet.Type { Status.self }
}
