import KubernetesModel

/// A schema together with the document in which its references are looked up; references are already followed.
struct Schema: Sendable {
    let document: SchemaDocument
    /// The node at which the schema is used: defaults, patch strategies and list types of the property stand here.
    let use: SchemaNode
    /// The node that describes the value: ``use``, or what it refers to.
    let node: SchemaNode
    /// The full name of what ``use`` refers to, for example `io.k8s.api.core.v1.PodSpec`.
    let typeName: String?

    /// - Parameter name: of the node, where it is a named schema itself.
    init(document: SchemaDocument, node: SchemaNode, name: String? = nil) {
        self.document = document
        use = node
        var target = node
        var name = name
        while let reference = target.reference, let next = document.definitions[reference] {
            target = next
            name = reference
        }
        self.node = target
        typeName = name
    }

    /// A schema of its own, for example of a custom resource.
    init(_ json: JSONValue) {
        self.init(document: .none, node: SchemaNode(json))
    }

    /// Knows nothing, allows everything.
    static let any = Schema(["type": "object", "x-kubernetes-preserve-unknown-fields": true])

    var type: String? { node.type }
    var isObject: Bool { node.type == "object" || !node.properties.isEmpty || node.additionalProperties != nil }
    var isArray: Bool { node.type == "array" }
    var items: Schema? { node.items.map { Schema(document: document, node: $0) } }
    var additionalProperties: Schema? { node.additionalProperties.map { Schema(document: document, node: $0) } }
    var defaultValue: JSONValue? { use.defaultValue ?? node.defaultValue }
    var listType: SchemaNode.ListType? { use.listType ?? node.listType }
    var listMapKeys: [String] { use.listMapKeys.isEmpty ? node.listMapKeys : use.listMapKeys }
    var mapType: SchemaNode.MapType? { use.mapType ?? node.mapType }
    var patchMergeKey: String? { use.patchMergeKey ?? node.patchMergeKey }
    var patchStrategies: Set<String> { use.patchStrategies.union(node.patchStrategies) }
    /// A struct, a type with named fields; unlike a map, a list or a scalar.
    var isStruct: Bool { !node.properties.isEmpty }
    var isQuantity: Bool { typeName == "io.k8s.apimachinery.pkg.api.resource.Quantity" }
    var isIntOrString: Bool { node.isIntOrString }
    /// A value without structure of its own: `RawExtension`, `JSON`, `FieldsV1`.
    var isOpaque: Bool {
        node.preservesUnknownFields || (node.type == nil && node.properties.isEmpty && !isIntOrString && !isQuantity)
            || (node.type == "object" && node.properties.isEmpty && node.additionalProperties == nil)
    }

    /// The schema of a field; nil where the schema does not name it and has no schema for other keys.
    func field(_ name: String) -> Schema? {
        (node.properties[name] ?? node.additionalProperties).map { Schema(document: document, node: $0) }
    }

    /// The schema of a named field only.
    func property(_ name: String) -> Schema? { node.properties[name].map { Schema(document: document, node: $0) } }
}

extension SchemaDocument {
    /// A document without schemas.
    static let none = SchemaDocument(.null)
    /// The embedded documents, each parsed when first asked for.
    private static let core = parsing("v1")
    private static let apps = parsing("apps/v1")
    private static let batch = parsing("batch/v1")
    private static let policy = parsing("policy/v1")
    private static let rbac = parsing("rbac.authorization.k8s.io/v1")
    private static let coordination = parsing("coordination.k8s.io/v1")
    private static let discovery = parsing("discovery.k8s.io/v1")
    private static let events = parsing("events.k8s.io/v1")
    private static let networking = parsing("networking.k8s.io/v1")
    private static let scheduling = parsing("scheduling.k8s.io/v1")
    private static let storage = parsing("storage.k8s.io/v1")
    private static let extensions = parsing("apiextensions.k8s.io/v1")
    private static let authentication = parsing("authentication.k8s.io/v1")
    private static let authorization = parsing("authorization.k8s.io/v1")
    private static let autoscaling1 = parsing("autoscaling/v1")
    private static let autoscaling2 = parsing("autoscaling/v2")

    private static func parsing(_ groupVersion: String) -> SchemaDocument {
        guard let text = EmbeddedOpenAPI.document(groupVersion), let json = try? JSONValue(parsing: text) else { return .none }
        return SchemaDocument(json)
    }

    /// The embedded document of a group and version (`v1`, `apps/v1`); an empty one where there is none.
    static func embedded(_ groupVersion: String) -> SchemaDocument {
        switch groupVersion {
        case "v1": core
        case "apps/v1": apps
        case "batch/v1": batch
        case "policy/v1": policy
        case "rbac.authorization.k8s.io/v1": rbac
        case "coordination.k8s.io/v1": coordination
        case "discovery.k8s.io/v1": discovery
        case "events.k8s.io/v1": events
        case "networking.k8s.io/v1": networking
        case "scheduling.k8s.io/v1": scheduling
        case "storage.k8s.io/v1": storage
        case "apiextensions.k8s.io/v1": extensions
        case "authentication.k8s.io/v1": authentication
        case "authorization.k8s.io/v1": authorization
        case "autoscaling/v1": autoscaling1
        case "autoscaling/v2": autoscaling2
        default: none
        }
    }
}

extension Schema {
    /// The embedded schema of a built-in kind; ``any`` for one that is not there.
    static func builtIn(group: String, version: String, kind: String) -> Schema {
        let document = SchemaDocument.embedded(group.isEmpty ? version : "\(group)/\(version)")
        return document.schema(group: group, version: version, kind: kind) ?? .any
    }

    /// The schema of `metadata` of every object.
    static let objectMetadata = SchemaDocument.embedded("v1").schema(named: "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta") ?? .any
}
