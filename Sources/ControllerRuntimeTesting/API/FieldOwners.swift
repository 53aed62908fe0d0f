import KubernetesModel

/// Who has set which fields of an object: what `metadata.managedFields` records.
struct FieldOwners: Sendable, Hashable {
    /// A manager, and whether it applies or updates.
    struct Owner: Sendable, Hashable, Comparable {
        var manager: String
        var applies: Bool
        static func < (one: Self, other: Self) -> Bool { (one.manager, one.applies ? 1 : 0) < (other.manager, other.applies ? 1 : 0) }
    }
    private var fields: [Owner: Set<FieldPath>] = [:]

    /// Applies a configuration.
    ///
    /// - Returns: the object afterwards, or the conflicts: fields with another value that others have set.
    mutating func apply(_ configuration: JSONValue, to live: JSONValue, by manager: String, force: Bool) -> (JSONValue, conflicts: [String]) {
        let owner = Owner(manager: manager, applies: true)
        let wanted = configuration.fieldSet()
        let before = fields[owner] ?? []
        var conflicts: [String] = []
        for other in fields.keys.sorted() where other != owner {
            let lost = (fields[other] ?? []).intersection(wanted).filter { path in
                // An element as such is no value: several may have put it there.
                path.last?.hasPrefix("[") != true && live.value(at: path) != configuration.value(at: path)
            }
            guard !lost.isEmpty else { continue }
            if force {
                fields[other]?.subtract(lost)
            } else {
                conflicts += lost.map { "conflict with \"\(other.manager)\": .\($0.joined(separator: "."))" }
            }
        }
        guard conflicts.isEmpty else { return (live, conflicts.sorted()) }
        var result = live.merged(with: configuration)
        fields[owner] = wanted
        let kept = fields.values.reduce(into: Set<FieldPath>()) { $0.formUnion($1) }
        for path in before.subtracting(wanted).sorted(by: { $0.count < $1.count }) where !kept.contains(path) {
            // Something inside of it that others have set keeps an element.
            if path.last?.hasPrefix("[") == true, kept.contains(where: { $0.starts(with: path) }) { continue }
            if wanted.contains(where: { $0.starts(with: path) }) { continue }  // a value has become an object
            result.remove(at: path[...])
        }
        return (result, [])
    }

    /// Takes note of a change that was not applied: who made it owns what it changed.
    mutating func update(from old: JSONValue, to new: JSONValue, by manager: String) {
        let before = old.fieldSet()
        let after = new.fieldSet()
        let changed = after.filter { !before.contains($0) || old.value(at: $0) != new.value(at: $0) }
        let taken = changed.filter { $0.last?.hasPrefix("[") != true }
        for owner in fields.keys { fields[owner] = (fields[owner] ?? []).intersection(after).subtracting(taken) }
        guard !changed.isEmpty else { return }
        fields[Owner(manager: manager, applies: false), default: []].formUnion(changed)
    }
}
