import KubernetesModel
import Logging

/// Accepts the names of CustomResourceDefinitions, establishes them, and deletes their objects when they go.
struct CustomResourceLifecycle: Sendable {
    static let cleanup = "customresourcecleanup.apiextensions.k8s.io"
    private static let recheck = Duration.seconds(1)

    let services: APIServices

    /// Works until it is cancelled.
    func run() async {
        let queue = WatchQueue()
        guard let start = try? services.store.watch(ResourceCatalog.definitions, from: .now, queue: queue) else { return }
        defer { services.store.stopWatching(ResourceCatalog.definitions, queue: queue) }
        for object in start.initial { await reconcile(object.name) }
        while true {
            switch await queue.next() {
            case .end: return
            case .bookmark: continue
            case .changes(let changes):
                // A definition that goes may free names that others of its group wait for.
                var names = Set(changes.map(\.key.name))
                for change in changes where change.current == nil {
                    let group = change.previous?.value[path: ["spec", "group"]]
                    names.formUnion(definitions.filter { $0.value[path: ["spec", "group"]] == group }.map(\.name))
                }
                for name in names.sorted() { await reconcile(name) }
            }
        }
    }

    /// Marks a definition that is about to be deleted: its objects go first.
    static func markTerminating(_ definition: inout JSONValue, now: String) {
        var finalizers = definition[path: ["metadata", "finalizers"]]?.array ?? []
        if !finalizers.contains(.string(cleanup)) { finalizers.append(.string(cleanup)) }
        definition[path: ["metadata", "finalizers"]] = .array(finalizers)
        var conditions = (definition[path: ["status", "conditions"]]?.array ?? []).filter { $0["type"]?.string != "Terminating" }
        conditions.append([
            "type": "Terminating", "status": "True", "lastTransitionTime": .string(now), "reason": "InstanceDeletionPending",
            "message": "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon",
        ])
        definition[path: ["status", "conditions"]] = .array(conditions)
    }

    private var definitions: [StoredObject] { services.store.list(ResourceCatalog.definitions).objects }

    private func reconcile(_ name: String) async {
        let key = StorageKey(ResourceCatalog.definitions, name: name)
        for _ in 0..<ObjectWriter.attempts {
            guard let definition = services.store.get(key) else { return }
            do {
                if definition.isBeingDeleted {
                    try await end(definition)
                    return
                }
                let now = services.now().description
                let group = definition.value[path: ["spec", "group"]]
                let others = definitions.filter { $0.name != name && $0.value[path: ["spec", "group"]] == group }.map(\.value)
                if let value = CustomResourceDefinitions.established(definition.value, among: others, now: now), value != definition.value {
                    _ = try await services.store.update(definition, to: value)
                }
                return
            } catch StoreError.conflict {
                continue
            } catch {
                services.logger.warning("Definition not established", metadata: ["definition": "\(name)", "error": "\(error)"])
                return
            }
        }
    }

    /// Deletes the objects of a definition and then lets it go.
    private func end(_ definition: StoredObject) async throws {
        guard definition.finalizers.contains(Self.cleanup) else { return }
        let names = definition.value[path: ["spec", "names"]]
        let group = definition.value[path: ["spec", "group"]]?.string ?? ""
        let storage = GroupResource(group, names?["plural"]?.string ?? "")
        let served = services.catalog.custom.first { $0.storage == storage }
        for object in services.store.list(storage).objects {
            if let served, !object.isBeingDeleted || object.finalizers.isEmpty {
                let writer = ObjectWriter(services: services, served: served, user: .server, manager: "crd-controller")
                let options = try DeleteOptions(body: nil, query: QueryItems(parsing: ""))
                _ = try? await writer.delete(namespace: object.key.namespace, name: object.name, options: options)
            }
        }
        if !services.store.list(storage).objects.isEmpty {
            // Somebody's finalizers are still there.
            let key = definition.key
            Task {
                try? await Task.sleep(for: Self.recheck)
                await reconcile(key.name)
            }
            return
        }
        var value = definition.value
        let finalizers = definition.finalizers.filter { $0 != Self.cleanup }
        value[path: ["metadata", "finalizers"]] = finalizers.isEmpty ? nil : .array(finalizers.map(JSONValue.string))
        if finalizers.isEmpty {
            _ = try await services.store.remove(definition, last: value)
        } else {
            _ = try await services.store.update(definition, to: value)
        }
    }
}
