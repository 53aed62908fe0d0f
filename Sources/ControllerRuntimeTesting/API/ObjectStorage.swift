import KubernetesModel

/// The objects of an API server and their history: a value, without requests.
struct ObjectStorage: Sendable {
    /// A collection over all versions of its group.
    struct Collection: Sendable, Hashable, Comparable {
        var group: String
        var plural: String
        static func < (one: Self, other: Self) -> Bool { (one.group, one.plural) < (other.group, other.plural) }
    }

    struct Stored: Sendable {
        var json: JSONValue
        var owners = FieldOwners()
    }

    /// One change.
    struct Change: Sendable {
        var version: Int
        var collection: Collection
        var old: JSONValue?
        var new: JSONValue?
    }

    /// Why a request is refused: what becomes a `Status`.
    struct Refusal: Error, Sendable {
        var code: Int
        var reason: String
        var message: String
        init(_ code: Int, _ reason: String, _ message: String) {
            self.code = code
            self.reason = reason
            self.message = message
        }
    }

    private(set) var objects: [Collection: [ObjectKey: Stored]] = [:]
    private(set) var history: [Change] = []
    /// The version of the last change.
    private(set) var version = 100
    /// Watches can begin at this version or later.
    private(set) var oldestVersion = 0
    private var nextUID = 0
    /// Delete what a deleted object owned, as the garbage collector does.
    var collectsGarbage = false

    subscript(collection: Collection, key: ObjectKey) -> Stored? { objects[collection]?[key] }

    /// The objects that are selected, sorted by key.
    func list(_ collection: Collection, _ selection: Selection) -> [JSONValue] {
        (objects[collection] ?? [:]).sorted { $0.key < $1.key }.map(\.value.json).filter(selection.matches)
    }

    /// Forgets the history, so that watches from former versions are refused.
    mutating func compact() {
        oldestVersion = version
        history = []
    }

    // MARK: Writing

    mutating func create(
        _ object: JSONValue, in collection: Collection, manager: String, date: Timestamp, keepingStatus: Bool = false
    ) throws(Refusal) -> JSONValue {
        var object = object
        nextUID += 1
        if object[path: "metadata", "name"]?.string == nil, let prefix = object[path: "metadata", "generateName"]?.string {
            object[path: ["metadata", "name"]] = .string(prefix + Self.suffix(nextUID))
        }
        let key = Self.key(of: object)
        guard !key.name.isEmpty else { throw Refusal(422, "Invalid", "metadata.name: Required value: name or generateName is required") }
        guard self[collection, key] == nil else {
            throw Refusal(409, "AlreadyExists", "\(collection.resourceText) \"\(key.name)\" already exists")
        }
        guard object[path: "metadata", "resourceVersion"]?.string.map(\.isEmpty) ?? true else {
            throw Refusal(400, "BadRequest", "resourceVersion should not be set on objects to be created")
        }
        object[path: ["metadata", "uid"]] = .string(Self.uid(nextUID))
        object[path: ["metadata", "creationTimestamp"]] = .string(Timestamp(secondsSince1970: date.secondsSince1970).description)
        object[path: ["metadata", "generation"]] = 1
        object[path: ["metadata", "managedFields"]] = nil
        if !keepingStatus { object["status"] = nil }
        var stored = Stored(json: object)
        stored.owners.update(from: .emptyObject, to: object, by: manager)
        let created = store(stored, in: collection, at: key)
        // Made by somebody who does not know yet that the owner is gone.
        if collectsGarbage, object[path: "metadata", "ownerReferences"] != nil { collectGarbage() }
        return created
    }

    /// Creates or changes an object by server-side apply.
    mutating func apply(
        _ configuration: JSONValue, in collection: Collection, at key: ObjectKey, manager: String, force: Bool, status: Bool, date: Timestamp
    ) throws(Refusal) -> JSONValue {
        guard var stored = self[collection, key] else {
            if status || configuration[path: "metadata", "resourceVersion"] != nil { throw Self.notFound(collection, key) }
            var object = JSONValue.emptyObject.merged(with: configuration)
            object[path: ["metadata", "name"]] = .string(key.name)
            if let namespace = key.namespace { object[path: ["metadata", "namespace"]] = .string(namespace) }
            _ = try create(object, in: collection, manager: manager, date: date)
            // What was created belongs to the one who applied it.
            var owners = FieldOwners()
            _ = owners.apply(configuration, to: object, by: manager, force: true)
            objects[collection]?[key]?.owners = owners
            return self[collection, key]?.json ?? object
        }
        try checkVersion(of: configuration, against: stored.json, collection, key)
        var configuration = configuration
        configuration[path: ["metadata", "resourceVersion"]] = nil
        let (result, conflicts) = stored.owners.apply(configuration, to: stored.json, by: manager, force: force)
        guard conflicts.isEmpty else {
            throw Refusal(
                409, "Conflict",
                "Apply failed with \(conflicts.count) conflict\(conflicts.count == 1 ? "" : "s"): \(conflicts.joined(separator: ", "))")
        }
        let old = stored.json
        stored.json = result
        return finish(stored, from: old, in: collection, at: key, status: status)
    }

    /// Changes an object: the function gets the present one.
    ///
    /// - Parameter status: change only the status; else everything else.
    mutating func change(
        in collection: Collection, at key: ObjectKey, manager: String, status: Bool, checksVersion: Bool = true,
        _ body: (JSONValue) throws(Refusal) -> JSONValue
    ) throws(Refusal) -> JSONValue {
        guard var stored = self[collection, key] else { throw Self.notFound(collection, key) }
        let old = stored.json
        var new = try body(old)
        if checksVersion { try checkVersion(of: new, against: old, collection, key) }
        if let uid = new[path: "metadata", "uid"], uid != old[path: "metadata", "uid"] {
            throw Refusal(
                409, "Conflict", "the UID in the precondition (\(uid)) does not match the UID in record (\(old[path: "metadata", "uid"] ?? .null))")
        }
        if status {
            let changed = new["status"]
            new = old
            new["status"] = changed
        } else {
            new["status"] = old["status"]
        }
        stored.owners.update(from: old, to: new, by: manager)
        stored.json = new
        return finish(stored, from: old, in: collection, at: key, status: status)
    }

