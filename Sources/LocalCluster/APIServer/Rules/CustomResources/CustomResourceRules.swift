import KubernetesModel

/// The rules of one version of a custom resource.
struct CustomResourceRules: ResourceRules {
    let definition: ResourceDefinition
    let schema: Schema
    /// The entry of the version in the definition.
    private let version: JSONValue
    private let hasRules: Bool

    /// - Parameters:
    ///   - crd: a CustomResourceDefinition as it is stored.
    ///   - version: the name of one of its versions.
    /// - Throws: a 404 where it has no such version.
    init(crd: JSONValue, version name: String) throws(StatusError) {
        guard let definition = ResourceDefinition(crd: crd, version: name),
            let version = crd[path: "spec", "versions"]?.array?.first(where: { $0["name"]?.string == name })
        else { throw .unknownPath }
        self.definition = definition
        self.version = version
        let openAPI = version[path: "schema", "openAPIV3Schema"] ?? ["type": "object", "x-kubernetes-preserve-unknown-fields": true]
        schema = StructuralSchema.resource(openAPI)
        hasRules = ValidationRules.exist(in: openAPI)
    }

    /// The scale subresource as the definition describes it.
    var scaleEntry: JSONValue? { version[path: "subresources", "scale"] }

    private var hasStatus: Bool { definition.subresource("status") != nil }

    func decode(_ object: JSONValue) throws(StatusError) -> JSONValue {
        guard object.object != nil else { throw .badRequest("the object provided is unrecognized (must be of type \(definition.kind))") }
        var decoded = object
        if let metadata = object["metadata"] {
            do throws(TypedDecoder.Mismatch) {
                if metadata.isNull {
                    decoded["metadata"] = nil
                } else {
                    decoded["metadata"] = try TypedDecoder().decode(metadata, as: .objectMetadata)
                }
            } catch {
                throw .badRequest(
                    "\(definition.kind) in version \"\(definition.version)\" cannot be handled as a \(definition.kind): \(error.text)")
            }
        }
        prune(&decoded)
        applyDefaults(&decoded)
        dropNulls(&decoded, schema)
        if decoded.text("apiVersion").isEmpty { decoded["apiVersion"] = .string(definition.apiVersion) }
        if decoded.text("kind").isEmpty { decoded["kind"] = .string(definition.kind) }
        return decoded
    }

    /// Nulls vanish where the schema does not allow them.
    private func dropNulls(_ value: inout JSONValue, _ schema: Schema) {
        switch value {
        case .object(var members):
            value = .null
            for key in Array(members.keys) {
                guard let field = schema.field(key), var member = members[key] else { continue }
                if member.isNull {
                    if !field.node.nullable, !field.isOpaqueValue { members[key] = nil }
                } else {
                    members[key] = .null
                    dropNulls(&member, field)
                    members[key] = member
                }
            }
            value = .object(members)
        case .array(var elements):
            guard let items = schema.items else { return }
            value = .null
            for index in elements.indices { dropNulls(&elements[index], items) }
            value = .array(elements)
        default: return
        }
    }

    func canonical(_ object: JSONValue) -> JSONValue { object }
    func applyDefaults(_ object: inout JSONValue) { StructuralSchema.applyDefaults(&object, schema) }
    func prune(_ object: inout JSONValue) { StructuralSchema.prune(&object, schema, isRoot: true) }
    func unknownFields(in object: JSONValue) -> [String] { UnknownFields.paths(in: object, schema: schema) }
    func warnings(for object: JSONValue, old: JSONValue?) -> [String] { [] }

