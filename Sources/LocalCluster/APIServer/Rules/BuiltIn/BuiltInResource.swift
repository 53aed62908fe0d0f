import KubernetesModel

/// The rules of one built-in kind.
struct BuiltInResource: ResourceRules {
    let definition: ResourceDefinition
    let schema: Schema
    let kind: KindRules

    init(definition: ResourceDefinition) {
        self.definition = definition
        schema = .builtIn(group: definition.group, version: definition.version, kind: definition.kind)
        kind = .of(group: definition.group, kind: definition.kind)
    }

    func decode(_ object: JSONValue) throws(StatusError) -> JSONValue {
        var decoded: JSONValue
        do throws(TypedDecoder.Mismatch) {
            decoded = try TypedDecoder().decode(object, as: schema)
        } catch {
            throw .badRequest(
                "\(definition.kind) in version \"\(definition.version)\" cannot be handled as a \(definition.kind): \(error.text)")
        }
        decoded["apiVersion"] = .string(definition.apiVersion)
        decoded["kind"] = .string(definition.kind)
        applyDefaults(&decoded)
        return decoded
    }

    func applyDefaults(_ object: inout JSONValue) { kind.defaults(&object) }

    /// The object in canonical form without defaults: what an applied configuration is merged as.
    func canonical(_ object: JSONValue) -> JSONValue { (try? TypedDecoder().decode(object, as: schema)) ?? object }

    func prepareForCreate(_ object: inout JSONValue, context: RequestContext) {
        ObjectMetadata.prepareForCreate(&object, context: context)
        if kind.ownsStatus { object["status"] = emptyStatus }
        if kind.countsGeneration { object[path: "metadata", "generation"] = 1 }
        kind.defaults(&object)
        kind.creation(&object)
    }

