import KubernetesModel
import Synchronization

/// All resources that are served: the built-in ones and those of established CustomResourceDefinitions.
///
/// What CustomResourceDefinitions add is worked out when it is first asked for after one of them has changed, so a definition is served
/// as soon as it is established, without anything that would have to be told.
final class ResourceCatalog: Sendable {
    static let definitions = GroupResource("apiextensions.k8s.io", "customresourcedefinitions")

    /// What one definition adds.
    private struct Custom {
        var identity: String
        var resources: [ServedResource]
    }

    private struct Customs {
        var revision: UInt64 = 0
        var byName: [String: Custom] = [:]
        var index: [GroupVersion: [String: ServedResource]] = [:]
        var order: [ServedResource] = []
    }

    struct GroupVersion: Hashable, Sendable, Comparable {
        var group: String
        var version: String
        static func < (a: Self, b: Self) -> Bool { (a.group, a.version) < (b.group, b.version) }
    }

    let builtIn: [ServedResource]
    private let index: [GroupVersion: [String: ServedResource]]
    private let store: ObjectStore
    private let customs = Mutex(Customs())

    init(store: ObjectStore) {
        self.store = store
        builtIn = BuiltInRules.definitions.map(ServedResource.init(builtIn:))
        index = Self.index(builtIn)
    }

    private static func index(_ resources: [ServedResource]) -> [GroupVersion: [String: ServedResource]] {
        var index: [GroupVersion: [String: ServedResource]] = [:]
        for resource in resources {
            let version = GroupVersion(group: resource.definition.group, version: resource.definition.version)
            index[version, default: [:]][resource.definition.plural] = resource
        }
        return index
    }

    subscript(group: String, version: String, resource: String) -> ServedResource? {
        let version = GroupVersion(group: group, version: version)
        return index[version]?[resource] ?? current { $0.index[version]?[resource] }
    }

    /// The resource behind a target.
    subscript(target: RequestTarget) -> ServedResource? { self[target.group, target.version, target.resource] }

    /// A built-in resource, which exists as long as the tables are right.
    func builtIn(_ group: String, _ resource: String) -> ServedResource? { builtIn.last { $0.storage == GroupResource(group, resource) } }

    /// The resources of CustomResourceDefinitions in order of group, version and name.
    var custom: [ServedResource] { current { $0.order } }

    var all: [ServedResource] { builtIn + custom }

    func hasBuiltIn(group: String) -> Bool { builtIn.contains { $0.definition.group == group } }

    func hasVersion(group: String, version: String) -> Bool {
        let version = GroupVersion(group: group, version: version)
        return index[version] != nil || current { $0.index[version] != nil }
    }

    func hasGroup(_ group: String) -> Bool { hasBuiltIn(group: group) || custom.contains { $0.definition.group == group } }

    /// All storages whose objects live in namespaces.
    var namespacedStorages: [GroupResource] {
        var seen = Set<GroupResource>()
        return all.filter { $0.definition.namespaced && $0.definition.verbs.contains("list") && seen.insert($0.storage).inserted }.map(\.storage)
    }

    private func current<Result>(_ read: (Customs) -> Result) -> Result {
        let revision = store.lastChange(of: [Self.definitions])
        return customs.withLock { customs in
            if customs.revision != revision || (revision == 0 && customs.byName.isEmpty) { refresh(&customs, revision: revision) }
            return read(customs)
        }
    }

    private func refresh(_ customs: inout Customs, revision: UInt64) {
        var byName: [String: Custom] = [:]
        for object in store.list(Self.definitions).objects where CustomResourceDefinitions.isEstablished(object.value) {
            let identity = Self.identity(object.value)
            if let known = customs.byName[object.name], known.identity == identity {
                byName[object.name] = known
                continue
            }
            let resources = CustomResourceDefinitions.servedDefinitions(of: object.value).compactMap { definition in
                (try? CustomResourceRules(crd: object.value, version: definition.version)).map { ServedResource(custom: $0, identity: identity) }
            }
            byName[object.name] = Custom(identity: identity, resources: resources)
        }
        customs.byName = byName
        customs.revision = revision
        customs.order = byName.values.flatMap(\.resources).sorted {
            ($0.definition.group, $0.definition.version, $0.definition.plural) < ($1.definition.group, $1.definition.version, $1.definition.plural)
        }
        customs.index = Self.index(customs.order)
    }

    /// What a definition's resources depend on: its spec and its accepted names.
    private static func identity(_ definition: JSONValue) -> String {
        let uid = definition[path: ["metadata", "uid"]]?.string ?? ""
        let generation = definition[path: ["metadata", "generation"]]?.integer ?? 0
        let names = definition[path: ["status", "acceptedNames"]]?.text ?? ""
        return "\(uid)/\(generation)/\(names)"
    }
}
