import KubernetesModel

/// Creates, changes and deletes objects of one resource as a user: everything between the decoded body and the store.
struct ObjectWriter: Sendable {
    /// How often a change is tried again when somebody else was faster, where the client asked for no particular version.
    static let attempts = 8

    let services: APIServices
    let served: ServedResource
    let user: Requester
    /// The field manager.
    let manager: String
    var isDryRun = false
    var subresource: String?
    /// The subresource that owns the changed fields, where it is not the one whose rules hold (`scale`).
    var managedSubresource: String?

    var rules: any ResourceRules { served.rules }
    var definition: ResourceDefinition { served.definition }
    var store: ObjectStore { services.store }

    /// What a write came to.
    struct Written: Sendable {
        var object: StoredObject
        var isNew = false
        var warnings: [String] = []
    }

    func key(_ namespace: String, _ name: String) -> StorageKey { served.key(namespace: namespace, name: name) }

    func context(namespace: String, name: String?) -> RequestContext {
        RequestContext(
            namespace: definition.namespaced ? namespace : nil, name: name, subresource: subresource, user: user.name, groups: user.groups,
            now: services.now().description, uid: services.uid(), nameSuffix: services.nameSuffix(), fieldManager: manager)
    }

    /// The 422 for what is wrong with an object.
    func invalid(_ object: JSONValue, _ errors: [FieldError]) -> StatusError {
        .invalid(
            group: definition.group, kind: object["kind"]?.string ?? definition.kind, name: object[path: ["metadata", "name"]]?.string ?? "", errors)
    }

    func conflict(_ name: String, _ why: String = StatusError.objectModified) -> StatusError {
        .conflict(group: definition.group, resource: definition.plural, name: name, why)
    }

    // MARK: Create

    /// Creates an object.
    ///
    /// - Parameters:
    ///   - body: as it was sent, with kind and version.
    ///   - applied: the body came out of server-side apply and already says who owns what.
    func create(_ body: JSONValue, namespace: String, applied: Bool = false) async throws -> Written {
        var attempt = 0
        while true {
            attempt += 1
            do {
                return try await tryCreate(body, namespace: namespace, applied: applied)
            } catch StoreError.exists {
                // A generated name that is taken is drawn again.
                let isGenerated = body[path: ["metadata", "name"]]?.string?.isEmpty ?? true
                if isGenerated, attempt < Self.attempts { continue }
                throw conflictWithExisting(body[path: ["metadata", "name"]]?.string ?? "", namespace: namespace)
            }
        }
    }

    private func conflictWithExisting(_ name: String, namespace: String) -> StatusError {
        var error = StatusError.alreadyExists(group: definition.group, resource: definition.plural, name: name)
        if store.get(key(namespace, name))?.isBeingDeleted == true { error.message = "object is being deleted: " + error.message }
        return error
    }

    private func tryCreate(_ body: JSONValue, namespace: String, applied: Bool) async throws -> Written {
        var object = try checkedNamespace(body, namespace: namespace)
        if applied { object[path: ["metadata", "resourceVersion"]] = nil }
        if let version = object[path: ["metadata", "resourceVersion"]]?.string, !version.isEmpty {
            throw StatusError(code: 500, reason: nil, message: "resourceVersion should not be set on objects to be created")
        }
        object = try rules.decode(object)
        let context = context(namespace: namespace, name: nil)
        // What the server fills in from here on is nobody's.
        if !applied {
            object = FieldManagement.update(old: nil, new: object, manager: manager, subresource: subresource, rules: rules, now: context.now)
        }
        var admission = Admission(services: services, served: served, user: user, namespace: namespace, subresource: subresource)
        try admission.mutate(&object, old: nil)
        rules.prepareForCreate(&object, context: context)
        let errors = rules.validateCreate(object)
        if !errors.isEmpty { throw invalid(object, errors) }
        let warnings = rules.warnings(for: object, old: nil)
        try admission.validate(object, old: nil)
        let name = object[path: ["metadata", "name"]]?.string ?? ""
        let key = key(namespace, name)
        let reservation = try services.allocations.allocate(&object, old: nil, served: served)
        defer { reservation?.release() }
        if isDryRun {
            if store.get(key) != nil { throw StoreError.exists }
            return Written(object: StoredObject(key: key, revision: 0, value: object), isNew: true, warnings: warnings)
        }
        return Written(object: try await store.create(key, object), isNew: true, warnings: warnings)
    }

    /// The object with the namespace of the request.
    func checkedNamespace(_ body: JSONValue, namespace: String) throws(StatusError) -> JSONValue {
        var object = body
        if case .string? = object["metadata"] { return object }  // decoding says what is wrong
        let sent = object[path: ["metadata", "namespace"]]?.string ?? ""
        if definition.namespaced {
            if !sent.isEmpty, sent != namespace {
                throw .badRequest("the namespace of the provided object does not match the namespace sent on the request")
            }
            object[path: ["metadata", "namespace"]] = .string(namespace)
        } else if !sent.isEmpty {
            object[path: ["metadata", "namespace"]] = nil
        }
        return object
    }

    // MARK: Update

    /// How an update decides whether it may replace what is stored.
    enum Precondition: Sendable {
        /// A PUT: uid and resourceVersion of the body, if any, must be those of the object.
        case body
        /// A patch: the resourceVersion after patching must be that before.
        case patch
    }

