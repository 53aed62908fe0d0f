import KubernetesModel

/// Who set which field: `metadata.managedFields`, and server-side apply.
///
/// - Source: Kubernetes documentation, "Server-Side Apply"; the semantics are those of sigs.k8s.io/structured-merge-diff v6.
enum FieldManagement {
    /// Merges an applied configuration into an object.
    ///
    /// - Parameters:
    ///   - live: the stored object; nil creates one.
    ///   - configuration: what was sent, neither decoded nor defaulted.
    ///   - now: RFC 3339 in seconds, for the manager's entry.
    /// - Returns: the object with its `managedFields`, decoded and defaulted; equal to `live` where nothing changed.
    /// - Throws: a 409 that names the conflicting managers and fields, a 400 or 500 for a configuration that cannot be applied.
    static func apply(
        live: JSONValue?, configuration: JSONValue, manager: String, force: Bool, subresource: String?, rules: any ResourceRules, now: String
    ) throws(StatusError) -> JSONValue {
        var operation = ApplyOperation(live: live, configuration: configuration, rules: rules, subresource: subresource, now: now)
        return try operation.run(manager: manager, force: force)
    }

    /// The object with the `managedFields` that it has after a create, update or patch.
    ///
    /// - Parameters:
    ///   - old: as it was stored; nil for a create.
    ///   - new: decoded and defaulted, before admission; a client's own change of `managedFields` in it counts.
    static func update(
        old: JSONValue?, new: JSONValue, manager: String, subresource: String?, rules: any ResourceRules, now: String
    ) -> JSONValue {
        let stored = old?[path: "metadata", "managedFields"]
        let sent = new[path: "metadata", "managedFields"]
        var fields: ManagedFields
        if subresource?.isEmpty ?? true {
            if ManagedFields.isReset(sent) {
                fields = ManagedFields()
            } else {
                fields = ManagedFields(sent)
                if fields.entries.isEmpty { fields = ManagedFields(stored) }
            }
        } else {
            fields = ManagedFields(stored)
        }
        var result = new
        // An object without managers was created before there were any, or its managers were reset: it stays without.
        if old != nil, fields.entries.isEmpty {
            result[path: "metadata", "managedFields"] = nil
            return result
        }
        let before = bare(old ?? rules.emptyObject)
        fields.record(
            FieldComparison(before, bare(new), rules.schema),
            by: .updater(manager, apiVersion: rules.definition.apiVersion, subresource: subresource), ignoring: rules.fieldsReset(by: subresource),
            now: now)
        fields.capUpdaters()
        result[path: "metadata", "managedFields"] = fields.encoded
        return result
    }

    /// Whether two objects differ in nothing but the times of their `managedFields`.
    static func isSame(_ one: JSONValue, _ two: JSONValue) -> Bool {
        bare(one) == bare(two)
            && ManagedFields(one[path: "metadata", "managedFields"]).isSame(as: ManagedFields(two[path: "metadata", "managedFields"]))
    }

    /// The object without what field management itself keeps in it.
    static func bare(_ object: JSONValue) -> JSONValue {
        var object = object
        object.update("metadata") { $0["managedFields"] = nil }
        return object
    }

    /// Fields that belong to no manager.
    static let metadataOfNobody: FieldTree = {
        var tree = FieldTree()
        for path in [
            ["apiVersion"], ["kind"], ["metadata"], ["metadata", "name"], ["metadata", "namespace"], ["metadata", "creationTimestamp"],
            ["metadata", "selfLink"], ["metadata", "uid"], ["metadata", "clusterName"], ["metadata", "generation"], ["metadata", "managedFields"],
            ["metadata", "resourceVersion"],
        ] { tree.insert(path.map(PathStep.field)) }
        return tree
    }()
}

extension ManagedFields {
    /// Gives what a plain write changed to its writer, and takes it from the others.
    fileprivate mutating func record(
        _ comparison: FieldComparison, by manager: FieldManager, ignoring reset: FieldTree, now: String
    ) {
        let gained = comparison.modified.union(comparison.added).subtractingSubtrees(reset)
        let lost = comparison.removed.subtractingSubtrees(reset)
        entries = entries.mapValues { entry in
            var entry = entry
            entry.fields = entry.fields.subtracting(gained).subtracting(lost)
            return entry
        }
        entries = entries.filter { !$0.value.fields.isEmpty }
        let own = gained.subtracting(FieldManagement.metadataOfNobody)
        guard !own.isEmpty else { return }
        let earlier = entries[manager]?.fields ?? FieldTree()
        entries[manager] = Entry(fields: earlier.union(own), apiVersion: manager.apiVersion, time: now)
    }
}

extension ResourceRules {
    /// What the object is before it is created, in canonical form.
    var emptyObject: JSONValue {
        var empty = canonical(.emptyObject)
        empty["apiVersion"] = .string(definition.apiVersion)
        empty["kind"] = .string(definition.kind)
        return empty
    }

    /// The fields that a request to a subresource, or to the main resource, cannot change.
    func fieldsReset(by subresource: String?) -> FieldTree {
        var tree = FieldTree()
        switch subresource {
        case "status":
            tree.insert([PathStep.field("spec")])
            if definition.kind == "Deployment", !definition.isCustom { tree.insert([PathStep.field("metadata"), .field("labels")]) }
        case nil, "": if definition.subresource("status") != nil { tree.insert([PathStep.field("status")]) }
        default: break
        }
        return tree
    }
}