    /// The status of an object that has none.
    private var emptyStatus: JSONValue? { canonical(.emptyObject)["status"] }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, subresource: String?) {
        ObjectMetadata.prepareForUpdate(&object, old: old)
        switch subresource {
        case "status": keepAllButStatus(&object, old)
        case "resize": keepAll(&object, old, but: [], changingSpec: Self.resize)
        case "ephemeralcontainers":
            keepAll(&object, old, but: []) { spec, new in spec["ephemeralContainers"] = new["ephemeralContainers"] }
        case "finalize":
            if let finalizers = object[path: "spec", "finalizers"] {
                var spec = old["spec"] ?? .emptyObject
                spec["finalizers"] = finalizers
                object["spec"] = spec
            } else {
                object["spec"] = .emptyObject
            }
            object["status"] = old["status"]
            return
        default:
            if kind.ownsStatus || definition.kind == "Node" { object["status"] = old["status"] }
            kind.carryOver(&object, old)
        }
        if kind.countsGeneration, subresource != "status", changesDesiredState(object, old) {
            object[path: "metadata", "generation"] = .integer((old[path: "metadata", "generation"]?.integer ?? 0) + 1)
        }
    }

    /// Whether an update changes what the generation counts.
    private func changesDesiredState(_ new: JSONValue, _ old: JSONValue) -> Bool {
        switch definition.kind {
        case "EndpointSlice":
            var (one, two) = (new, old)
            one["metadata"] = nil
            two["metadata"] = nil
            return one != two
        case "PriorityClass": return false
        default: return new["spec"] != old["spec"]
        }
    }

    private func keepAllButStatus(_ object: inout JSONValue, _ old: JSONValue) {
        object["spec"] = old["spec"]
        if definition.kind == "Deployment" { object[path: "metadata", "labels"] = old[path: "metadata", "labels"] }
        if definition.kind == "Pod" { object[path: "metadata", "ownerReferences"] = old[path: "metadata", "ownerReferences"] }
        if definition.kind == "CustomResourceDefinition" {
            for name in ["labels", "annotations", "finalizers", "ownerReferences"] { object[path: "metadata", name] = old[path: "metadata", name] }
        }
        if object["metadata"]?["labels"] == .null { object[path: "metadata", "labels"] = nil }
        if definition.kind == "Pod", (object[path: "status", "qosClass"]?.string ?? "").isEmpty {
            object[path: "status", "qosClass"] = old[path: "status", "qosClass"]
        }
    }

    private func keepAll(
        _ object: inout JSONValue, _ old: JSONValue, but: [String], changingSpec change: (inout JSONValue, JSONValue) -> Void
    ) {
        let new = object["spec"] ?? .emptyObject
        var spec = old["spec"] ?? .emptyObject
        change(&spec, new)
        object["spec"] = spec
        object["status"] = old["status"]
    }

    /// Takes over the resources of each container.
    private static func resize(_ spec: inout JSONValue, _ new: JSONValue) {
        for list in ["containers", "initContainers"] {
            let containers = new.list(list)
            spec.updateEach(list) { container in
                guard let match = containers.first(where: { $0["name"] == container["name"] }) else { return }
                container["resources"] = match["resources"]
                container["resizePolicy"] = match["resizePolicy"]
            }
        }
    }

    func validateCreate(_ object: JSONValue) -> [FieldError] {
        ObjectMetadata.validate(object["metadata"] ?? .emptyObject, namespaced: definition.namespaced, name: kind.name) + kind.check(object)
    }

    func validateUpdate(_ object: JSONValue, old: JSONValue, subresource: String?) -> [FieldError] {
        // Twice: once for all kinds, once by the kind's own rules; a real server reports both.
        let metadata = ObjectMetadata.validateUpdate(object["metadata"] ?? .emptyObject, old: old["metadata"] ?? .emptyObject)
        var errors = metadata + metadata
        if subresource == "status" { return errors + kind.statusCheck(object) }
        if definition.kind == "Pod" { return errors + PodUpdateValidation.validate(object, old: old, subresource: subresource) }
        if subresource == "finalize" { return errors }
        if definition.kind == "Service" || definition.kind == "Secret" || definition.kind == "ConfigMap" {
            // Their own rules check the metadata once more, as for a create.
            return errors + kind.comparison(object, old) + validateCreate(object)
        }
        if kind.checksUpdates {
            let unchanged = kind.checksOnlyChanges.filter { object[$0] == old[$0] }
            errors += kind.check(object).filter { error in !unchanged.contains { error.path.hasPrefix($0) } }
        }
        return errors + kind.comparison(object, old)
    }

    func unknownFields(in object: JSONValue) -> [String] { UnknownFields.paths(in: object, schema: schema) }

    /// Decoding drops what the schema does not know.
    func prune(_ object: inout JSONValue) { object = canonical(object) }

    func warnings(for object: JSONValue, old: JSONValue?) -> [String] { ObjectWarnings.texts(for: object, kind: definition.kind, old: old) }

    func selectableFields(of object: JSONValue) -> [String: String] {
        var fields = ["metadata.name": object[path: "metadata", "name"]?.string ?? ""]
        if definition.namespaced || definition.kind == "Namespace" || definition.kind == "Node" || !definition.namespaced {
            fields["metadata.namespace"] = object[path: "metadata", "namespace"]?.string ?? ""
        }
        for field in kind.selectable {
            let value = object[path: field.path]
            fields[field.label] = value?.string ?? value.map { $0.isNull ? field.missing : $0.text } ?? field.missing
        }
        return fields
    }

    func table(for objects: [JSONValue], now: Double) -> (columns: JSONValue, rows: [JSONValue]) {
        BuiltInTables.table(definition, objects, now: now)
    }
}

extension BuiltInResource {
    func scale(of object: JSONValue) -> JSONValue? {
        guard definition.subresource("scale") != nil else { return nil }
        var status: JSONValue = ["replicas": object[path: "status", "replicas"] ?? 0]
        let selector = object[path: "spec", "selector"] ?? .null
        if !selector.isNull { status["selector"] = .string(SelectorText.text(selector)) }
        var spec = JSONValue.emptyObject
        if let replicas = object[path: "spec", "replicas"]?.integer, replicas != 0 { spec["replicas"] = .integer(replicas) }
        return [
            "apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": ScaleConversion.metadata(of: object), "spec": spec, "status": status,
        ]
    }

    func applying(scale: JSONValue, to object: JSONValue) throws(StatusError) -> JSONValue {
        let replicas = scale[path: "spec", "replicas"]?.integer ?? 0
        if replicas < 0 {
            let name = object[path: "metadata", "name"]?.string ?? ""
            throw .invalid(
                group: "autoscaling", kind: "Scale", name: name,
                [.invalid(FieldPath("spec.replicas"), .integer(replicas), CommonChecks.negative)])
        }
        var scaled = object
        scaled[path: "spec", "replicas"] = .integer(replicas)
        return scaled
    }
}

/// What a Scale shows of the object behind it.
enum ScaleConversion {
    static func metadata(of object: JSONValue) -> JSONValue {
        var metadata = JSONValue.emptyObject
        for name in ["name", "namespace", "uid", "resourceVersion", "creationTimestamp"] { metadata[name] = object[path: "metadata", name] }
        return metadata
    }
}
