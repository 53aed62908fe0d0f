import KubernetesModel

/// Validation of a CustomResourceDefinition without its schemas, which ``StructuralSchemaValidation`` checks.
enum CustomResourceDefinitionValidation {
    private static let spec = FieldPath("spec")

    static func prepareForCreate(_ object: inout JSONValue) {
        let stored = (object[path: "spec", "versions"]?.array ?? []).filter { $0["storage"]?.bool == true }.compactMap { $0["name"] }
        object["status"] = [
            "conditions": nil, "acceptedNames": ["plural": "", "kind": ""], "storedVersions": stored.isEmpty ? nil : .array([stored[0]]),
        ]
    }

    /// The version that is stored now has been stored.
    static func carryOver(_ object: inout JSONValue, _ old: JSONValue) {
        let now = (object[path: "spec", "versions"]?.array ?? []).first { $0["storage"]?.bool == true }?["name"]
        guard let now, var stored = object[path: "status", "storedVersions"]?.array, !stored.contains(now) else { return }
        stored.append(now)
        object[path: "status", "storedVersions"] = .array(stored)
    }

    static func validate(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors: [FieldError] = []
        let name = object[path: "metadata", "name"]?.string ?? ""
        let names = values["names"] ?? .emptyObject
        if NameSyntax.subdomain(name).isEmpty, name != "\(names.text("plural")).\(values.text("group"))" {
            errors.append(.invalid(FieldPath("metadata.name"), .string(name), "must be spec.names.plural+\".\"+spec.group"))
        }
        errors += group(values.text("group"))
        errors += CommonChecks.oneOf(values, "scope", ["Cluster", "Namespaced"], spec, required: true)
        if values["preserveUnknownFields"]?.bool == true {
            errors.append(
                .invalid(
                    spec.child("preserveUnknownFields"), true,
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"))
        }
        errors += versions(values)
        errors += self.names(names)
        if (object[path: "status", "storedVersions"]?.array ?? []).isEmpty {
            errors.append(.invalid(FieldPath("status.storedVersions"), .null, "must have at least one stored version"))
        }
        return errors
    }

    private static func group(_ group: String) -> [FieldError] {
        let path = spec.child("group")
        if group.isEmpty { return [.required(path)] }
        let problems = NameSyntax.subdomain(group)
        if !problems.isEmpty { return [.invalid(path, .string(group), problems.joined(separator: ","))] }
        return group.contains(".") ? [] : [.invalid(path, .string(group), "should be a domain with at least one dot")]
    }

    private static func versions(_ values: JSONValue) -> [FieldError] {
        let list = values.list("versions")
        let path = spec.child("versions")
        var errors: [FieldError] = []
        let schemas = list.map { $0[path: "schema", "openAPIV3Schema"] }
        // Where all versions have the same schema, a real server speaks of the one of old.
        let isShared = schemas.allSatisfy { $0 != nil && $0 == schemas[0] }
        for (index, version) in list.enumerated() {
            let name = version.text("name")
            let problems = NameSyntax.label1035(name)
            if !problems.isEmpty { errors.append(.invalid(path.index(index).child("name"), .string(name), problems.joined(separator: ","))) }
            guard let schema = schemas[index], !schema.isNull else {
                errors.append(.required(path.index(index).child("schema").child("openAPIV3Schema")))
                continue
            }
            if !isShared { errors += StructuralSchemaValidation.errors(in: schema, path.index(index).child("schema").child("openAPIV3Schema")) }
            errors += columns(version, path.index(index))
            errors += subresources(version["subresources"] ?? .null, path.index(index).child("subresources"))
        }
        if isShared, let schema = schemas.first, let schema {
            errors += StructuralSchemaValidation.errors(in: schema, FieldPath("spec.validation.openAPIV3Schema"))
        }
        if list.isEmpty {
            errors.append(.invalid(path, .null, "must have exactly one version marked as storage version"))
            return errors
        }
        if Set(list.map { $0.text("name") }).count != list.count {
            errors.append(.invalid(path, values["versions"], "must contain unique version names"))
        }
        if list.filter({ $0["storage"]?.bool == true }).count != 1 {
            errors.append(.invalid(path, values["versions"], "must have exactly one version marked as storage version"))
        }
        let first = list[0].text("name")
        let problems = NameSyntax.label1035(first)
        if !problems.isEmpty { errors.append(.invalid(spec.child("version"), .string(first), problems.joined(separator: ","))) }
        return errors
    }

    private static func columns(_ version: JSONValue, _ path: FieldPath) -> [FieldError] {
        version.list("additionalPrinterColumns").enumerated().flatMap { index, column -> [FieldError] in
            let item = path.child("additionalPrinterColumns").index(index)
            var errors: [FieldError] = []
            if column.text("name").isEmpty { errors.append(.required(item.child("name"))) }
            errors += CommonChecks.oneOf(column, "type", ["boolean", "date", "integer", "number", "string"], item, required: true)
            let text = column.text("jsonPath")
            if text.isEmpty {
                errors.append(.required(item.child("jsonPath")))
            } else if JSONPath(text) == nil || !text.hasPrefix(".") && !text.hasPrefix("{") {
                errors.append(.invalid(item.child("jsonPath"), .string(text), "must be a json path expression"))
            }
            return errors
        }
    }

    private static func subresources(_ subresources: JSONValue, _ path: FieldPath) -> [FieldError] {
        guard let scale = subresources["scale"] else { return [] }
        var errors: [FieldError] = []
        for (name, prefix) in [("specReplicasPath", ".spec."), ("statusReplicasPath", ".status.")] {
            let text = scale.text(name)
            if text.isEmpty {
                errors.append(.required(path.child("scale").child(name)))
            } else if !text.hasPrefix(prefix) {
                errors.append(.invalid(path.child("scale").child(name), .string(text), "should be a json path under \(prefix.dropLast())"))
            }
        }
        if let selector = scale["labelSelectorPath"]?.string, !selector.isEmpty, !selector.hasPrefix(".spec."), !selector.hasPrefix(".status.") {
            errors.append(
                .invalid(path.child("scale").child("labelSelectorPath"), .string(selector), "should be a json path under either .spec or .status"))
        }
        return errors
    }

    private static func names(_ names: JSONValue) -> [FieldError] {
        let path = spec.child("names")
        var errors: [FieldError] = ["plural", "singular", "kind", "listKind"].filter { names.text($0).isEmpty }.map { .required(path.child($0)) }
        func check(_ text: String, _ place: FieldPath) {
            let problems = NameSyntax.label1035(text)
            if !text.isEmpty, !problems.isEmpty { errors.append(.invalid(place, .string(text), problems.joined(separator: ","))) }
        }
        check(names.text("plural"), path.child("plural"))
        check(names.text("singular"), path.child("singular"))
        for (index, name) in names.list("shortNames").enumerated() { check(name.string ?? "", path.child("shortNames").index(index)) }
        for key in ["kind", "listKind"] {
            let kind = names.text(key)
            let problems = NameSyntax.label1035(kind.lowercased())
            if !kind.isEmpty, !problems.isEmpty {
                errors.append(
                    .invalid(
                        path.child(key), .string(kind), "may have mixed case, but should otherwise match: \(problems.joined(separator: ","))"))
            }
        }
        if !names.text("kind").isEmpty, names["kind"] == names["listKind"] {
            errors.append(.invalid(path.child("listKind"), names["listKind"], "kind and listKind may not be the same"))
        }
        for (index, name) in names.list("categories").enumerated() { check(name.string ?? "", path.child("categories").index(index)) }
        return errors
    }

    static func validateUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        var errors: [FieldError] = []
        let names = Set((new[path: "spec", "versions"]?.array ?? []).map { $0.text("name") })
        for (index, stored) in (new[path: "status", "storedVersions"]?.array ?? []).enumerated() where !names.contains(stored.string ?? "") {
            errors.append(
                .invalid(
                    FieldPath("status.storedVersions").index(index), stored,
                    "missing from spec.versions; \(stored.string ?? "") was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in \(stored.string ?? "") and removes \(stored.string ?? "") from status.storedVersions"
                ))
        }
        errors += CommonChecks.immutable(new[path: "spec", "group"], old[path: "spec", "group"], spec.child("group"))
        errors += CommonChecks.immutable(new[path: "spec", "names", "plural"], old[path: "spec", "names", "plural"], FieldPath("spec.names.plural"))
        guard CustomResourceDefinitions.isEstablished(old) else { return errors }
        errors += CommonChecks.immutable(new[path: "spec", "scope"], old[path: "spec", "scope"], spec.child("scope"))
        errors += CommonChecks.immutable(new[path: "spec", "names", "kind"], old[path: "spec", "names", "kind"], FieldPath("spec.names.kind"))
        return errors
    }
}
