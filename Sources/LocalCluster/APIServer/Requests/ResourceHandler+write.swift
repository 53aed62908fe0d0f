import KubernetesModel
import NIOCore
import NIOHTTP1

extension ResourceHandler {
    // MARK: Create

    func create() async throws -> Answer {
        let options = try writeOptions("CreateOptions")
        let representation = try representation()
        let body = try body(kind: definition.kind, apiVersion: definition.apiVersion)
        let warnings = try unknownFields(body, options)
        let written = try await writer(options).create(body, namespace: target.namespace)
        return try answer(written.object, status: .created, warnings: warnings + written.warnings, representation: representation)
    }

    /// The object in the body, with kind and version.
    func body(kind: String, apiVersion: String) throws(StatusError) -> JSONValue {
        var body = try BodyDecoding.object(of: request, kind: kind, apiVersion: apiVersion)
        try BodyDecoding.checkType(&body, definition: definition, kind: kind, apiVersion: apiVersion)
        return body
    }

    /// What is to be said about fields that the schema does not know.
    ///
    /// - Throws: a 400 where the client asked to be strict.
    func unknownFields(_ object: JSONValue, _ options: WriteOptions, isPatch: Bool = false) throws(StatusError) -> [String] {
        guard options.fieldValidation != .ignore else { return [] }
        let texts = rules.unknownFields(in: object).map { "unknown field \"\($0)\"" }
        guard options.fieldValidation == .strict, !texts.isEmpty else { return texts }
        let why = "strict decoding error: \(texts.joined(separator: ", "))"
        if isPatch {
            throw .unprocessable("patch: Invalid value: \(object.text): \(why)")
        }
        if definition.isCustom {
            throw .badRequest("\(definition.kind) in version \"\(definition.version)\" cannot be handled as a \(definition.kind): \(why)")
        }
        throw .badRequest("\(definition.kind) in version \"\(definition.version)\" cannot be handled as a \(definition.kind): \(why)")
    }

    // MARK: Update

    func update(subresource: String?) async throws -> Answer {
        let options = try writeOptions("UpdateOptions")
        let representation = try representation()
        let body = try body(kind: definition.kind, apiVersion: definition.apiVersion)
        let warnings = try unknownFields(body, options)
        let writer = writer(options, subresource: subresource)
        if let name = body[path: ["metadata", "name"]]?.string, !name.isEmpty, name != target.name {
            throw StatusError.badRequest("the name of the object (\(name)) does not match the name on the URL (\(target.name))")
        }
        do {
            let written = try await writer.update(namespace: target.namespace, name: target.name, precondition: .body) { _ in body }
            return try answer(written.object, warnings: warnings + written.warnings, representation: representation)
        } catch let error as StatusError
            where error.code == 404 && subresource == nil && served.mayCreateOnUpdate && store.get(key) == nil
        {
            let written = try await writer.create(body, namespace: target.namespace)
            return try answer(written.object, status: .created, warnings: warnings + written.warnings, representation: representation)
        }
    }

    // MARK: Patch

