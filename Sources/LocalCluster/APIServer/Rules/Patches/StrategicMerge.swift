import KubernetesModel

/// Merges a strategic merge patch.
///
/// - Source: Kubernetes documentation, "Strategic merge patch"; the order of lists is that of the API server: new elements first, then those
///   that were there, unless `$setElementOrder` says otherwise.
struct StrategicMerge {
    struct Failure: Error { let text: String }

    private static let orderPrefix = "$setElementOrder/"
    private static let deletePrefix = "$deleteFromPrimitiveList/"

    func object(_ original: [String: JSONValue], _ patch: [String: JSONValue], _ schema: Schema?) throws(Failure) -> JSONValue {
        var patch = patch
        switch patch["$patch"] {
        case nil: break
        case "replace"?:
            patch["$patch"] = nil
            return .object(Self.withoutNulls(patch))
        case "delete"?: return .emptyObject
        case "merge"?: patch["$patch"] = nil
        case let directive?:
            throw Failure(text: "unknown patch type: \(directive.string ?? directive.text) in map: \(GoMapText.text(.object(patch)))")
        }
        var result = original
        if case .array(let retained)? = patch.removeValue(forKey: "$retainKeys") {
            let names = Set(retained.compactMap(\.string))
            result = result.filter { names.contains($0.key) }
        }
        for (key, value) in patch where key.hasPrefix(Self.deletePrefix) {
            let name = String(key.dropFirst(Self.deletePrefix.count))
            let gone = value.array ?? []
            if let list = result[name]?.array { result[name] = .array(list.filter { !gone.contains($0) }) }
        }
        for (key, value) in patch where !key.hasPrefix("$") {
            if value.isNull {
                result[key] = nil
                continue
            }
            result[key] = try member(result[key], value, schema?.field(key), order: patch[Self.orderPrefix + key])
        }
        for (key, value) in patch where key.hasPrefix(Self.orderPrefix) {
            let name = String(key.dropFirst(Self.orderPrefix.count))
            if patch[name] == nil, let list = result[name]?.array {
                result[name] = .array(ordered(list, by: value.array ?? [], mergeKey: schema?.field(name)?.patchMergeKey, added: []))
            }
        }
        return .object(result)
    }

    private func member(_ original: JSONValue?, _ patch: JSONValue, _ schema: Schema?, order: JSONValue?) throws(Failure) -> JSONValue {
        switch patch {
        case .object(let changes):
            let replaces = schema?.patchStrategies.contains("replace") ?? false
            if replaces, changes["$patch"] == nil { return .object(Self.withoutNulls(changes)) }
            return try object(original?.object ?? [:], changes, schema)
        case .array(let changes):
            guard let schema, schema.patchStrategies.contains("merge") else { return .array(changes.map(Self.withoutDirectives)) }
            if let mergeKey = schema.patchMergeKey {
                return .array(try list(original?.array ?? [], changes, mergeKey: mergeKey, schema.items, order: order?.array))
            }
            return .array(scalars(original?.array ?? [], changes, order: order?.array))
        default: return patch
        }
    }

    /// Scalars: the patch's first, then those that were there.
    private func scalars(_ original: [JSONValue], _ patch: [JSONValue], order: [JSONValue]?) -> [JSONValue] {
        var merged = original
        for element in patch where !merged.contains(element) { merged.append(element) }
        var seen = Set<JSONValue>()
        merged = merged.filter { seen.insert($0).inserted }
        return ordered(merged, by: order ?? patch, mergeKey: nil, added: patch.filter { !original.contains($0) })
    }

    private func list(
        _ original: [JSONValue], _ patch: [JSONValue], mergeKey: String, _ items: Schema?, order: [JSONValue]?
    ) throws(Failure) -> [JSONValue] {
        if patch.contains(where: { $0["$patch"] == "replace" }) {
            return patch.filter { $0["$patch"] != "replace" }.map(Self.withoutDirectives)
        }
        var result = original
        var added: [JSONValue] = []
        for change in patch {
            guard let members = change.object else { throw Failure(text: "invalid JSON document") }
            guard let key = change[mergeKey] else {
                throw Failure(text: "map: \(GoMapText.text(change)) does not contain declared merge key: \(mergeKey)")
            }
            if change["$patch"] == "delete" {
                result.removeAll { $0[mergeKey] == key }
                continue
            }
            if let index = result.firstIndex(where: { $0[mergeKey] == key }) {
                result[index] = try object(result[index].object ?? [:], members, items)
            } else {
                result.append(try object([:], members, items))
                added.append(key)
            }
        }
        let keys = patch.filter { $0["$patch"] != "delete" }
        return ordered(result, by: order ?? keys, mergeKey: mergeKey, added: added)
    }

    /// Puts the elements that an order names into that order; the others keep their place relative to those that were there before.
    ///
    /// Elements that only the server has are merged by the position that they had: each comes before the first named one that stood behind it.
    private func ordered(_ list: [JSONValue], by order: [JSONValue], mergeKey: String?, added: [JSONValue]) -> [JSONValue] {
        func key(_ element: JSONValue) -> JSONValue { mergeKey.flatMap { element[$0] } ?? element }
        let wanted = order.map(key)
        let rank = Dictionary(wanted.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        let named = list.filter { rank[key($0)] != nil }.sorted { rank[key($0), default: 0] < rank[key($1), default: 0] }
        let others = list.enumerated().filter { rank[key($1)] == nil }
        let place = Dictionary(list.enumerated().map { (key($1), $0) }, uniquingKeysWith: { first, _ in first })
        let new = Set(added)
        var result: [JSONValue] = []
        var left = named[...]
        var right = others[...]
        while let first = left.first {
            guard let other = right.first else { break }
            // What is new has no place of its own and goes first.
            if new.contains(key(first)) || place[key(first), default: 0] < other.offset {
                result.append(left.removeFirst())
            } else {
                result.append(right.removeFirst().element)
            }
        }
        return result + left + right.map(\.element)
    }

    /// Nulls in what is put in place of something vanish.
    private static func withoutNulls(_ members: [String: JSONValue]) -> [String: JSONValue] {
        members.filter { !$0.value.isNull && !$0.key.hasPrefix("$") }.mapValues { value in
            value.object.map { .object(withoutNulls($0)) } ?? value
        }
    }

    private static func withoutDirectives(_ value: JSONValue) -> JSONValue {
        value.object.map { .object(withoutNulls($0)) } ?? value
    }
}

/// A value as Go prints a `map[string]interface{}` with `%v`.
enum GoMapText {
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .object(let members): "map[" + members.keys.sorted().map { "\($0):\(text(members[$0] ?? .null))" }.joined(separator: " ") + "]"
        case .array(let elements): "[" + elements.map(text).joined(separator: " ") + "]"
        case .string(let string): string
        case .null: "<nil>"
        default: value.text
        }
    }
}
