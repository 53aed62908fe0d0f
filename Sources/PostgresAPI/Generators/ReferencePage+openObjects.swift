import KubernetesModel

extension ReferencePage {
    /// The page about what the CRDs leave open: which parts of Kubernetes' types, and which fields have those types.
    public static func openObjects() -> String {
        var lines = [
            "<!-- Made from the declarations in Sources/PostgresAPI: change those instead. -->", "# What the CRDs leave open", "",
            "With all of Kubernetes' types written out, the CRDs would be too large for `kubectl apply`. Below the following paths an API server takes",
            "any object. The operator checks it by the whole schema, and says what is wrong as for any other field.",
        ]
        for type in KubernetesSchema.opened.keys.sorted() {
            lines += ["", "## \(type)", "", "Open:", ""]
            lines += openPaths(KubernetesSchema.structural(type), at: "").map { "- `\($0)`" }
            lines += ["", "In:", ""]
            lines += CustomResourceDefinitions.kinds.flatMap { kind in
                fields(of: kind.specFields, at: "spec", ofType: type).map { "- \(kind.names.kind) `\($0)`" }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func openPaths(_ schema: JSONValue, at path: String) -> [String] {
        if schema["x-kubernetes-preserve-unknown-fields"] == true { return [path] }
        var paths: [String] = []
        for (name, inner) in (schema["properties"]?.object ?? [:]).sorted(by: { $0.key < $1.key }) {
            paths += openPaths(inner, at: path.isEmpty ? name : "\(path).\(name)")
        }
        if let inner = schema["items"] { paths += openPaths(inner, at: "\(path)[]") }
        if let inner = schema["additionalProperties"] { paths += openPaths(inner, at: "\(path){}") }
        return paths
    }

    private static func fields(of set: any FieldSet.Type, at path: String, ofType type: String) -> [String] {
        set.declarations.flatMap { declaration -> [String] in
            let place = "\(path).\(declaration.name)"
            return switch declaration.shape {
            case .kubernetes(type): [place]
            case .list(of: .kubernetes(type)): ["\(place)[]"]
            case .object(let inner): fields(of: inner, at: place, ofType: type)
            case .list(of: .object(let inner)): fields(of: inner, at: "\(place)[]", ofType: type)
            default: []
            }
        }
    }
}
