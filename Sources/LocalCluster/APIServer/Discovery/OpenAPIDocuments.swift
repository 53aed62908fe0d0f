import KubernetesModel
import NIOCore
import NIOHTTP1
import Synchronization

/// The OpenAPI documents of all resources, versions 2 and 3.
///
/// They are put together when they are asked for: kubectl reads one or two, and nobody else any.
final class OpenAPIDocuments: Sendable {
    private let catalog: ResourceCatalog
    private let store: ObjectStore
    /// Texts by path, and the revision of the definitions that they were made from.
    private let cache = Mutex<(revision: UInt64, texts: [String: ByteBuffer])>((0, [:]))

    init(catalog: ResourceCatalog, store: ObjectStore) {
        self.catalog = catalog
        self.store = store
    }

    func answer(parts: [String], request: HTTPRequest) throws(StatusError) -> Answer {
        let accepted = request.headers["Accept"].joined(separator: ",")
        let acceptsJSON = accepted.isEmpty || accepted.contains("json") || accepted.contains("*/*")
        guard let version = parts.first, version == "v2" || version == "v3" else { return .pageNotFound }
        if version == "v2", Self.isProtobuf(accepted) { return Answer(contentType: Self.protobufMediaType, body: Self.protobuf) }
        if !acceptsJSON { throw .notAcceptable("only the following media types are accepted: application/json") }
        let rest = parts.dropFirst().joined(separator: "/")
        if version == "v3", rest.isEmpty { return Answer(json: index) }
        if version == "v2", !rest.isEmpty { return .pageNotFound }
        guard let text = text("\(version)/\(rest)", make: { version == "v2" ? versionTwo : document(path: rest) }) else { return .pageNotFound }
        return Answer(contentType: "application/json", body: text)
    }

    private func text(_ name: String, make: () -> JSONValue?) -> ByteBuffer? {
        let revision = store.lastChange(of: [ResourceCatalog.definitions])
        if let known = cache.withLock({ $0.revision == revision ? $0.texts[name] : nil }) { return known }
        guard let text = make().map({ ByteBuffer(bytes: $0.utf8) }) else { return nil }
        cache.withLock { cache in
            if cache.revision != revision { cache = (revision, [:]) }
            cache.texts[name] = text
        }
        return text
    }

    private static func path(group: String, version: String) -> String { group.isEmpty ? "api/\(version)" : "apis/\(group)/\(version)" }

    private var index: JSONValue {
        let revision = store.lastChange(of: [ResourceCatalog.definitions])
        var paths: [String: JSONValue] = [:]
        for resource in catalog.all {
            let path = Self.path(group: resource.definition.group, version: resource.definition.version)
            paths[path] = ["serverRelativeURL": .string("/openapi/v3/\(path)?hash=\(DiscoveryDocuments.version)-\(revision)")]
        }
        return ["paths": .object(paths)]
    }

    // MARK: Version 3

    /// The document of one group and version; `api/v1` or `apis/apps/v1`.
    private func document(path: String) -> JSONValue? {
        let parts = path.split(separator: "/").map(String.init)
        let (group, version): (String, String)
        switch (parts.first, parts.count) {
        case ("api", 2): (group, version) = ("", parts[1])
        case ("apis", 3): (group, version) = (parts[1], parts[2])
        default: return nil
        }
        let resources = catalog.all.filter { $0.definition.group == group && $0.definition.version == version }
        if resources.isEmpty { return nil }
        return [
            "openapi": "3.0.0", "info": ["title": "Kubernetes", "version": .string("v\(DiscoveryDocuments.version)")],
            "paths": .object(OpenAPIPaths.paths(of: resources.map(\.definition))),
            "components": ["schemas": .object(schemas(group: group, version: version, resources: resources))],
        ]
    }

    private func schemas(group: String, version: String, resources: [ServedResource]) -> [String: JSONValue] {
        let name = group.isEmpty ? version : "\(group)/\(version)"
        if let text = EmbeddedOpenAPI.document(name) { return Self.schemas(text) }
        // The metadata of custom resources is described where it is described for everything else.
        let prefix = "io.k8s.apimachinery."
        var schemas = (EmbeddedOpenAPI.document("apiextensions.k8s.io/v1").map(Self.schemas) ?? [:]).filter { $0.key.hasPrefix(prefix) }
        for resource in resources { CustomResourceSchema(definition: resource.definition, store: store).add(to: &schemas) }
        return schemas
    }

    private static func schemas(_ text: String) -> [String: JSONValue] {
        (try? JSONValue(parsing: text))?[path: ["components", "schemas"]]?.object ?? [:]
    }

    // MARK: Version 2

    /// One document of everything, made from those of version 3.
    private var versionTwo: JSONValue {
        var definitions: [String: JSONValue] = [:]
        var seen = Set<String>()
        for resource in catalog.all {
            let (group, version) = (resource.definition.group, resource.definition.version)
            guard seen.insert("\(group)/\(version)").inserted else { continue }
            let resources = catalog.all.filter { $0.definition.group == group && $0.definition.version == version }
            for (name, schema) in schemas(group: group, version: version, resources: resources) {
                definitions[name] = Self.versionTwo(schema)
            }
        }
        return [
            "swagger": "2.0", "info": ["title": "Kubernetes", "version": .string("v\(DiscoveryDocuments.version)")],
            "paths": .object(OpenAPIPaths.versionTwoPaths(of: catalog.all.map(\.definition))), "definitions": .object(definitions),
        ]
    }

    /// A schema in the words of version 2: other references, no `allOf` around them, no `oneOf`.
    private static func versionTwo(_ schema: JSONValue) -> JSONValue {
        switch schema {
        case .array(let elements): return .array(elements.map(versionTwo))
        case .object(var members):
            if let parts = members["allOf"]?.array, parts.count == 1, let reference = parts[0]["$ref"]?.string {
                members["allOf"] = nil
                members["$ref"] = .string(reference)
            }
            members["oneOf"] = nil
            members["anyOf"] = nil
            members["nullable"] = nil
            if let reference = members["$ref"]?.string {
                members["$ref"] = .string(reference.replacing("#/components/schemas/", with: "#/definitions/"))
            }
            return .object(members.mapValues(versionTwo))
        default: return schema
        }
    }
}
