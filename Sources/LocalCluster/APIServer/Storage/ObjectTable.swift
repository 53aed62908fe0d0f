/// The current objects of one resource, sorted by namespace and name.
struct ObjectTable: Sendable {
    private(set) var paths: [ObjectPath] = []
    private var objects: [ObjectPath: StoredObject] = [:]
    /// The revision of the latest change of any of them.
    var lastChange: UInt64 = 0

    var count: Int { paths.count }

    subscript(path: ObjectPath) -> StoredObject? {
        get { objects[path] }
        set {
            let known = objects.updateOrRemove(newValue, at: path)
            if newValue != nil, !known {
                paths.insert(path, at: position(of: path))
            } else if newValue == nil, known {
                paths.remove(at: position(of: path))
            }
        }
    }

    /// All objects, or those of a namespace, in order.
    func list(namespace: String?) -> [StoredObject] {
        var result: [StoredObject] = []
        for path in paths[range(of: namespace)] {
            if let object = objects[path] { result.append(object) }
        }
        return result
    }

    private func range(of namespace: String?) -> Range<Int> {
        guard let namespace else { return paths.startIndex..<paths.endIndex }
        let start = position(of: ObjectPath(namespace: namespace, name: ""))
        var end = start
        var step = 1
        // Gallops to the end of the namespace, then narrows down.
        while end < paths.count, paths[end].namespace == namespace {
            end = min(end + step, paths.count)
            step *= 2
        }
        while end > start, paths[end - 1].namespace != namespace { end -= 1 }
        return start..<end
    }

    /// Where a path is, or would be.
    private func position(of path: ObjectPath) -> Int {
        var low = 0
        var high = paths.count
        while low < high {
            let middle = (low + high) / 2
            if paths[middle] < path { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension Dictionary {
    /// Sets or removes a value; returns whether there was one.
    fileprivate mutating func updateOrRemove(_ value: Value?, at key: Key) -> Bool {
        if let value { updateValue(value, forKey: key) != nil } else { removeValue(forKey: key) != nil }
    }
}
