import ControllerRuntime
import KubernetesModel

/// Who owns whom: a value that takes what watches show and says what is to be looked at.
struct OwnershipGraph {
    enum Work: Hashable {
        /// Its owners may be gone.
        case check(ResourceType, ObjectKey)
        /// It waits for its dependents, and has none left that block it.
        case finishForeground(ResourceType, ObjectKey)
        /// It lets its dependents go free before it is deleted.
        case orphan(ResourceType, ObjectKey, uid: String, dependents: [(ResourceType, ObjectKey)])

        static func == (one: Self, other: Self) -> Bool { one.text == other.text }
        func hash(into hasher: inout Hasher) { hasher.combine(text) }
        private var text: String { String(describing: self) }
    }

    private struct Entry {
        var kind: ResourceType
        var key: ObjectKey
        var owners: [String: Bool]
        var isTerminating: Bool
        var finalizers: Set<String>
    }
    private var entries: [String: Entry] = [:]
    private var uids: [ResourceType: [ObjectKey: String]] = [:]
    private var dependents: [String: Set<String>] = [:]

    /// The objects of a kind are these and no others.
    mutating func keepOnly(_ keys: Set<ObjectKey>, of kind: ResourceType) -> [Work] {
        let gone = (uids[kind] ?? [:]).filter { !keys.contains($0.key) }.values
        return gone.flatMap { drop($0) }
    }

    mutating func put(_ object: JSONValue, of kind: ResourceType) -> [Work] {
        let metadata = ObjectMeta(json: object["metadata"] ?? .emptyObject)
        guard let uid = metadata.uid else { return [] }
        let key = ObjectKey(namespace: metadata.namespace, name: metadata.name ?? "")
        // Another object of the same name, whose end was not seen.
        let former = uids[kind]?[key].flatMap { $0 == uid ? nil : drop($0) } ?? []
        let isNew = entries[uid] == nil
        for owner in entries[uid]?.owners.keys ?? [:].keys { dependents[owner]?.remove(uid) }
        let references = metadata.ownerReferences ?? []
        let owners = Dictionary(references.map { ($0.uid ?? "", $0.blockOwnerDeletion ?? false) }, uniquingKeysWith: { $1 })
        entries[uid] = Entry(
            kind: kind, key: key, owners: owners, isTerminating: metadata.deletionTimestamp != nil, finalizers: Set(metadata.finalizers ?? []))
        uids[kind, default: [:]][key] = uid
        for owner in owners.keys { dependents[owner, default: []].insert(uid) }
        var work = former + (isTerminating(uid) ? terminate(uid) : [])
        // An owner that no watch has shown may never have been there.
        if isNew, !owners.isEmpty, owners.keys.contains(where: { entries[$0] == nil || waitsForDependents($0) }) { work.append(.check(kind, key)) }
        // A dependent that no longer blocks may set its owner free.
        for owner in owners.keys where waitsForDependents(owner) { work += terminate(owner) }
        return work
    }

    mutating func remove(_ key: ObjectKey, of kind: ResourceType) -> [Work] { uids[kind]?[key].map { drop($0) } ?? [] }

    func look(at key: ObjectKey, of kind: ResourceType) -> [Work] {
        guard let uid = uids[kind]?[key], let entry = entries[uid] else { return [] }
        return entry.isTerminating ? terminate(uid) : [.check(kind, key)]
    }

    mutating func forget(except kinds: Set<ResourceType>) {
        for kind in uids.keys where !kinds.contains(kind) {
            for uid in (uids[kind] ?? [:]).values {
                for owner in entries[uid]?.owners.keys ?? [:].keys { dependents[owner]?.remove(uid) }
                entries[uid] = nil
            }
            uids[kind] = nil
        }
    }

    private mutating func drop(_ uid: String) -> [Work] {
        guard let entry = entries.removeValue(forKey: uid) else { return [] }
        if uids[entry.kind]?[entry.key] == uid { uids[entry.kind]?[entry.key] = nil }
        for owner in entry.owners.keys { dependents[owner]?.remove(uid) }
        var work = (dependents[uid] ?? []).compactMap { entries[$0].map { Work.check($0.kind, $0.key) } }
        for owner in entry.owners.keys where waitsForDependents(owner) { work += terminate(owner) }
        if dependents[uid]?.isEmpty ?? true { dependents[uid] = nil }
        return work
    }

    private func isTerminating(_ uid: String) -> Bool { entries[uid]?.isTerminating ?? false }
    private func waitsForDependents(_ uid: String) -> Bool {
        guard let entry = entries[uid] else { return false }
        return entry.isTerminating && entry.finalizers.contains("foregroundDeletion")
    }

    /// What an object that is to go still needs.
    private func terminate(_ uid: String) -> [Work] {
        guard let entry = entries[uid] else { return [] }
        let own = (dependents[uid] ?? []).compactMap { entries[$0] }
        if entry.finalizers.contains("orphan") {
            return [.orphan(entry.kind, entry.key, uid: uid, dependents: own.map { ($0.kind, $0.key) })]
        }
        guard entry.finalizers.contains("foregroundDeletion") else { return [] }
        let blocking = own.filter { $0.owners[uid] == true }
        if blocking.isEmpty { return [.finishForeground(entry.kind, entry.key)] }
        return blocking.filter { !$0.isTerminating }.map { .check($0.kind, $0.key) }
    }
}
