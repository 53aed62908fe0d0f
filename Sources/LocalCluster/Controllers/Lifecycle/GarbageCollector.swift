import ControllerRuntime
import KubernetesClient
import KubernetesModel
import Logging

/// Deletes objects whose owners are gone, of every kind that the server has.
///
/// It reads discovery, watches every collection, and keeps of each object only its uid, owners and finalizers. Owners that are not known are
/// asked for at the server before their dependents go.
///
/// - Source: Kubernetes documentation, "Garbage Collection", and recorded answers of Kubernetes 1.36.
struct GarbageCollector: Sendable {
    let api: any KubernetesAPI
    let logger: Logger

    /// How often discovery is read again, for kinds that custom resource definitions bring.
    private static let discoveryInterval = Duration.seconds(1)
    /// Collections that are too busy and never own or are owned.
    private static let ignored: Set<String> = ["events", "events.events.k8s.io"]

    enum Input: Sendable {
        case kinds([ResourceType])
        case change(ResourceType, CollectionWatch.Change)
        case retry(ResourceType, ObjectKey)
    }

    func run() async throws {
        let (inputs, input) = AsyncStream<Input>.makeStream()
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await discover(into: input) }
            var graph = OwnershipGraph()
            var watched: Set<ResourceType> = []
            for await event in inputs {
                var work: [OwnershipGraph.Work] = []
                switch event {
                case .kinds(let kinds):
                    for kind in kinds where watched.insert(kind).inserted {
                        group.addTask { await follow(kind, into: input) }
                    }
                    graph.forget(except: Set(kinds))
                    watched.formIntersection(kinds)
                case .change(let kind, .put(let object)): work = graph.put(object, of: kind)
                case .change(let kind, .remove(let key)): work = graph.remove(key, of: kind)
                case .change(let kind, .keepOnly(let keys)): work = graph.keepOnly(keys, of: kind)
                case .change(_, .synced): break
                case .retry(let kind, let key): work = graph.look(at: key, of: kind)
                }
                for item in work {
                    group.addTask { await carryOut(item, into: input) }
                }
            }
        }
    }

    private func discover(into input: AsyncStream<Input>.Continuation) async throws {
        var known: Set<ResourceType> = []
        while !Task.isCancelled {
            if let kinds = try? await Discovery(api: api).kinds(), Set(kinds) != known {
                known = Set(kinds)
                input.yield(.kinds(kinds.filter { !Self.ignored.contains($0.groupResource) }))
            }
            try await Task.sleep(for: Self.discoveryInterval)
        }
    }

    /// Follows one collection until its kind is gone.
    private func follow(_ kind: ResourceType, into input: AsyncStream<Input>.Continuation) async {
        await CollectionWatch(WatchSource(kind), api: api).run { error in
            error.code == .notFound || error.code == .methodNotAllowed
        } _: { change in
            input.yield(.change(kind, change))
        }
    }

    private func carryOut(_ work: OwnershipGraph.Work, into input: AsyncStream<Input>.Continuation) async {
        do {
            switch work {
            case .check(let kind, let key): try await check(kind, key)
            case .finishForeground(let kind, let key): try await removeFinalizer("foregroundDeletion", kind, key)
            case .orphan(let kind, let key, let uid, let dependents):
                for (dependentKind, dependentKey) in dependents { try await disown(dependentKind, dependentKey, uid) }
                try await removeFinalizer("orphan", kind, key)
            }
        } catch {
            logger.debug("Garbage collection tries again", metadata: ["error": "\(error)"])
            try? await Task.sleep(for: .seconds(1))
            switch work {
            case .check(let kind, let key), .finishForeground(let kind, let key), .orphan(let kind, let key, _, _): input.yield(.retry(kind, key))
            }
        }
    }

    /// Deletes an object if none of its owners exists; takes away references to those that do not, if others do.
    private func check(_ kind: ResourceType, _ key: ObjectKey) async throws {
        guard let object = try await api.find(kind, key), object[path: "metadata", "deletionTimestamp"] == nil else { return }
        let references = [OwnerReference](json: object[path: "metadata", "ownerReferences"] ?? .null) ?? []
        var solid: [OwnerReference] = []
        var waiting = 0
        for reference in references {
            switch try await state(of: reference, namespace: key.namespace) {
            case .present: solid.append(reference)
            case .waitsForDependents:
                solid.append(reference)
                waiting += reference.blockOwnerDeletion == true ? 1 : 0
            case .absent: break
            }
        }
        guard !references.isEmpty else { return }
        let uid = object[path: "metadata", "uid"]?.string
        let version = object[path: "metadata", "resourceVersion"]?.string
        if solid.isEmpty || (waiting == solid.count && waiting > 0) {
            let policy: PropagationPolicy = waiting > 0 ? .foreground : .background
            try await api.delete(kind, key, preconditions: Preconditions(resourceVersion: version, uid: uid), propagation: policy)
        } else if solid.count < references.count {
            let patch: JSONValue = [
                "metadata": ["ownerReferences": solid.json, "uid": .string(uid ?? ""), "resourceVersion": .string(version ?? "")]
            ]
            _ = try await api.patch(kind, key, patch)
        }
    }

    private enum OwnerState { case present, waitsForDependents, absent }

    private func state(of reference: OwnerReference, namespace: String?) async throws -> OwnerState {
        guard let apiVersion = reference.apiVersion, let kind = reference.kind, let name = reference.name else { return .present }
        guard let type = try await Discovery(api: api).kind(apiVersion: apiVersion, kind: kind) else { return .absent }
        guard let owner = try await api.find(type, ObjectKey(namespace: type.isNamespaced ? namespace : nil, name: name)),
            owner[path: "metadata", "uid"]?.string == reference.uid
        else { return .absent }
        let finalizers = owner[path: "metadata", "finalizers"]?.array ?? []
        return owner[path: "metadata", "deletionTimestamp"] != nil && finalizers.contains("foregroundDeletion") ? .waitsForDependents : .present
    }

    private func removeFinalizer(_ name: String, _ kind: ResourceType, _ key: ObjectKey) async throws {
        guard let object = try await api.find(kind, key) else { return }
        let finalizers = (object[path: "metadata", "finalizers"]?.array ?? []).filter { $0 != .string(name) }
        let version = object[path: "metadata", "resourceVersion"] ?? ""
        _ = try await api.patch(kind, key, ["metadata": ["finalizers": .array(finalizers), "resourceVersion": version]])
    }

    private func disown(_ kind: ResourceType, _ key: ObjectKey, _ uid: String) async throws {
        guard let object = try await api.find(kind, key) else { return }
        let references = (object[path: "metadata", "ownerReferences"]?.array ?? []).filter { $0["uid"]?.string != uid }
        let version = object[path: "metadata", "resourceVersion"] ?? ""
        _ = try await api.patch(
            kind, key, ["metadata": ["ownerReferences": references.isEmpty ? .null : .array(references), "resourceVersion": version]])
    }
}