    /// Changes an object.
    ///
    /// - Parameters:
    ///   - applied: `change` is a server-side apply and says itself who owns what.
    ///   - change: makes the new object from the present one; called again when somebody else was faster.
    /// - Throws: a 404 if there is none, a 409 for a stale version, what `change` throws.
    func update(
        namespace: String, name: String, precondition: Precondition, applied: Bool = false,
        change: (JSONValue) throws -> JSONValue
    ) async throws -> Written {
        for _ in 0..<Self.attempts {
            guard let current = store.get(key(namespace, name)) else { throw served.notFound(name) }
            do {
                return try await tryUpdate(
                    current, namespace: namespace, name: name, precondition: precondition, applied: applied, change: change)
            } catch StoreError.conflict {
                continue
            }
        }
        throw conflict(name)
    }

    /// A patch that leads to what is no object of its kind is itself invalid.
    private func decode(_ object: JSONValue, isPatched: Bool) throws(StatusError) -> JSONValue {
        do throws(StatusError) {
            return try rules.decode(object)
        } catch {
            guard isPatched, error.code == 400, let why = error.message.firstRange(of: ": ") else { throw error }
            let problem = FieldError.invalid(FieldPath("patch"), .string(object.text), String(error.message[why.upperBound...]))
            throw .invalid(group: "", kind: "", name: "", [problem])
        }
    }

    private func tryUpdate(
        _ current: StoredObject, namespace: String, name: String, precondition: Precondition, applied: Bool,
        change: (JSONValue) throws -> JSONValue
    ) async throws -> Written {
        let old = served.read(current).value
        var new = try checkedNamespace(try change(old), namespace: namespace)
        try check(new, old: old, name: name, precondition: precondition)
        new = try decode(new, isPatched: precondition == .patch && !applied)
        new[path: ["metadata", "name"]] = .string(name)
        new[path: ["metadata", "resourceVersion"]] = old[path: ["metadata", "resourceVersion"]]
        let now = services.now().description
        if !applied {
            new = FieldManagement.update(
                old: old, new: new, manager: manager, subresource: managedSubresource ?? subresource, rules: rules, now: now)
        }
        rules.prepareForUpdate(&new, old: old, subresource: subresource)
        var admission = Admission(services: services, served: served, user: user, namespace: namespace, subresource: subresource)
        try admission.mutate(&new, old: old)
        let errors = rules.validateUpdate(new, old: old, subresource: subresource)
        if !errors.isEmpty { throw invalid(new, errors) }
        let warnings = rules.warnings(for: new, old: old)
        try admission.validate(new, old: old)
        let reservation = try services.allocations.allocate(&new, old: old, served: served)
        defer { reservation?.release() }
        if Self.isFinished(new, definition) {
            // The last finalizer is gone: the object goes with it.
            if !isDryRun { _ = try await store.remove(current) }
            return Written(object: StoredObject(key: current.key, revision: current.revision, value: new), warnings: warnings)
        }
        if old == current.value, FieldManagement.isSame(new, old) { return Written(object: current, warnings: warnings) }
        if isDryRun {
            return Written(object: StoredObject(key: current.key, revision: current.revision, value: new), warnings: warnings)
        }
        return Written(object: try await store.update(current, to: new), warnings: warnings)
    }

    private func check(_ new: JSONValue, old: JSONValue, name: String, precondition: Precondition) throws(StatusError) {
        let sentName = new[path: ["metadata", "name"]]?.string ?? ""
        if sentName != name, !(sentName.isEmpty && precondition == .body && subresource != nil) {
            throw .badRequest(
                sentName.isEmpty && precondition == .body
                    ? "name must be provided" : "the name of the object (\(sentName)) does not match the name on the URL (\(name))")
        }
        let metadata = new["metadata"]
        if precondition == .body, let uid = metadata?["uid"]?.string, !uid.isEmpty, let known = old[path: ["metadata", "uid"]]?.string, uid != known {
            let place = ([definition.group, definition.plural, metadata?["namespace"]?.string ?? "", name]).filter { !$0.isEmpty }
            throw conflict(
                name,
                "StorageError: invalid object, Code: 4, Key: /registry/\(place.joined(separator: "/")), ResourceVersion: 0, "
                    + "AdditionalErrorMsg: Precondition failed: UID in precondition: \(uid), UID in object meta: \(known)")
        }
        let version = metadata?["resourceVersion"]?.string ?? ""
        if version.isEmpty {
            if precondition == .body, !served.mayUpdateUnconditionally {
                // This one says the resource where others say the kind.
                throw .invalid(
                    group: definition.group, kind: definition.plural, name: name,
                    [.invalid(FieldPath("metadata.resourceVersion"), .integer(0), "must be specified for an update")])
            }
        } else if version != old[path: ["metadata", "resourceVersion"]]?.string {
            throw conflict(name)
        }
    }

    /// Whether nothing keeps an object any more that is being deleted.
    static func isFinished(_ object: JSONValue, _ definition: ResourceDefinition) -> Bool {
        guard let metadata = object["metadata"], metadata["deletionTimestamp"]?.string != nil,
            metadata["finalizers"]?.array?.isEmpty ?? true, (metadata["deletionGracePeriodSeconds"]?.integer ?? 0) == 0
        else { return false }
        if definition.qualifiedPlural == "namespaces" { return object[path: ["spec", "finalizers"]]?.array?.isEmpty ?? true }
        return true
    }
}
