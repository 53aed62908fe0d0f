import KubernetesModel

/// Which fields differ between two values.
struct FieldComparison {
    private(set) var added = FieldTree()
    private(set) var removed = FieldTree()
    private(set) var modified = FieldTree()

    var isSame: Bool { added.isEmpty && removed.isEmpty && modified.isEmpty }

    init(_ old: JSONValue, _ new: JSONValue, _ schema: Schema?) {
        visit(old, new, schema, [])
        // The whole object is nobody's.
        added.isMember = false
        removed.isMember = false
        modified.isMember = false
    }

    private mutating func visit(_ old: JSONValue?, _ new: JSONValue?, _ schema: Schema?, _ path: [PathStep]) {
        if old == nil, new == nil { return }
        let shape = FieldShape(schema, old, new)
        switch shape {
        case .members(let schema) where !(Self.isHollow(old) && Self.isHollow(new)):
            let first = old?.object ?? [:]
            let second = new?.object ?? [:]
            for (key, value) in first { visit(value, second[key], schema?.field(key), path + [.field(key)]) }
            for (key, value) in second where first[key] == nil { visit(nil, value, schema?.field(key), path + [.field(key)]) }
        case .set(let items) where !(Self.isHollow(old) && Self.isHollow(new)):
            visitElements(old?.array ?? [], new?.array ?? [], items, path) { .value($0) }
        case .keyed(let keys, let items) where !(Self.isHollow(old) && Self.isHollow(new)):
            visitElements(old?.array ?? [], new?.array ?? [], items, path) { FieldShape.step($0, keys: keys, items) }
        default: return leaf(old, new, path)
        }
        if old == nil { added.insert(path) } else if new == nil { removed.insert(path) }
    }

    private mutating func visitElements(
        _ old: [JSONValue], _ new: [JSONValue], _ items: Schema?, _ path: [PathStep], step: (JSONValue) -> PathStep?
    ) {
        var first: [PathStep: JSONValue] = [:]
        var second: [PathStep: JSONValue] = [:]
        for element in old { if let step = step(element) { first[step] = element } }
        for element in new { if let step = step(element) { second[step] = element } }
        for (step, element) in first { visit(element, second[step], items, path + [step]) }
        for (step, element) in second where first[step] == nil { visit(nil, element, items, path + [step]) }
    }

    private mutating func leaf(_ old: JSONValue?, _ new: JSONValue?, _ path: [PathStep]) {
        if old == nil {
            added.insert(path)
        } else if new == nil {
            removed.insert(path)
        } else if old != new {
            modified.insert(path)
        }
    }

    private static func isHollow(_ value: JSONValue?) -> Bool {
        switch value {
        case nil, .null?: true
        case .object(let members)?: members.isEmpty
        case .array(let elements)?: elements.isEmpty
        default: false
        }
    }
}

extension FieldTree {
    /// The fields that an applied configuration sets.
    init(settingAllOf value: JSONValue, _ schema: Schema?) {
        self.init()
        collect(value, schema, [])
    }

    private mutating func collect(_ value: JSONValue, _ schema: Schema?, _ path: [PathStep]) {
        switch FieldShape(schema, value) {
        case .leaf: insert(path)
        case .members(let schema):
            for (key, member) in value.object ?? [:] {
                let step = path + [.field(key)]
                collect(member, schema?.field(key), step)
                // Empty values are set too, and so is every key of a map.
                if member.isNull || member == .emptyObject || schema?.property(key) == nil { insert(step) }
            }
        case .set:
            for element in value.array ?? [] { insert(path + [.value(element)]) }
        case .keyed(let keys, let items):
            for element in value.array ?? [] {
                guard let step = FieldShape.step(element, keys: keys, items) else { continue }
                collect(element, items, path + [step])
                insert(path + [step])
            }
        }
    }
}
