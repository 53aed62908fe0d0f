import KubernetesModel

/// Merging an applied configuration into an object, and taking fields out of one.
enum FieldMerge {
    /// The object with everything that the configuration sets.
    static func merged(_ live: JSONValue?, _ configuration: JSONValue?, _ schema: Schema?) -> JSONValue? {
        guard let configuration else { return live }
        guard let live, !live.isNull else { return configuration }
        switch FieldShape(schema, live, configuration) {
        case .leaf: return configuration
        case .members(let schema):
            guard var members = live.object, let changes = configuration.object else { return live }
            for (key, change) in changes { members[key] = merged(members[key], change, schema?.field(key)) }
            return .object(members)
        case .set(let items): return list(live.array ?? [], configuration.array ?? [], items) { .value($0) }
        case .keyed(let keys, let items):
            return list(live.array ?? [], configuration.array ?? [], items) { FieldShape.step($0, keys: keys, items) ?? .value($0) }
        }
    }

    /// Keeps the live order, except that what the configuration names is in its order.
    private static func list(_ live: [JSONValue], _ configuration: [JSONValue], _ items: Schema?, step: (JSONValue) -> PathStep) -> JSONValue {
        let left = live.map(step)
        let right = configuration.map(step)
        let inLeft = Dictionary(zip(left, live), uniquingKeysWith: { first, _ in first })
        let inRight = Set(right)
        var shared = right.filter { inLeft[$0] != nil }[...]
        var taken = Set<PathStep>()
        var result: [JSONValue] = []
        var (l, r) = (0, 0)
        func takeRight() {
            let step = right[r]
            taken.insert(step)
            result.append(merged(inLeft[step], configuration[r], items) ?? configuration[r])
            if shared.first == step { shared = shared.dropFirst() }
            r += 1
        }
        while l < left.count || r < right.count {
            if l < left.count, r < right.count {
                if left[l] == right[r] {
                    takeRight()
                    l += 1
                    continue
                }
                if inRight.contains(left[l]), let next = shared.first, next != left[l] {
                    l += 1
                    continue
                }
            }
            if l < left.count {
                if !inRight.contains(left[l]) {
                    result.append(live[l])
                    l += 1
                    continue
                } else if taken.contains(left[l]) || r == right.count {
                    l += 1
                }
            }
            if r < right.count { takeRight() }
        }
        return .array(result)
    }

    /// The value without the fields of a set.
    static func removing(_ gone: FieldTree, from value: JSONValue, _ schema: Schema?) -> JSONValue {
        if gone.children.isEmpty { return value }
        switch FieldShape(schema, value) {
        case .leaf: return value
        case .members(let schema):
            var members = value.object ?? [:]
            for (step, below) in gone.children {
                guard case .field(let key) = step, let member = members[key] else { continue }
                if below.isMember {
                    members[key] = nil
                } else {
                    let rest = removing(below, from: member, schema?.field(key))
                    // A container that loses its last member goes with it.
                    let isHollow = rest == .emptyObject || rest == .array([])
                    if isHollow, rest != member {
                        members[key] = nil
                    } else {
                        members[key] = rest
                    }
                }
            }
            return .object(members)
        case .set: return .array((value.array ?? []).filter { !(gone.children[.value($0)]?.isMember ?? false) })
        case .keyed(let keys, let items):
            return .array(
                (value.array ?? []).compactMap { element in
                    guard let step = FieldShape.step(element, keys: keys, items), let below = gone.children[step] else { return element }
                    if below.isMember { return nil }
                    return removing(below, from: element, items)
                })
        }
    }
}
