import KubernetesModel

/// Who set fields, and how.
struct FieldManager: Hashable, Sendable {
    var name: String
    /// `Apply` or `Update`.
    var operation: String
    /// Empty for `Apply`: an applier is the same in all versions.
    var apiVersion: String
    var subresource: String

    static func updater(_ name: String, apiVersion: String, subresource: String?) -> FieldManager {
        FieldManager(name: name, operation: "Update", apiVersion: apiVersion, subresource: subresource ?? "")
    }

    static func applier(_ name: String, subresource: String?) -> FieldManager {
        FieldManager(name: name, operation: "Apply", apiVersion: "", subresource: subresource ?? "")
    }

    /// As conflicts name it.
    var shown: String {
        var text = GoText.quoted(name)
        if !subresource.isEmpty { text += " with subresource \(GoText.quoted(subresource))" }
        return operation == "Update" ? "\(text) using \(apiVersion)" : text
    }
}

/// `metadata.managedFields`.
struct ManagedFields: Sendable {
    struct Entry: Sendable {
        var fields: FieldTree
        var apiVersion: String
        var time: String?
    }

    var entries: [FieldManager: Entry] = [:]

    init() {}

    /// Reads the list; entries that make no sense are left out.
    init(_ list: JSONValue?) {
        for entry in list?.array ?? [] {
            guard let operation = entry["operation"]?.string, operation == "Apply" || operation == "Update" else { continue }
            let apiVersion = entry.text("apiVersion")
            let manager = FieldManager(
                name: entry.text("manager"), operation: operation, apiVersion: operation == "Apply" ? "" : apiVersion,
                subresource: entry.text("subresource"))
            entries[manager] = Entry(
                fields: FieldTree(encoded: entry["fieldsV1"] ?? .emptyObject), apiVersion: apiVersion, time: entry["time"]?.string)
        }
    }

    /// Whether a client asks to forget all managers: one empty entry.
    static func isReset(_ list: JSONValue?) -> Bool {
        guard let elements = list?.array, elements.count == 1, let entry = elements.first?.object else { return false }
        return entry.allSatisfy { $0.value.isNull || $0.value == "" }
    }

    /// The list in the order of a real server; nil where there is no manager.
    var encoded: JSONValue? {
        let list = entries.filter { !$0.value.fields.isEmpty }.sorted { one, two in
            let (first, second) = (one.key, two.key)
            if first.operation != second.operation { return first.operation < second.operation }
            let (before, after) = (one.value.time ?? "", two.value.time ?? "")
            if before != after { return before < after }
            if first.name != second.name { return first.name < second.name }
            if one.value.apiVersion != two.value.apiVersion { return one.value.apiVersion < two.value.apiVersion }
            return first.subresource < second.subresource
        }.map { manager, entry in
            var json: JSONValue = [
                "manager": .string(manager.name), "operation": .string(manager.operation), "apiVersion": .string(entry.apiVersion),
                "fieldsType": "FieldsV1", "fieldsV1": entry.fields.encoded,
            ]
            if let time = entry.time { json["time"] = .string(time) }
            if !manager.subresource.isEmpty { json["subresource"] = .string(manager.subresource) }
            return json
        }
        if list.isEmpty { return nil }
        return .array(list)
    }

    /// Takes fields away from all managers but one; managers without fields vanish.
    mutating func subtract(_ fields: FieldTree, except manager: FieldManager) {
        for (key, entry) in entries where key != manager {
            var entry = entry
            entry.fields = entry.fields.subtracting(fields)
            entries[key] = entry
        }
        entries = entries.filter { $0.key == manager || !$0.value.fields.isEmpty }
    }

    /// Joins the oldest updaters in one, so that no more than ten remain.
    mutating func capUpdaters() {
        let maximum = 10
        let updaters = entries.filter { $0.key.operation == "Update" }.sorted {
            ($0.value.time ?? "", $0.key.name) < ($1.value.time ?? "", $1.key.name)
        }
        guard updaters.count > maximum else { return }
        for (manager, entry) in updaters.prefix(updaters.count - maximum + 1) {
            let ancient = FieldManager(name: "ancient-changes", operation: "Update", apiVersion: manager.apiVersion, subresource: manager.subresource)
            entries[manager] = nil
            let earlier = entries[ancient]?.fields ?? FieldTree()
            entries[ancient] = Entry(fields: earlier.union(entry.fields), apiVersion: entry.apiVersion, time: entry.time)
        }
    }

    /// Whether both name the same managers with the same fields, at whatever times.
    func isSame(as other: ManagedFields) -> Bool {
        entries.mapValues(\.fields) == other.entries.mapValues(\.fields) && entries.mapValues(\.apiVersion) == other.entries.mapValues(\.apiVersion)
    }
}
