import KubernetesModel

/// Validation of a container's environment.
enum EnvironmentValidation {
    private static let fieldPaths = [
        "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs",
        "status.podIP", "status.podIPs",
    ]
    private static let resourceFields = [
        "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
    ]

    static func variables(_ variables: [JSONValue], _ path: FieldPath) -> [FieldError] {
        variables.enumerated().flatMap { index, variable in
            let item = path.index(index)
            return CommonChecks.name(variable.text("name"), item.child("name"), NameSyntax.environmentName)
                + valueFrom(variable, item.child("valueFrom"))
        }
    }

    private static func valueFrom(_ variable: JSONValue, _ path: FieldPath) -> [FieldError] {
        guard let source = variable["valueFrom"], !source.isNull else { return [] }
        var errors: [FieldError] = []
        var count = 0
        if let reference = source["fieldRef"] {
            count += 1
            errors += field(reference, path.child("fieldRef"))
        }
        if let reference = source["resourceFieldRef"] {
            count += 1
            errors += resource(reference, path.child("resourceFieldRef"))
        }
        for name in ["configMapKeyRef", "secretKeyRef"] {
            guard let reference = source[name] else { continue }
            count += 1
            if reference.text("name").isEmpty { errors.append(.required(path.child(name).child("name"))) }
            errors += CommonChecks.name(reference.text("key"), path.child(name).child("key"), NameSyntax.configKey)
        }
        if source.has("fileKeyRef") { count += 1 }
        if count == 0 {
            errors.append(
                .invalid(path, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"))
        } else if !variable.text("value").isEmpty {
            errors.append(.invalid(path, "", "may not be specified when `value` is not empty"))
        } else if count > 1 {
            errors.append(.invalid(path, "", "may not have more than one field specified at a time"))
        }
        return errors
    }

    private static func field(_ reference: JSONValue, _ path: FieldPath) -> [FieldError] {
        if reference.text("apiVersion").isEmpty { return [.required(path.child("apiVersion"))] }
        let name = reference.text("fieldPath")
        if name.isEmpty { return [.required(path.child("fieldPath"))] }
        let isSubscript = name.hasSuffix("']") && (name.hasPrefix("metadata.labels['") || name.hasPrefix("metadata.annotations['"))
        return fieldPaths.contains(name) || isSubscript ? [] : [.notSupported(path.child("fieldPath"), .string(name), fieldPaths)]
    }

    private static func resource(_ reference: JSONValue, _ path: FieldPath) -> [FieldError] {
        let name = reference.text("resource")
        if name.isEmpty { return [.required(path.child("resource"))] }
        let isHugePages = name.hasPrefix("limits.hugepages-") || name.hasPrefix("requests.hugepages-")
        return resourceFields.contains(name) || isHugePages ? [] : [.notSupported(path.child("resource"), .string(name), resourceFields)]
    }

    static func sources(_ sources: [JSONValue], _ path: FieldPath) -> [FieldError] {
        sources.enumerated().flatMap { index, source in
            let item = path.index(index)
            var errors: [FieldError] = []
            var count = 0
            if !source.text("prefix").isEmpty {
                errors += NameSyntax.environmentName(source.text("prefix")).map { .invalid(item.child("prefix"), source["prefix"], $0) }
            }
            for name in ["configMapRef", "secretRef"] {
                guard let reference = source[name] else { continue }
                count += 1
                if reference.text("name").isEmpty { errors.append(.required(item.child(name).child("name"))) }
            }
            if count == 0 {
                errors.append(.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`"))
            } else if count > 1 {
                errors.append(.invalid(path, "", "may not have more than one field specified at a time"))
            }
            return errors
        }
    }
}
