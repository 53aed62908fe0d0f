import KubernetesModel

/// One step of the path of a field, as `fieldsV1` names it.
enum PathStep: Hashable, Sendable {
    case field(String)
    /// An element of an associative list, by its keys.
    case key([String: JSONValue])
    /// An element of a set, by its value.
    case value(JSONValue)
    case index(Int)

    /// `f:name`, `k:{"name":"a"}`, `v:"a"` or `i:0`.
    var encoded: String {
        switch self {
        case .field(let name): "f:\(name)"
        case .key(let keys): "k:\(JSONValue.object(keys).text)"
        case .value(let value): "v:\(value.text)"
        case .index(let index): "i:\(index)"
        }
    }

    init?(encoded text: String) {
        let rest = String(text.dropFirst(2))
        switch text.prefix(2) {
        case "f:": self = .field(rest)
        case "k:":
            guard let keys = (try? JSONValue(parsing: rest))?.object else { return nil }
            self = .key(keys)
        case "v:":
            guard let value = try? JSONValue(parsing: rest) else { return nil }
            self = .value(value)
        case "i:":
            guard let index = Int(rest) else { return nil }
            self = .index(index)
        default: return nil
        }
    }

    /// As messages show it: `.name`, `[name="a"]`, `[="a"]` or `[0]`.
    var shown: String {
        switch self {
        case .field(let name): ".\(name)"
        case .key(let keys): "[" + keys.keys.sorted().map { "\($0)=\(keys[$0]?.text ?? "")" }.joined(separator: ",") + "]"
        case .value(let value): "[=\(value.text)]"
        case .index(let index): "[\(index)]"
        }
    }

    /// Fields come before keys, keys before values, values before positions.
    static func precedes(_ one: PathStep, _ two: PathStep) -> Bool {
        func rank(_ step: PathStep) -> Int {
            switch step {
            case .field: 0
            case .key: 1
            case .value: 2
            case .index: 3
            }
        }
        if case .index(let first) = one, case .index(let second) = two { return first < second }
        return rank(one) == rank(two) ? one.encoded < two.encoded : rank(one) < rank(two)
    }
}

/// A set of paths of fields.
struct FieldTree: Hashable, Sendable {
    /// Whether the path that leads here belongs to the set.
    var isMember = false
    var children: [PathStep: FieldTree] = [:]

    var isEmpty: Bool { !isMember && children.isEmpty }

    mutating func insert(_ path: some Collection<PathStep>) {
        guard let step = path.first else {
            isMember = true
            return
        }
        children[step, default: FieldTree()].insert(path.dropFirst())
    }

    mutating func formUnion(_ other: FieldTree) {
        isMember = isMember || other.isMember
        for (step, child) in other.children { children[step, default: FieldTree()].formUnion(child) }
    }

    func union(_ other: FieldTree) -> FieldTree {
        var result = self
        result.formUnion(other)
        return result
    }

    func subtracting(_ other: FieldTree) -> FieldTree {
        var result = FieldTree(isMember: isMember && !other.isMember)
        for (step, child) in children {
            let rest = other.children[step].map(child.subtracting) ?? child
            if !rest.isEmpty { result.children[step] = rest }
        }
        return result
    }

    /// Takes away what another set names together with all that lies below.
    func subtractingSubtrees(_ other: FieldTree) -> FieldTree {
        if other.isMember { return FieldTree() }
        var result = FieldTree(isMember: isMember)
        for (step, child) in children {
            let rest = other.children[step].map(child.subtractingSubtrees) ?? child
            if !rest.isEmpty { result.children[step] = rest }
        }
        return result
    }

    func intersection(_ other: FieldTree) -> FieldTree {
        var result = FieldTree(isMember: isMember && other.isMember)
        for (step, child) in children {
            guard let second = other.children[step] else { continue }
            let common = child.intersection(second)
            if !common.isEmpty { result.children[step] = common }
        }
        return result
    }

    /// Also names the fields on the way to its members; elements of lists stay as they are.
    func withFieldsOnTheWay() -> FieldTree {
        var result = FieldTree(isMember: isMember)
        for (step, child) in children {
            var child = child.withFieldsOnTheWay()
            if case .field = step { child.isMember = true }
            result.children[step] = child
        }
        return result
    }

    /// All members: at each level first those that end there, then those below.
    func paths() -> [[PathStep]] {
        let steps = children.keys.sorted(by: PathStep.precedes)
        var result = steps.filter { children[$0]?.isMember ?? false }.map { [$0] }
        for step in steps { result += (children[step]?.paths() ?? []).map { [step] + $0 } }
        return result
    }

    /// The value of `fieldsV1`.
    var encoded: JSONValue {
        var result: [String: JSONValue] = [:]
        for (step, child) in children {
            guard child.isMember, !child.children.isEmpty, case .object(var members) = child.encoded else {
                result[step.encoded] = child.encoded
                continue
            }
            members["."] = .emptyObject
            result[step.encoded] = .object(members)
        }
        return .object(result)
    }

    /// Reads `fieldsV1`; what it does not understand is left out.
    init(encoded json: JSONValue) {
        for (key, value) in json.object ?? [:] where key != "." {
            guard let step = PathStep(encoded: key) else { continue }
            var child = FieldTree(encoded: value)
            child.isMember = value["."] != nil || child.children.isEmpty
            children[step] = child
        }
    }

    init(isMember: Bool = false) { self.isMember = isMember }

    static func text(_ path: [PathStep]) -> String { path.map(\.shown).joined() }
}
