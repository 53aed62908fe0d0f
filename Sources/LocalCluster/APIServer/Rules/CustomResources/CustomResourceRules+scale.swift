import KubernetesModel

extension CustomResourceRules {
    /// The paths of the scale subresource as keys; nil where there is none.
    private var scalePaths: (replicas: [String], status: [String], selector: [String]?, text: String)? {
        guard let scale = scaleEntry else { return nil }
        func keys(_ path: String) -> [String] { path.split(separator: ".").map(String.init) }
        return (
            keys(scale.text("specReplicasPath")), keys(scale.text("statusReplicasPath")),
            scale["labelSelectorPath"]?.string.flatMap { $0.isEmpty ? nil : keys($0) }, scale.text("specReplicasPath")
        )
    }

    func scale(of object: JSONValue) -> JSONValue? {
        guard let paths = scalePaths else { return nil }
        var status: JSONValue = ["replicas": object[path: paths.status] ?? 0]
        if let selector = paths.selector.flatMap({ object[path: $0]?.string }), !selector.isEmpty { status["selector"] = .string(selector) }
        var spec = JSONValue.emptyObject
        if let replicas = object[path: paths.replicas]?.integer, replicas != 0 { spec["replicas"] = .integer(replicas) }
        return [
            "apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": ScaleConversion.metadata(of: object), "spec": spec, "status": status,
        ]
    }

    func applying(scale: JSONValue, to object: JSONValue) throws(StatusError) -> JSONValue {
        guard let paths = scalePaths else { throw .unknownPath }
        var scaled = object
        scaled[path: paths.replicas] = .integer(scale[path: "spec", "replicas"]?.integer ?? 0)
        return scaled
    }

    /// That the replicas are a number that makes sense.
    func scaleErrors(_ object: JSONValue) -> [FieldError] {
        guard let paths = scalePaths, let value = object[path: paths.replicas], !value.isNull else { return [] }
        let path = FieldPath(paths.text)
        guard case .integer(let replicas) = value else {
            let plain = value.string ?? value.text
            return [.invalid(path, 0, "\(paths.text) accessor error: \(plain) is of the type \(GoText.typeName(value)), expected int64")]
        }
        if replicas < 0 { return [.invalid(path, .integer(replicas), "should be a non-negative integer")] }
        if replicas > Int64(Int32.max) { return [.invalid(path, .integer(replicas), "should be less than or equal to 2147483647")] }
        return []
    }
}
