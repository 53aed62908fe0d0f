import KubernetesModel
import Synchronization

/// One state of an object: what was stored at one revision.
///
/// Values and texts are shared by the cache, the revision log and every watcher, and never change.
final class StoredObject: Sendable {
    let key: StorageKey
    /// The revision at which this state was written; `metadata.resourceVersion` says the same.
    let revision: UInt64
    /// The whole object, with `apiVersion`, `kind` and `metadata.resourceVersion`.
    let value: JSONValue
    /// The object as JSON without `apiVersion` and `kind`, which depend on the version that is asked for and are left out in lists.
    let body: [UInt8]
    /// What a custom resource reads as under one state of its definition, with the definition's identity.
    private let reading = Mutex<(definition: String, object: StoredObject)?>(nil)

    /// - Parameter value: without or with an older `metadata.resourceVersion`; it is set here.
    convenience init(key: StorageKey, revision: UInt64, writing value: JSONValue) {
        var value = value
        value[path: ["metadata", "resourceVersion"]] = .string(String(revision))
        self.init(key: key, revision: revision, value: value)
    }

    init(key: StorageKey, revision: UInt64, value: JSONValue, body: [UInt8]? = nil) {
        self.key = key
        self.revision = revision
        self.value = value
        self.body = body ?? Self.body(of: value)
    }

    static func body(of value: JSONValue) -> [UInt8] {
        var value = value
        value["apiVersion"] = nil
        value["kind"] = nil
        return Array(value.utf8)
    }

    var uid: String { value[path: "metadata", "uid"]?.string ?? "" }
    var name: String { key.name }
    var isBeingDeleted: Bool { value[path: "metadata", "deletionTimestamp"]?.string != nil }
    var finalizers: [String] { value[path: "metadata", "finalizers"]?.array?.compactMap(\.string) ?? [] }

    /// This object as another state of its definition reads it, worked out once.
    ///
    /// - Parameter definition: identifies the state of the definition.
    func read(under definition: String, _ convert: (JSONValue) -> JSONValue) -> StoredObject {
        if let known = reading.withLock({ $0 }), known.definition == definition { return known.object }
        let converted = convert(value)
        let object = converted == value ? self : StoredObject(key: key, revision: revision, value: converted)
        reading.withLock { $0 = object === self ? nil : (definition, object) }
        return object
    }
}
