import KubernetesModel

/// What the server does with the `metadata` of every object.
enum ObjectMetadata {
    /// Sets what the server owns, and drops what a client may not choose.
    static func prepareForCreate(_ object: inout JSONValue, context: RequestContext) {
        object.setDefault("metadata", .emptyObject)
        object.update("metadata") { metadata in
            for key in ["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion"] { metadata[key] = nil }
            if !context.uid.isEmpty { metadata["uid"] = .string(context.uid) }
            metadata["creationTimestamp"] = .string(context.now)
            if let namespace = context.namespace { metadata["namespace"] = .string(namespace) }
            if metadata.text("name").isEmpty, !metadata.text("generateName").isEmpty {
                // Room for the suffix in the 63 bytes that most names may have.
                metadata["name"] = .string(metadata.text("generateName").prefix(58) + context.nameSuffix)
            }
        }
    }

    /// Carries over from the stored object what no update may change.
    static func prepareForUpdate(_ object: inout JSONValue, old: JSONValue) {
        let stored = old["metadata"] ?? .emptyObject
        object.setDefault("metadata", .emptyObject)
        object.update("metadata") { metadata in
            metadata["creationTimestamp"] = stored["creationTimestamp"]
            metadata["generation"] = stored["generation"]
            metadata["selfLink"] = nil
            for key in ["uid", "deletionTimestamp"] where metadata[key] == nil { metadata[key] = stored[key] }
            if stored["deletionTimestamp"] != nil { metadata["deletionTimestamp"] = stored["deletionTimestamp"] }
            if metadata["deletionGracePeriodSeconds"] == nil { metadata["deletionGracePeriodSeconds"] = stored["deletionGracePeriodSeconds"] }
            if metadata["namespace"] == nil { metadata["namespace"] = stored["namespace"] }
            if metadata.text("name").isEmpty { metadata["name"] = stored["name"] }
            dropDuplicateOwners(&metadata)
        }
    }

    /// Keeps the first of equal owner references.
    static func dropDuplicateOwners(_ metadata: inout JSONValue) {
        guard let owners = metadata["ownerReferences"]?.array, owners.count > 1 else { return }
        var seen = Set<JSONValue>()
        metadata["ownerReferences"] = .array(owners.filter { seen.insert($0).inserted })
    }
}

/// How the name of a kind is checked.
typealias NameCheck = @Sendable (String) -> [String]

extension ObjectMetadata {
    static func validate(_ metadata: JSONValue, namespaced: Bool, name check: NameCheck, path: FieldPath = FieldPath("metadata")) -> [FieldError] {
        var errors: [FieldError] = []
        let generateName = metadata.text("generateName")
        if !generateName.isEmpty {
            // A dash at the end is fine: the suffix follows.
            let probe = generateName.count > 1 && generateName.hasSuffix("-") ? String(generateName.dropLast()) + "a" : generateName
            errors += check(probe).map { .invalid(path.child("generateName"), .string(generateName), $0) }
        }
        let name = metadata.text("name")
        if name.isEmpty {
            errors.append(.required(path.child("name"), "name or generateName is required"))
        } else {
            errors += check(name).map { .invalid(path.child("name"), .string(name), $0) }
        }
        if namespaced {
            if metadata.text("namespace").isEmpty { errors.append(.required(path.child("namespace"))) }
        } else if !metadata.text("namespace").isEmpty {
            errors.append(.forbidden(path.child("namespace"), "not allowed on this type"))
        }
        if let generation = metadata["generation"]?.integer, generation < 0 {
            errors.append(.invalid(path.child("generation"), metadata["generation"], "must be greater than or equal to 0"))
        }
        return errors + validateMaps(metadata, path) + validateFinalizers(metadata, path)
    }

    /// Labels, annotations and owners, which are checked by creates and updates alike.
    private static func validateMaps(_ metadata: JSONValue, _ path: FieldPath) -> [FieldError] {
        labels(metadata.texts("labels"), path.child("labels")) + annotations(metadata.texts("annotations"), path.child("annotations"))
            + owners(metadata.list("ownerReferences"), path.child("ownerReferences"))
    }