    func prepareForCreate(_ object: inout JSONValue, context: RequestContext) {
        ObjectMetadata.prepareForCreate(&object, context: context)
        if hasStatus { object["status"] = nil }
        object[path: "metadata", "generation"] = 1
    }

    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, subresource: String?) {
        if subresource == "status" {
            let status = object["status"]
            let managed = object[path: "metadata", "managedFields"]
            let version = object[path: "metadata", "resourceVersion"]
            let name = object[path: "metadata", "name"]
            object = old
            object["status"] = status
            object[path: "metadata", "managedFields"] = managed
            object[path: "metadata", "resourceVersion"] = version
            object[path: "metadata", "name"] = name
            return
        }
        ObjectMetadata.prepareForUpdate(&object, old: old)
        if hasStatus { object["status"] = old["status"] }
        if desired(object) != desired(old) {
            object[path: "metadata", "generation"] = .integer((old[path: "metadata", "generation"]?.integer ?? 0) + 1)
        }
    }

    /// What the generation counts: everything but metadata, and but the status where that is a subresource.
    private func desired(_ object: JSONValue) -> JSONValue {
        var object = object
        object["metadata"] = nil
        if hasStatus { object["status"] = nil }
        return object
    }

    func validateCreate(_ object: JSONValue) -> [FieldError] {
        if let error = typeError(object) { return [error] }
        var errors = ObjectMetadata.validate(object["metadata"] ?? .emptyObject, namespaced: definition.namespaced, name: NameSyntax.subdomain)
        errors += SchemaValidation.errors(in: object, old: nil, schema: schema)
        errors += scaleErrors(object)
        return errors + invariants(object, old: nil, errors)
    }

    func validateUpdate(_ object: JSONValue, old: JSONValue, subresource: String?) -> [FieldError] {
        if let error = typeError(object) { return [error] }
        let metadata = ObjectMetadata.validateUpdate(object["metadata"] ?? .emptyObject, old: old["metadata"] ?? .emptyObject)
        var errors = metadata + metadata
        errors += SchemaValidation.errors(in: object, old: old, schema: schema)
        if subresource != "status" { errors += scaleErrors(object) }
        return errors + invariants(object, old: old, errors)
    }

    private func typeError(_ object: JSONValue) -> FieldError? {
        if object.text("kind") != definition.kind {
            return .invalid(FieldPath("kind"), object["kind"] ?? "", "must be \(definition.kind)")
        }
        if object.text("apiVersion") != definition.apiVersion {
            return .invalid(FieldPath("apiVersion"), object["apiVersion"] ?? "", "must be \(definition.apiVersion)")
        }
        return nil
    }

    /// What is checked after the schema, and as far as the schema allows.
    private func invariants(_ object: JSONValue, old: JSONValue?, _ earlier: [FieldError]) -> [FieldError] {
        var errors = StructuralInvariants.embeddedMetadata(object, schema)
        let duplicates = StructuralInvariants.duplicates(object, schema)
        // Duplicates that were there before do no harm now.
        if let old {
            let known = StructuralInvariants.duplicates(old, schema)
            errors += duplicates.filter { !known.contains($0) }
        } else {
            errors += duplicates
        }
        guard hasRules else { return errors }
        let blocking: Set<FieldError.Kind> = [.notSupported, .required, .tooLong, .tooMany, .typeInvalid]
        if (earlier + errors).contains(where: { blocking.contains($0.kind) }) {
            return errors + [
                FieldError(
                    .invalid, "<nil>", .null,
                    "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation")
            ]
        }
        return errors + ValidationRules.errors(in: object, old: old, schema)
    }

    func selectableFields(of object: JSONValue) -> [String: String] {
        var fields = [
            "metadata.name": object[path: "metadata", "name"]?.string ?? "",
            "metadata.namespace": object[path: "metadata", "namespace"]?.string ?? "",
        ]
        for field in version.list("selectableFields") {
            let path = field.text("jsonPath")
            let value = JSONPath(path)?.values(in: object).first
            fields[String(path.drop { $0 == "." })] = value?.string ?? value?.text ?? ""
        }
        return fields
    }

    func table(for objects: [JSONValue], now: Double) -> (columns: JSONValue, rows: [JSONValue]) {
        CustomResourceTable(columns: version.list("additionalPrinterColumns")).table(objects, now: now)
    }
}

extension Schema {
    /// A value of which nothing is known.
    fileprivate var isOpaqueValue: Bool { node.preservesUnknownFields && node.type == nil }
}
