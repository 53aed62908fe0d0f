import ControllerRuntime
import KubernetesModel

/// Paths into objects, by which server-side apply knows who has set what.
///
/// A step is a key, or `[name=database]` for an element of a list that has keys. Lists without keys are one value.
typealias FieldPath = [String]

extension JSONValue {
    /// The paths of all values, and of all elements of lists with keys.
    func fieldSet() -> Set<FieldPath> {
        var paths: Set<FieldPath> = []
        collect(into: &paths, at: [])
        for path in paths where Self.isServers(path) { paths.remove(path) }
        return paths
    }

    /// What belongs to the server or to the object's identity, and to no manager.
    private static func isServers(_ path: FieldPath) -> Bool {
        if path.count == 1 { return path[0] == "apiVersion" || path[0] == "kind" }
        guard path.count >= 2, path[0] == "metadata" else { return false }
        return [
            "name", "namespace", "uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "deletionTimestamp", "generateName",
            "deletionGracePeriodSeconds",
        ].contains(path[1])
    }

    private func collect(into paths: inout Set<FieldPath>, at path: FieldPath) {
        switch self {
        case .object(let members) where !members.isEmpty:
            for (key, value) in members { value.collect(into: &paths, at: path + [key]) }
        case .array(let elements):
            guard !elements.isEmpty, let keys = ListKeys.keys(of: path.last ?? "", elements: elements) else {
                paths.insert(path)
                return
            }
            for element in elements {
                let place = path + ["[\(ListKeys.identity(of: element, by: keys))]"]
                paths.insert(place)
                element.collect(into: &paths, at: place)
            }
        default:
            paths.insert(path)
        }
    }

    /// The value at a path.
    func value(at path: some Collection<String>) -> JSONValue? {
        var value = self
        var field = ""
        for step in path {
            if step.hasPrefix("["), let elements = value.array {
                guard let found = Self.index(of: step, in: elements, field) else { return nil }
                value = elements[found]
            } else {
                guard let next = value[step] else { return nil }
                value = next
                field = step
            }
        }
        return value
    }

    /// Removes what is at a path, and the objects around it that are empty then.
    mutating func remove(at path: ArraySlice<String>, field: String = "") {
        guard let step = path.first else { return }
        let rest = path.dropFirst()
        if step.hasPrefix("["), case .array(var elements) = self {
            guard let index = Self.index(of: step, in: elements, field) else { return }
            if rest.isEmpty {
                elements.remove(at: index)
            } else {
                elements[index].remove(at: rest, field: field)
            }
            self = .array(elements)
            return
        }
        guard rest.isEmpty else {
            guard var child = self[step] else { return }
            child.remove(at: rest, field: step)
            self[step] = child == .emptyObject || child == .array([]) ? JSONValue?.none : child  // plain nil would be JSON's null
            return
        }
        self[step] = nil
    }

    private static func index(of step: String, in elements: [JSONValue], _ field: String) -> Int? {
        guard let keys = ListKeys.keys(of: field, elements: elements) else { return nil }
        return elements.firstIndex { "[\(ListKeys.identity(of: $0, by: keys))]" == step }
    }

    /// This value with another one merged into it: objects by key, lists with keys by element, everything else replaced.
    ///
    /// - Parameter nullRemoves: null removes a key, as in a merge patch; else it is left out.
    func merged(with other: JSONValue, field: String = "", listsByKey: Bool = true, nullRemoves: Bool = false) -> JSONValue {
        switch (self, other) {
        case (.object(var members), .object(let others)):
            for (key, value) in others {
                if value.isNull {
                    if nullRemoves { members[key] = nil }
                } else {
                    let present = members[key] ?? (value.object == nil ? .null : .emptyObject)
                    members[key] = present.merged(with: value, field: key, listsByKey: listsByKey, nullRemoves: nullRemoves)
                }
            }
            return .object(members)
        case (.array(var elements), .array(let others)) where listsByKey:
            guard let keys = ListKeys.keys(of: field, elements: others), !elements.isEmpty, ListKeys.keys(of: field, elements: elements) == keys
            else {
                if ListKeys.sets.contains(field) { return .array(elements + others.filter { !elements.contains($0) }) }
                return other
            }
            for element in others {
                let identity = ListKeys.identity(of: element, by: keys)
                if let index = elements.firstIndex(where: { ListKeys.identity(of: $0, by: keys) == identity }) {
                    elements[index] = elements[index].merged(with: element, field: field, nullRemoves: nullRemoves)
                } else {
                    elements.append(element)
                }
            }
            return .array(elements)
        case (_, .object):
            return JSONValue.emptyObject.merged(with: other, field: field, listsByKey: listsByKey, nullRemoves: nullRemoves)
        default:
            return other
        }
    }
}
