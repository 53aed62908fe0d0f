import KubernetesModel

/// The cached objects of one kind, from one or more sources, with indexes by label and owner: a value.
struct Store: Sendable {
    private struct Entry: Sendable {
        var object: JSONValue
        var version: UInt64?
        var sources: Set<Int>
    }

    /// What became of an object.
    struct Change: Sendable {
        var type: ResourceType
        var key: ObjectKey
        var old: JSONValue?
        var new: JSONValue?
        /// Whether it is more than a heartbeat.
        var isSignificant: Bool
    }

    let type: ResourceType
    private let policy: CachePolicy
    private var entries: [ObjectKey: Entry] = [:]
    private var byLabel: [String: [String: Set<ObjectKey>]]
    private var byOwner: [String: Set<ObjectKey>] = [:]
    /// The version up to which each source's watch has come.
    private var seen: [Int: UInt64] = [:]

    /// - Parameter indexedLabels: labels whose values are looked up often.
    init(_ policy: CachePolicy, indexedLabels: Set<String>) {
        type = policy.type
        self.policy = policy
        byLabel = Dictionary(uniqueKeysWithValues: indexedLabels.map { ($0, [:]) })
    }

    var count: Int { entries.count }

    subscript(key: ObjectKey) -> JSONValue? { entries[key]?.object }

    /// All objects of a namespace (nil: of all) whose labels have these values, sorted by key.
    func objects(in namespace: String?, labels: [String: String]) -> [JSONValue] {
        let candidates: [ObjectKey]
        if let (label, value) = labels.sorted(by: { $0.key < $1.key }).first(where: { byLabel[$0.key] != nil }) {
            candidates = Array(byLabel[label]?[value] ?? [])
        } else {
            candidates = Array(entries.keys)
        }
        return candidates.sorted().filter { namespace == nil || $0.namespace == namespace }.compactMap { entries[$0]?.object }.filter { object in
            let present = object[path: "metadata", "labels"]
            return labels.allSatisfy { present?[$0.key]?.string == $0.value }
        }
    }

    /// The objects with an owner reference to this uid, sorted by key.
    func objects(ownedBy uid: String) -> [JSONValue] { (byOwner[uid] ?? []).sorted().compactMap { entries[$0]?.object } }

    /// Puts in an object as a source, or a write, has shown it; nil if the cache knew that or later already.
    ///
    /// - Parameter sources: where it was seen. A source that is not read yet may be among them when the object was written by ourselves.
    mutating func put(_ object: JSONValue, from sources: Set<Int>, isOwnWrite: Bool = false) -> Change? {
        let key = object.objectKey
        let version = object[path: "metadata", "resourceVersion"]?.string.flatMap { UInt64($0) }
        if !isOwnWrite { note(version, from: sources) }
        guard let present = entries[key] else {
            // Our own write may be answered after the watch has already shown that the object is gone again.
            if isOwnWrite, let version, sources.contains(where: { version <= seen[$0] ?? 0 }) { return nil }
            let new = policy.projection(object)
            entries[key] = Entry(object: new, version: version, sources: sources)
            index(new, at: key, isPresent: true)
            return Change(type: type, key: key, old: nil, new: new, isSignificant: true)
        }
        entries[key]?.sources.formUnion(sources)
        if let version, let known = present.version, version <= known { return nil }
        let new = policy.projection(object)
        index(present.object, at: key, isPresent: false)
        index(new, at: key, isPresent: true)
        entries[key]?.object = new
        entries[key]?.version = version
        let isAnother = present.object[path: "metadata", "uid"] != new[path: "metadata", "uid"]
        return Change(type: type, key: key, old: present.object, new: new, isSignificant: isAnother || policy.significance(present.object, new))
    }

    /// Takes note that a source no longer has an object; nil if another one still has it, or a later one of that name.
    mutating func remove(_ key: ObjectKey, version: UInt64?, from source: Int) -> Change? {
        note(version, from: [source])
        guard var entry = entries[key], entry.sources.contains(source) else { return nil }
        if let version, let known = entry.version, version < known { return nil }
        entry.sources.remove(source)
        guard entry.sources.isEmpty else {
            entries[key] = entry
            return nil
        }
        entries[key] = nil
        index(entry.object, at: key, isPresent: false)
        return Change(type: type, key: key, old: entry.object, new: nil, isSignificant: true)
    }

    /// Removes what a source had before and no longer has.
    ///
    /// - Parameter only: the only object that the source can have; nil if it is a collection.
    mutating func removeAll(from source: Int, except kept: Set<ObjectKey>, only: ObjectKey?) -> [Change] {
        if let only { return kept.contains(only) ? [] : [remove(only, version: nil, from: source)].compactMap(\.self) }
        let gone = entries.filter { $0.value.sources.contains(source) && !kept.contains($0.key) }.keys.sorted()
        return gone.compactMap { remove($0, version: nil, from: source) }
    }

    mutating func forget(source: Int) { seen[source] = nil }

    /// Takes note of how far a source has come.
    mutating func note(_ version: UInt64?, from sources: Set<Int>) {
        guard let version else { return }
        for source in sources { seen[source] = max(seen[source] ?? 0, version) }
    }

    private mutating func index(_ object: JSONValue, at key: ObjectKey, isPresent: Bool) {
        for owner in object[path: "metadata", "ownerReferences"]?.array ?? [] {
            guard let uid = owner["uid"]?.string else { continue }
            Self.update(&byOwner, uid, key, isPresent)
        }
        guard !byLabel.isEmpty else { return }
        for (label, value) in object[path: "metadata", "labels"]?.object ?? [:] where byLabel[label] != nil {
            guard let value = value.string else { continue }
            Self.update(&byLabel[label, default: [:]], value, key, isPresent)
        }
    }

    private static func update(_ index: inout [String: Set<ObjectKey>], _ value: String, _ key: ObjectKey, _ isPresent: Bool) {
        if isPresent {
            index[value, default: []].insert(key)
        } else {
            index[value]?.remove(key)
            if index[value]?.isEmpty == true { index[value] = nil }
        }
    }
}

extension JSONValue {
    /// Namespace and name in the metadata.
    var objectKey: ObjectKey {
        ObjectKey(namespace: self[path: "metadata", "namespace"]?.string, name: self[path: "metadata", "name"]?.string ?? "")
    }

    var labels: [String: String] { (self[path: "metadata", "labels"]?.object ?? [:]).compactMapValues(\.string) }
}
