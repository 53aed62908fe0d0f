import KubernetesModel

/// One server-side apply.
struct ApplyOperation {
    private let live: JSONValue?
    private let configuration: JSONValue
    private let rules: any ResourceRules
    private let subresource: String?
    private let now: String
    /// The stored object, or the empty one, without its managers.
    private let base: JSONValue
    private var fields: ManagedFields

    private static let lastApplied = "kubectl.kubernetes.io/last-applied-configuration"

    init(live: JSONValue?, configuration: JSONValue, rules: any ResourceRules, subresource: String?, now: String) {
        self.live = live
        self.configuration = configuration
        self.rules = rules
        self.subresource = subresource
        self.now = now
        base = FieldManagement.bare(live ?? rules.emptyObject)
        fields = ManagedFields(live?[path: "metadata", "managedFields"])
    }

    mutating func run(manager name: String, force: Bool) throws(StatusError) -> JSONValue {
        try check()
        let manager = FieldManager.applier(name, subresource: subresource)
        if live != nil, fields.entries.isEmpty { adoptWhatWasThere() }
        let before = fields
        var merged = FieldMerge.merged(base, configuration, rules.schema) ?? base
        let last = fields.entries[manager]?.fields
        let own = FieldTree(settingAllOf: configuration, rules.schema).subtractingSubtrees(rules.fieldsReset(by: subresource))
        let time = fields.entries[manager]?.time
        fields.entries[manager] = .init(fields: own, apiVersion: rules.definition.apiVersion, time: time)
        if let last { merged = pruned(merged, last: last) }
        try settle(merged, manager: manager, force: force)
        fields.entries[manager]?.fields = own.subtracting(FieldManagement.metadataOfNobody)
        if fields.entries[manager]?.fields.isEmpty ?? false { fields.entries[manager] = nil }
        var result = try rules.decode(merged)
        updateLastApplied(&result, manager: name)
        let isUnchanged = live != nil && before.isSame(as: fields) && FieldManagement.bare(result) == base
        if isUnchanged, let live { return live }
        let moment = now
        if result != base || !before.isSame(as: fields) { fields.entries[manager]?.time = moment }
        result[path: "metadata", "managedFields"] = fields.encoded
        return result
    }

    private func check() throws(StatusError) {
        if configuration.text("apiVersion") != rules.definition.apiVersion || configuration.text("kind") != rules.definition.kind {
            let parts = configuration.text("apiVersion").split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let groupVersion = parts.count == 2 ? parts.joined(separator: "/") : "/" + parts.joined()
            throw .badRequest("invalid object type: \(groupVersion), Kind=\(configuration.text("kind"))")
        }
        if let list = configuration[path: "metadata", "managedFields"], !list.isNull { throw .badRequest("metadata.managedFields must be nil") }
        let problems = TypedConfiguration.problems(in: configuration, rules.schema)
        guard problems.isEmpty else {
            let namespace = configuration[path: "metadata", "namespace"]?.string ?? ""
            let name = configuration[path: "metadata", "name"]?.string ?? ""
            throw StatusError(
                code: 500, reason: nil,
                message: "failed to create typed patch object (\(namespace)/\(name); \(rules.definition.group)/\(rules.definition.version), "
                    + "Kind=\(rules.definition.kind)): \(TypedConfiguration.text(problems))")
        }
    }

    /// Fields of an object that nobody manages belong to an updater of that name.
    private mutating func adoptWhatWasThere() {
        let manager = FieldManager.updater("before-first-apply", apiVersion: rules.definition.apiVersion, subresource: nil)
        let comparison = FieldComparison(FieldManagement.bare(rules.emptyObject), base, rules.schema)
        let own = comparison.added.union(comparison.modified).subtractingSubtrees(rules.fieldsReset(by: subresource))
            .subtracting(FieldManagement.metadataOfNobody)
        if !own.isEmpty { fields.entries[manager] = .init(fields: own, apiVersion: rules.definition.apiVersion, time: now) }
    }