    func patch(subresource: String?) async throws -> Answer {
        let types: Set = [
            "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json",
            "application/apply-patch+yaml",
        ]
        let type = request.contentType ?? ""
        guard types.contains(type) else {
            throw StatusError(code: 415, reason: "UnsupportedMediaType", message: "415: Unsupported Media Type", details: .emptyObject)
        }
        if type == "application/strategic-merge-patch+json", definition.isCustom {
            throw StatusError.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, "
                    + "application/merge-patch+json, application/apply-patch+yaml")
        }
        let options = try writeOptions("PatchOptions")
        let representation = try representation()
        if type == "application/apply-patch+yaml" { return try await apply(subresource: subresource, options, representation) }
        if options.force {
            throw StatusError.invalid(
                group: "meta.k8s.io", kind: "PatchOptions", name: "",
                [.forbidden(FieldPath("force"), "may not be specified for non-apply patch")])
        }
        let patch = try BodyDecoding.value(request.body, yaml: false) { .badRequest("error decoding patch: \($0)") }
        var warnings: [String] = []
        let written = try await writer(options, subresource: subresource).update(
            namespace: target.namespace, name: target.name, precondition: .patch
        ) { old in
            let new = try patched(old, by: patch, type: type)
            warnings = try unknownFields(new, options, isPatch: true)
            return new
        }
        return try answer(written.object, warnings: warnings + written.warnings, representation: representation)
    }

    func patched(_ object: JSONValue, by patch: JSONValue, type: String) throws(StatusError) -> JSONValue {
        switch type {
        case "application/json-patch+json": try Patches.json(patch, to: object)
        case "application/merge-patch+json": try Patches.merge(patch, to: object)
        default: try Patches.strategic(patch, to: object, schema: rules.schema)
        }
    }

    /// Server-side apply.
    private func apply(subresource: String?, _ options: WriteOptions, _ representation: Representation) async throws -> Answer {
        guard let manager = request.query["fieldManager"], !manager.isEmpty else {
            throw StatusError.invalid(
                group: "meta.k8s.io", kind: "PatchOptions", name: "",
                [.required(FieldPath("fieldManager"), "is required for apply patch")])
        }
        let configuration = try BodyDecoding.value(request.body, yaml: true) {
            .badRequest("error decoding YAML: error converting YAML to JSON: yaml: \($0)")
        }
        guard configuration.object != nil else { throw StatusError.badRequest("error decoding YAML: the body is \(configuration.typeName)") }
        let warnings = try unknownFields(configuration, options)
        let name = configuration[path: ["metadata", "name"]]?.string ?? ""
        let writer = writer(options, subresource: subresource)
        func merged(_ live: JSONValue?) throws(StatusError) -> JSONValue {
            var configuration = configuration
            if name.isEmpty { configuration[path: ["metadata", "name"]] = .string(target.name) }
            return try FieldManagement.apply(
                live: live, configuration: configuration, manager: manager, force: options.force, subresource: subresource, rules: rules,
                now: now.description)
        }
        for _ in 0..<ObjectWriter.attempts {
            if store.get(key) != nil {
                do {
                    let written = try await writer.update(
                        namespace: target.namespace, name: target.name, precondition: .patch, applied: true
                    ) { try merged($0) }
                    return try answer(written.object, warnings: warnings + written.warnings, representation: representation)
                } catch let error as StatusError where error.code == 404 && store.get(key) == nil {
                    continue
                }
            }
            if subresource != nil { throw served.notFound(target.name) }
            if configuration[path: ["metadata", "uid"]]?.string?.isEmpty == false {
                throw StatusError.conflict(
                    group: definition.group, resource: definition.plural, name: target.name,
                    "uid mismatch: the provided object specified uid \(configuration[path: ["metadata", "uid"]]?.string ?? ""), "
                        + "and no existing object was found")
            }
            if !name.isEmpty, name != target.name {
                throw StatusError.badRequest("the name of the object (\(name)) does not match the name on the URL (\(target.name))")
            }
            do {
                let written = try await writer.create(try merged(nil), namespace: target.namespace, applied: true)
                return try answer(written.object, status: .created, warnings: warnings + written.warnings, representation: representation)
            } catch let error as StatusError where error.reason == "AlreadyExists" {
                continue
            }
        }
        throw writer.conflict(target.name)
    }

    // MARK: Delete

    func deleteOptions() throws(StatusError) -> DeleteOptions {
        guard request.body.readableBytes > 0 else { return try DeleteOptions(body: nil, query: request.query) }
        let body = try BodyDecoding.object(of: request, kind: "DeleteOptions", apiVersion: "v1")
        return try DeleteOptions(body: body, query: request.query)
    }

    func delete() async throws -> Answer {
        let options = try deleteOptions()
        let representation = try representation()
        let deleted = try await writer(try writeOptions("DeleteOptions")).delete(
            namespace: target.namespace, name: target.name, options: options)
        let warnings = jobWarning(options)
        if deleted.isGone, !served.returnsDeletedObject {
            return Answer(json: success(deleted.object), encoding: representation.negotiated.encoding, warnings: warnings)
        }
        return try answer(deleted.object, warnings: warnings, representation: representation)
    }

    private func jobWarning(_ options: DeleteOptions) -> [String] {
        guard definition.qualifiedPlural == "jobs.batch", options.propagationPolicy == nil else { return [] }
        return [
            "child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set "
                + "propagationPolicy=Orphan to suppress this warning"
        ]
    }

    private func success(_ object: StoredObject) -> JSONValue {
        [
            "kind": "Status", "apiVersion": "v1", "metadata": [:], "status": "Success",
            "details": StatusError.details(name: object.name, group: definition.group, kind: definition.plural, uid: object.uid),
        ]
    }

    func deleteCollection() async throws -> Answer {
        guard target.name.isEmpty else { throw methodNotAllowed }
        let options = try deleteOptions()
        let selection = try ListOptions(query: request.query, isWatch: false, name: "")
        try selection.fields.check(rules)
        let representation = try representation()
        let (objects, revision) = store.list(served.storage, namespace: definition.namespaced ? target.namespace : nil)
        let selected = objects.map(served.read).filter { selection.selects($0, rules: rules) }
        let writer = writer(try writeOptions("DeleteOptions"))
        for object in selected {
            do {
                _ = try await writer.delete(namespace: object.key.namespace, name: object.name, options: options)
            } catch let error as StatusError where error.code == 404 {
                continue
            }
        }
        return Answer(
            contentType: representation.negotiated.contentType,
            body: try representation.list(selected, metadata: ["resourceVersion": .string(String(revision))]))
    }
}
