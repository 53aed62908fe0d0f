import KubernetesModel

/// The `paths` of OpenAPI documents: what can be done where, and with which parameters.
///
/// Clients read from them whether a kind can be patched, applied and validated by the server.
enum OpenAPIPaths {
    static func paths(of definitions: [ResourceDefinition]) -> [String: JSONValue] {
        var paths: [String: JSONValue] = [:]
        for definition in definitions {
            let root = definition.group.isEmpty ? "/api/\(definition.version)" : "/apis/\(definition.group)/\(definition.version)"
            let scope = definition.namespaced ? "\(root)/namespaces/{namespace}" : root
            let collection = "\(scope)/\(definition.plural)"
            paths[collection] = item(definition, verbs: [("get", "list"), ("post", "create"), ("delete", "deletecollection")], isNamed: false)
            paths["\(collection)/{name}"] = item(
                definition, verbs: [("get", "get"), ("put", "update"), ("patch", "patch"), ("delete", "delete")], isNamed: true)
            for part in definition.subresources {
                var kind = definition
                kind.kind = part.kind
                if !part.version.isEmpty {
                    kind.group = part.group
                    kind.version = part.version
                }
                kind.verbs = part.verbs
                paths["\(collection)/{name}/\(part.name)"] = item(
                    kind, verbs: [("get", "get"), ("put", "update"), ("patch", "patch"), ("post", "create")], isNamed: true)
            }
        }
        return paths.filter { !($0.value.object?.isEmpty ?? true) }
    }

    private static func item(_ definition: ResourceDefinition, verbs: [(method: String, verb: String)], isNamed: Bool) -> JSONValue {
        var item = JSONValue.emptyObject
        for (method, verb) in verbs where definition.verbs.contains(verb) {
            var operation: JSONValue = [
                "operationId": .string("\(verb)\(definition.kind)"), "x-kubernetes-action": .string(action(method, verb)),
                "x-kubernetes-group-version-kind": type(definition), "responses": ["200": ["description": "OK"]],
                "parameters": .array(parameters(verb)),
            ]
            if method == "patch" {
                let schema: JSONValue = ["schema": ["$ref": "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.Patch"]]
                var content: JSONValue = [
                    "application/apply-patch+yaml": schema, "application/json-patch+json": schema, "application/merge-patch+json": schema,
                ]
                if !definition.isCustom { content["application/strategic-merge-patch+json"] = schema }
                operation["requestBody"] = ["content": content, "required": true]
            }
            item[method] = operation
        }
        guard let members = item.object, !members.isEmpty else { return item }
        var names: [JSONValue] = []
        if isNamed { names.append(parameter("name", "string", in: "path")) }
        if definition.namespaced { names.append(parameter("namespace", "string", in: "path")) }
        if !names.isEmpty { item["parameters"] = .array(names) }
        return item
    }

    private static func action(_ method: String, _ verb: String) -> String {
        method == "put" || method == "post" || method == "patch" ? method : verb
    }

    private static func type(_ definition: ResourceDefinition) -> JSONValue {
        ["group": .string(definition.group), "version": .string(definition.version), "kind": .string(definition.kind)]
    }

    private static func parameters(_ verb: String) -> [JSONValue] {
        switch verb {
        case "create", "update": return ["dryRun", "fieldManager", "fieldValidation"].map { parameter($0, "string") }
        case "patch": return ["dryRun", "fieldManager", "fieldValidation"].map { parameter($0, "string") } + [parameter("force", "boolean")]
        case "delete":
            return [
                parameter("dryRun", "string"), parameter("gracePeriodSeconds", "integer"), parameter("propagationPolicy", "string"),
            ]
        case "list":
            return ["continue", "fieldSelector", "labelSelector", "resourceVersion", "resourceVersionMatch"].map { parameter($0, "string") }
                + [parameter("limit", "integer"), parameter("timeoutSeconds", "integer"), parameter("watch", "boolean")]
        default: return []
        }
    }

    private static func parameter(_ name: String, _ type: String, in place: String = "query") -> JSONValue {
        var parameter: JSONValue = ["name": .string(name), "in": .string(place), "schema": ["type": .string(type), "uniqueItems": true]]
        if place == "path" { parameter["required"] = true }
        return parameter
    }

    // MARK: Version 2

    static func versionTwoPaths(of definitions: [ResourceDefinition]) -> [String: JSONValue] {
        paths(of: definitions).mapValues(versionTwo)
    }

    private static func versionTwo(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements): return .array(elements.map(versionTwo))
        case .object(var members):
            if let type = members["schema"]?["type"], members["in"] != nil {
                members["schema"] = nil
                members["type"] = type
            }
            if let content = members["requestBody"]?["content"]?.object {
                members["requestBody"] = nil
                members["consumes"] = .array(content.keys.sorted().map(JSONValue.string))
            }
            return .object(members.mapValues(versionTwo))
        default: return value
        }
    }
}
