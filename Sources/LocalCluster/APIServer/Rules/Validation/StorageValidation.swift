import KubernetesModel

/// Validation of claims, volumes and storage classes.
enum StorageValidation {
    private static let spec = FieldPath("spec")
    private static let accessModes = ["ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"]

    static func claim(_ object: JSONValue) -> [FieldError] { claimSpec(object["spec"] ?? .emptyObject, spec) }

    private static func claimSpec(_ values: JSONValue, _ path: FieldPath) -> [FieldError] {
        var errors: [FieldError] = []
        let modes = values.list("accessModes")
        if modes.isEmpty { errors.append(.required(path.child("accessModes"), "at least 1 access mode is required")) }
        errors += CommonChecks.selector(values["selector"], path.child("selector"))
        errors += modes.filter { !accessModes.contains($0.string ?? "") }.map { .notSupported(path.child("accessModes"), $0, accessModes) }
        if modes.count > 1, modes.contains("ReadWriteOncePod") {
            errors.append(.forbidden(path.child("accessModes"), "may not use ReadWriteOncePod with other access modes"))
        }
        if let storage = values[path: "resources", "requests", "storage"] {
            if QuantityText.compare(storage.string ?? "", "0") != 1 {
                errors.append(.invalid(path.child("resources").key("storage"), storage, "must be greater than zero"))
            }
        } else {
            errors.append(.required(path.child("resources").key("storage")))
        }
        if let name = values["storageClassName"]?.string, !name.isEmpty {
            errors += NameSyntax.subdomain(name).map { .invalid(path.child("storageClassName"), .string(name), $0) }
        }
        errors += CommonChecks.oneOf(values, "volumeMode", ["Block", "Filesystem"], path)
        if let source = values["dataSource"] {
            for name in ["name", "kind"] where source.text(name).isEmpty { errors.append(.required(path.child("dataSource").child(name))) }
            if source.text("apiGroup").isEmpty, source.text("kind") != "PersistentVolumeClaim", !source.text("kind").isEmpty {
                errors.append(
                    .invalid(path.child("dataSource"), source["kind"], "must be 'PersistentVolumeClaim' when referencing the default apiGroup"))
            }
        }
        return errors
    }

    static func claimUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        var values = new["spec"] ?? .emptyObject
        let before = old["spec"] ?? .emptyObject
        // The volume may be set once.
        if before.text("volumeName").isEmpty { values["volumeName"] = before["volumeName"] }
        let isBound = old[path: "status", "phase"] == "Bound"
        if isBound {
            values[path: "resources", "requests"] = before[path: "resources", "requests"]
            values["volumeAttributesClassName"] = before["volumeAttributesClassName"]
        }
        guard values == before else {
            let changed = PodUpdateValidation.differing(values, before, "spec").joined(separator: ", ")
            return [
                .forbidden(
                    spec,
                    "spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n  changed: \(changed)"
                )
            ]
        }
        guard isBound else { return [] }
        let now = new[path: "spec", "resources", "requests", "storage"]?.string ?? "0"
        let earlier = before[path: "resources", "requests", "storage"]?.string ?? "0"
        let reached = old[path: "status", "capacity", "storage"]?.string ?? "0"
        if QuantityText.compare(now, earlier) == -1, QuantityText.compare(now, reached) != 1 {
            return [.forbidden(FieldPath("spec.resources.requests.storage"), "field can not be less than status.capacity")]
        }
        return []
    }

    static func volume(_ object: JSONValue) -> [FieldError] {
        let values = object["spec"] ?? .emptyObject
        var errors: [FieldError] = []
        let modes = values.list("accessModes")
        if modes.isEmpty { errors.append(.required(spec.child("accessModes"))) }
        errors += modes.filter { !accessModes.contains($0.string ?? "") }.map { .notSupported(spec.child("accessModes"), $0, accessModes) }
        let capacity = values["capacity"]?.object ?? [:]
        if capacity.isEmpty { errors.append(.required(spec.child("capacity"))) }
        if !capacity.isEmpty, capacity["storage"] == nil || capacity.count > 1 {
            errors.append(.notSupported(spec.child("capacity"), values["capacity"], ["storage"]))
        }
        for (name, amount) in capacity.sorted(by: { $0.key < $1.key }) where QuantityText.compare(amount.string ?? "", "0") != 1 {
            errors.append(.invalid(spec.child("capacity").key(name), amount, "must be greater than zero"))
        }
        errors += CommonChecks.oneOf(values, "persistentVolumeReclaimPolicy", ["Delete", "Recycle", "Retain"], spec)
        errors += VolumeValidation.source(values, spec).filter { $0.path != "spec.nodeAffinity" }
        if values.has("local"), !values.has("nodeAffinity") {
            errors.append(.required(spec.child("nodeAffinity"), "Local volume requires node affinity"))
        }
        if !values.text("storageClassName").isEmpty {
            errors += NameSyntax.subdomain(values.text("storageClassName")).map {
                .invalid(spec.child("storageClassName"), values["storageClassName"], $0)
            }
        }
        return errors + CommonChecks.oneOf(values, "volumeMode", ["Block", "Filesystem"], spec)
    }

    static func volumeUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        func source(_ object: JSONValue) -> JSONValue {
            var values = object["spec"] ?? .emptyObject
            for name in [
                "capacity", "accessModes", "claimRef", "persistentVolumeReclaimPolicy", "storageClassName", "mountOptions", "volumeMode",
                "nodeAffinity", "volumeAttributesClassName",
            ] { values[name] = nil }
            return values
        }
        var errors: [FieldError] = []
        if source(new) != source(old) {
            let changed = PodUpdateValidation.differing(source(new), source(old), "spec").joined(separator: ", ")
            errors.append(
                .forbidden(FieldPath("spec.persistentvolumesource"), "spec.persistentvolumesource is immutable after creation\n  changed: \(changed)")
            )
        }
        errors += CommonChecks.immutable(new[path: "spec", "volumeMode"], old[path: "spec", "volumeMode"], spec.child("volumeMode"))
        return errors
    }

    static func storageClass(_ object: JSONValue) -> [FieldError] {
        let root = FieldPath("")
        var errors: [FieldError] = []
        let provisioner = object.text("provisioner")
        if provisioner.isEmpty {
            errors.append(.required(root.child("provisioner")))
        } else {
            errors += NameSyntax.qualifiedName(provisioner.lowercased()).map { .invalid(root.child("provisioner"), .string(provisioner), $0) }
        }
        for key in object.texts("parameters").keys where key.isEmpty {
            errors.append(.invalid(root.child("parameters"), .string(key), "field can not be empty."))
        }
        errors += CommonChecks.oneOf(object, "reclaimPolicy", ["Delete", "Retain"], root)
        return errors + CommonChecks.oneOf(object, "volumeBindingMode", ["Immediate", "WaitForFirstConsumer"], root)
    }

    static func storageClassUpdate(_ new: JSONValue, _ old: JSONValue) -> [FieldError] {
        let root = FieldPath("")
        var errors: [FieldError] = []
        if new["parameters"] != old["parameters"] {
            errors.append(.forbidden(root.child("parameters"), "updates to parameters are forbidden."))
        }
        for name in ["provisioner", "reclaimPolicy", "volumeBindingMode"] {
            errors += CommonChecks.immutable(new[name], old[name], root.child(name))
        }
        return errors
    }
}