    /// Takes out what the manager applied before and now neither it nor anyone else has.
    private func pruned(_ merged: JSONValue, last: FieldTree) -> JSONValue {
        var managed = FieldTree()
        for entry in fields.entries.values { managed.formUnion(entry.fields) }
        let gone = last.withFieldsOnTheWay().subtracting(managed.withFieldsOnTheWay())
        return FieldMerge.removing(gone, from: merged, rules.schema)
    }

    /// Finds conflicts, and passes ownership of what changed.
    private mutating func settle(_ merged: JSONValue, manager: FieldManager, force: Bool) throws(StatusError) {
        let comparison = FieldComparison(base, merged, rules.schema)
        let reset = rules.fieldsReset(by: subresource)
        let changed = comparison.modified.union(comparison.added).subtractingSubtrees(reset)
        var conflicts: [FieldManager: FieldTree] = [:]
        for (other, entry) in fields.entries where other != manager {
            let common = entry.fields.intersection(changed)
            if !common.isEmpty { conflicts[other] = common }
        }
        if !force, !conflicts.isEmpty, !isCausedByClientSideApply(conflicts, manager) { throw conflict(conflicts) }
        for (other, common) in conflicts {
            let rest = fields.entries[other]?.fields.subtracting(common) ?? FieldTree()
            fields.entries[other]?.fields = rest
        }
        fields.subtract(comparison.removed.subtractingSubtrees(reset), except: manager)
    }

    /// `kubectl apply --server-side` may take over what the same person applied from the client before.
    private func isCausedByClientSideApply(_ conflicts: [FieldManager: FieldTree], _ manager: FieldManager) -> Bool {
        guard manager.name == "kubectl", let text = base[path: "metadata", "annotations", Self.lastApplied]?.string,
            let earlier = try? JSONValue(parsing: text)
        else { return false }
        let applied = FieldTree(settingAllOf: earlier, rules.schema)
        // What has been changed since by someone else stays a conflict.
        let changed = FieldComparison(base, FieldMerge.merged(base, earlier, rules.schema) ?? base, rules.schema)
        let untouched = applied.subtracting(changed.modified).subtracting(changed.added)
        return conflicts.values.allSatisfy { $0.subtracting(untouched).isEmpty }
    }

    private func conflict(_ conflicts: [FieldManager: FieldTree]) -> StatusError {
        let sorted = conflicts.sorted { $0.key.shown < $1.key.shown }.map { ($0.key.shown, $0.value.paths().map(FieldTree.text)) }
        let count = sorted.reduce(0) { $0 + $1.1.count }
        let message: String
        if count == 1, let only = sorted.first {
            message = "Apply failed with 1 conflict: conflict with \(only.0): \(only.1[0])"
        } else {
            let lines = sorted.flatMap { ["conflicts with \($0.0):"] + $0.1.map { "- \($0)" } }
            message = "Apply failed with \(count) conflicts: \(lines.joined(separator: "\n"))"
        }
        let causes = sorted.flatMap { manager, paths in
            paths.map { ["reason": "FieldManagerConflict", "message": .string("conflict with \(manager)"), "field": .string($0)] as JSONValue }
        }
        return StatusError(code: 409, reason: "Conflict", message: message, details: ["causes": .array(causes)])
    }

    /// Keeps the annotation of client-side apply in step, so that both ways of applying can be mixed.
    private func updateLastApplied(_ object: inout JSONValue, manager: String) {
        guard manager == "kubectl", base[path: "metadata", "annotations", Self.lastApplied] != nil else { return }
        var applied = configuration
        applied.update("metadata") { metadata in
            metadata.update("annotations") { $0[Self.lastApplied] = nil }
            metadata.dropIfEmpty("annotations")
        }
        object[path: "metadata", "annotations", Self.lastApplied] = .string(applied.text + "\n")
    }
}
