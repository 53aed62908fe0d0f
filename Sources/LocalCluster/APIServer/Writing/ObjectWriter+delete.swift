import KubernetesModel

extension ObjectWriter {
    /// What a deletion came to.
    struct Deleted: Sendable {
        /// The object in the state that the answer shows.
        var object: StoredObject
        /// Whether it is gone; otherwise it waits for finalizers or the end of its grace period.
        var isGone: Bool
    }

    /// Deletes an object, or marks it as being deleted.
    ///
    /// - Source: Kubernetes documentation, "Finalizers", "Garbage Collection" and "Pod Lifecycle: Termination of Pods".
    func delete(namespace: String, name: String, options: DeleteOptions) async throws -> Deleted {
        for _ in 0..<Self.attempts {
            guard let current = store.get(key(namespace, name)) else { throw served.notFound(name) }
            do {
                return try await tryDelete(current, options: options)
            } catch StoreError.conflict {
                continue
            }
        }
        throw conflict(name)
    }

    private func tryDelete(_ current: StoredObject, options: DeleteOptions) async throws -> Deleted {
        try check(options, current)
        try Admission(services: services, served: served, user: user, namespace: current.key.namespace, subresource: subresource)
            .validateDelete(current)
        let steps = deletion(of: served.read(current).value, options: options)
        switch steps {
        case .nothing: return Deleted(object: current, isGone: false)
        case .mark(let marked):
            if options.isDryRun { return Deleted(object: StoredObject(key: current.key, revision: current.revision, value: marked), isGone: false) }
            return Deleted(object: try await store.update(current, to: marked), isGone: false)
        case .remove(let last):
            if options.isDryRun { return Deleted(object: StoredObject(key: current.key, revision: current.revision, value: last), isGone: true) }
            // Watchers see first that the object ends, and then that it is gone.
            let marked = last == current.value ? current : try await store.update(current, to: last)
            return Deleted(object: try await store.remove(marked), isGone: true)
        }
    }

    private func check(_ options: DeleteOptions, _ current: StoredObject) throws(StatusError) {
        // These two say the kind where others say the resource.
        func refusal(_ why: String) -> StatusError {
            .conflict(group: definition.group, resource: definition.kind, name: current.name, why)
        }
        if let uid = options.uid, uid != current.uid {
            throw refusal(
                "the UID in the precondition (\(uid)) does not match the UID in record (\(current.uid)). "
                    + "The object might have been deleted and then recreated")
        }
        if let version = options.resourceVersion, version != String(current.revision) {
            throw refusal(
                "the ResourceVersion in the precondition (\(version)) does not match the ResourceVersion in record (\(current.revision)). "
                    + "The object might have been modified")
        }
    }

    private enum Steps {
        /// The deletion is under way and this adds nothing to it.
        case nothing
        case mark(JSONValue)
        case remove(JSONValue)
    }

    private func deletion(of current: JSONValue, options: DeleteOptions) -> Steps {
        var object = current
        let grace = graceful(&object, requested: options.gracePeriodSeconds)
        if grace == .pending { return .nothing }
        setFinalizers(&object, policy: options.propagationPolicy)
        if definition.qualifiedPlural == "namespaces" {
            markNow(&object)
            object[path: ["status", "phase"]] = "Terminating"
            if Self.isFinished(object, definition) { return .remove(object) }
            return object == current ? .nothing : .mark(object)
        }
        if served.storage == ResourceCatalog.definitions, current[path: ["metadata", "deletionTimestamp"]]?.string == nil {
            CustomResourceLifecycle.markTerminating(&object, now: services.now().description)
        }
        let waits = !(object[path: ["metadata", "finalizers"]]?.array?.isEmpty ?? true)
        if waits { markNow(&object) }
        if case .seconds(let seconds) = grace, seconds > 0 { return .mark(object) }
        if waits { return object == current ? .nothing : .mark(object) }
        return .remove(object)
    }

    private enum Grace: Equatable {
        /// The kind knows no grace period.
        case none
        /// A grace period that ends no later is already running.
        case pending
        case seconds(Int64)
    }

    /// Sets deletion time and grace period of a pod.
    private func graceful(_ object: inout JSONValue, requested: Int64?) -> Grace {
        guard definition.qualifiedPlural == "pods" else { return .none }
        let requested = requested.map { $0 < 0 ? 1 : $0 }
        let now = services.now()
        if let deletion = object[path: ["metadata", "deletionTimestamp"]]?.string.flatMap(Timestamp.init(parsing:)) {
            guard let running = object[path: ["metadata", "deletionGracePeriodSeconds"]]?.integer else { return .seconds(0) }
            guard let requested, requested < running else { return .pending }
            object[path: ["metadata", "deletionTimestamp"]] = .string(deletion.adding(.seconds(requested - running)).description)
            object[path: ["metadata", "deletionGracePeriodSeconds"]] = .integer(requested)
            return .seconds(requested)
        }
        var period = requested ?? object[path: ["spec", "terminationGracePeriodSeconds"]]?.integer ?? 30
        let phase = object[path: ["status", "phase"]]?.string
        // Nothing runs that would have to end.
        if object[path: ["spec", "nodeName"]]?.string?.isEmpty ?? true || phase == "Failed" || phase == "Succeeded" { period = 0 }
        if period < 0 { period = 1 }
        object[path: ["metadata", "deletionTimestamp"]] = .string(now.adding(.seconds(period)).description)
        object[path: ["metadata", "deletionGracePeriodSeconds"]] = .integer(period)
        raiseGeneration(&object)
        return .seconds(period)
    }

    private func markNow(_ object: inout JSONValue) {
        guard object[path: ["metadata", "deletionTimestamp"]]?.string == nil else { return }
        object[path: ["metadata", "deletionTimestamp"]] = .string(services.now().description)
        if definition.qualifiedPlural != "namespaces" { object[path: ["metadata", "deletionGracePeriodSeconds"]] = 0 }
        raiseGeneration(&object)
    }

    private func raiseGeneration(_ object: inout JSONValue) {
        if let generation = object[path: ["metadata", "generation"]]?.integer, generation > 0 {
            object[path: ["metadata", "generation"]] = .integer(generation + 1)
        }
    }

    /// The finalizers by which the garbage collector learns what to do with dependents.
    private func setFinalizers(_ object: inout JSONValue, policy: String?) {
        let old = object[path: ["metadata", "finalizers"]]?.array?.compactMap(\.string) ?? []
        var finalizers = old
        // Jobs keep their pods unless told otherwise, as they always have.
        let policy = policy ?? (definition.qualifiedPlural == "jobs.batch" ? "Orphan" : nil)
        switch policy {
        case "Orphan": finalizers = old.filter { $0 != "foregroundDeletion" && $0 != "orphan" } + ["orphan"]
        case "Foreground": finalizers = old.filter { $0 != "foregroundDeletion" && $0 != "orphan" } + ["foregroundDeletion"]
        case "Background": finalizers = old.filter { $0 != "foregroundDeletion" && $0 != "orphan" }
        default: break
        }
        if finalizers == old || Set(finalizers) == Set(old) { return }
        object[path: ["metadata", "finalizers"]] = finalizers.isEmpty ? nil : .array(finalizers.map(JSONValue.string))
    }
}