    mutating func delete(in collection: Collection, at key: ObjectKey, preconditions: JSONValue?, date: Timestamp) throws(Refusal) -> JSONValue {
        guard var stored = self[collection, key] else { throw Self.notFound(collection, key) }
        for field in ["uid", "resourceVersion"] {
            guard let wanted = preconditions?[field]?.string, wanted != stored.json[path: "metadata", field]?.string else { continue }
            throw Refusal(409, "Conflict", "Precondition failed: \(field) in precondition: \(wanted), \(field) in object meta: another one")
        }
        if stored.json[path: "metadata", "finalizers"]?.array?.isEmpty ?? true {
            remove(in: collection, at: key)
            return stored.json
        }
        guard stored.json[path: "metadata", "deletionTimestamp"] == nil else { return stored.json }
        stored.json[path: ["metadata", "deletionTimestamp"]] = .string(Timestamp(secondsSince1970: date.secondsSince1970).description)
        return store(stored, in: collection, at: key)
    }

    mutating func remove(in collection: Collection, at key: ObjectKey) {
        guard var old = objects[collection]?.removeValue(forKey: key)?.json else { return }
        version += 1
        let before = old
        old[path: ["metadata", "resourceVersion"]] = .string(String(version))
        history.append(Change(version: version, collection: collection, old: before, new: nil))
        lastDeleted = old
        if collectsGarbage { collectGarbage() }
    }

    /// The object that was deleted last, with the version of its deletion.
    private(set) var lastDeleted: JSONValue?

    private mutating func finish(
        _ stored: Stored, from old: JSONValue, in collection: Collection, at key: ObjectKey, status: Bool
    ) -> JSONValue {
        var stored = stored
        for field in ["uid", "creationTimestamp", "generation", "deletionTimestamp", "resourceVersion", "name", "namespace"] {
            stored.json[path: ["metadata", field]] = old[path: "metadata", field]
        }
        stored.json[path: ["metadata", "managedFields"]] = nil
        stored.json["apiVersion"] = old["apiVersion"]
        stored.json["kind"] = old["kind"]
        if !status { stored.json["status"] = old["status"] }
        guard stored.json != old else {
            objects[collection]?[key]?.owners = stored.owners
            return old
        }
        if Self.content(stored.json) != Self.content(old) {
            stored.json[path: ["metadata", "generation"]] = .integer((old[path: "metadata", "generation"]?.integer ?? 0) + 1)
        }
        let result = store(stored, in: collection, at: key)
        if result[path: "metadata", "deletionTimestamp"] != nil, result[path: "metadata", "finalizers"]?.array?.isEmpty ?? true {
            remove(in: collection, at: key)
        }
        return result
    }

    private mutating func store(_ stored: Stored, in collection: Collection, at key: ObjectKey) -> JSONValue {
        var stored = stored
        version += 1
        stored.json[path: ["metadata", "resourceVersion"]] = .string(String(version))
        let old = objects[collection]?[key]?.json
        objects[collection, default: [:]][key] = stored
        history.append(Change(version: version, collection: collection, old: old, new: stored.json))
        return stored.json
    }

    private mutating func collectGarbage() {
        let uids = Set(objects.values.flatMap { $0.values.compactMap { $0.json[path: "metadata", "uid"]?.string } })
        for (collection, members) in objects.sorted(by: { $0.key < $1.key }) {
            for (key, stored) in members.sorted(by: { $0.key < $1.key }) {
                let owners = (stored.json[path: "metadata", "ownerReferences"]?.array ?? []).compactMap { $0["uid"]?.string }
                if !owners.isEmpty, owners.allSatisfy({ !uids.contains($0) }), self[collection, key] != nil {
                    _ = try? delete(in: collection, at: key, preconditions: nil, date: Timestamp(secondsSince1970: 0))
                }
            }
        }
    }

    private func checkVersion(of new: JSONValue, against old: JSONValue, _ collection: Collection, _ key: ObjectKey) throws(Refusal) {
        guard let wanted = new[path: "metadata", "resourceVersion"]?.string, !wanted.isEmpty,
            wanted != old[path: "metadata", "resourceVersion"]?.string
        else { return }
        throw Refusal(
            409, "Conflict",
            "Operation cannot be fulfilled on \(collection.resourceText) \"\(key.name)\": the object has been modified; "
                + "please apply your changes to the latest version and try again")
    }

    static func notFound(_ collection: Collection, _ key: ObjectKey) -> Refusal {
        Refusal(404, "NotFound", "\(collection.resourceText) \"\(key.name)\" not found")
    }

    static func key(of object: JSONValue) -> ObjectKey {
        ObjectKey(namespace: object[path: "metadata", "namespace"]?.string, name: object[path: "metadata", "name"]?.string ?? "")
    }

    /// What a change of which raises the generation.
    private static func content(_ object: JSONValue) -> JSONValue {
        var object = object
        object["metadata"] = nil
        object["status"] = nil
        return object
    }

    private static func uid(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }

    private static func suffix(_ number: Int) -> String {
        let digits = String(number, radix: 36)
        return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
    }
}

extension ObjectStorage.Collection {
    var resourceText: String { group.isEmpty ? plural : "\(plural).\(group)" }
}