    static func labels(_ labels: [String: String], _ path: FieldPath) -> [FieldError] {
        labels.keys.sorted().flatMap { key in
            NameSyntax.qualifiedName(key).map { FieldError.invalid(path, .string(key), $0) }
                + NameSyntax.labelValue(labels[key] ?? "").map { .invalid(path, .string(labels[key] ?? ""), $0) }
        }
    }

    static func annotations(_ annotations: [String: String], _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = annotations.keys.sorted().flatMap { key in
            NameSyntax.qualifiedName(key.lowercased()).map { .invalid(path, .string(key), $0) }
        }
        let maximum = 256 * 1024
        if annotations.reduce(0, { $0 + $1.key.utf8.count + $1.value.utf8.count }) > maximum { errors.append(.tooLong(path, maximum: maximum)) }
        return errors
    }

    private static func owners(_ owners: [JSONValue], _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        var controller: JSONValue?
        for owner in owners {
            let version = owner.text("apiVersion").split(separator: "/").last ?? ""
            if version.isEmpty { errors.append(.invalid(path.child("apiVersion"), .string(owner.text("apiVersion")), "version must not be empty")) }
            for key in ["kind", "name", "uid"] where owner.text(key).isEmpty {
                errors.append(.invalid(path.child(key), "", "must not be empty"))
            }
            if owner.text("kind") == "Event", ["v1", "events.k8s.io/v1"].contains(owner.text("apiVersion")) {
                let group = owner.text("apiVersion") == "v1" ? "" : "events.k8s.io"
                var error = FieldError.invalid(path, owner, "\(group)/v1, Kind=Event is disallowed from being an owner")
                error.shownText = ownerText(owner)
                errors.append(error)
            }
            guard owner["controller"]?.bool == true else { continue }
            if let controller {
                var error = FieldError.invalid(
                    path, .array(owners),
                    "Only one reference can have Controller set to true. Found \"true\" in references for "
                        + "\(controller.text("kind"))/\(controller.text("name")) and \(owner.text("kind"))/\(owner.text("name"))")
                error.shownText = "[" + owners.map(ownerText).joined(separator: ",") + "]"
                errors.append(error)
            } else {
                controller = owner
            }
        }
        return errors
    }

    private static func ownerText(_ owner: JSONValue) -> String {
        GoText.object(owner, keys: ["apiVersion", "kind", "name", "uid", "controller", "blockOwnerDeletion"])
    }

    private static func validateFinalizers(_ metadata: JSONValue, _ path: FieldPath) -> [FieldError] {
        let finalizers = metadata.list("finalizers").compactMap(\.string)
        let list = path.child("finalizers")
        var errors: [FieldError] = finalizers.flatMap { name in NameSyntax.qualifiedName(name).map { .invalid(list, .string(name), $0) } }
        if finalizers.contains("orphan"), finalizers.contains("foregroundDeletion") {
            errors.append(.invalid(list, metadata["finalizers"], "finalizer orphan and foregroundDeletion cannot be both set"))
        }
        for (index, name) in finalizers.enumerated()
        where !name.contains("/") && !["kubernetes", "orphan", "foregroundDeletion"].contains(name) {
            errors.append(.invalid(list.index(index), .string(name), "name is neither a standard finalizer name nor is it fully qualified"))
        }
        return errors
    }

    static func validateUpdate(_ metadata: JSONValue, old: JSONValue, path: FieldPath = FieldPath("metadata")) -> [FieldError] {
        var errors: [FieldError] = []
        let added = metadata.list("finalizers").compactMap(\.string).filter { !old.list("finalizers").contains(.string($0)) }
        if old["deletionTimestamp"] != nil, !added.isEmpty {
            let names = "[]string{" + added.sorted().map(GoText.quoted).joined(separator: ", ") + "}"
            errors.append(
                .forbidden(path.child("finalizers"), "no new finalizers can be added if the object is being deleted, found new finalizers \(names)"))
        }
        for key in ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds"]
        where metadata[key] != old[key] {
            errors.append(.invalid(path.child(key), metadata[key] ?? .null, "field is immutable"))
        }
        return errors + validateMaps(metadata, path)
    }
}
