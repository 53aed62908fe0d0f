import KubernetesModel
import Logging

/// Gives every namespace its `default` service account and the server's certificate, and empties namespaces that are being deleted.
struct NamespaceLifecycle: Sendable {
    private static let accounts = GroupResource("", "serviceaccounts")
    private static let configMaps = GroupResource("", "configmaps")
    private static let certificateName = "kube-root-ca.crt"
    /// How long to wait before looking again at what waits for somebody's finalizer, and how often at most.
    private static let recheck = Duration.seconds(1)

    let services: APIServices

    /// Works until it is cancelled.
    func run() async {
        await withTaskGroup(of: Void.self) { group in
            let namespaces = WatchQueue()
            let others = [WatchQueue(), WatchQueue()]
            group.addTask { await watch(NamespaceAdmission.namespaces, queue: namespaces) { await reconcile($0.name) } }
            for (queue, resource) in zip(others, [Self.accounts, Self.configMaps]) {
                group.addTask {
                    await watch(resource, queue: queue, initial: false) { key in
                        if key.name == "default" || key.name == Self.certificateName { await provide(key.namespace) }
                    }
                }
            }
        }
    }

    /// Calls a function for every object that there is and that changes.
    private func watch(
        _ resource: GroupResource, queue: WatchQueue, initial: Bool = true, _ body: @escaping @Sendable (StorageKey) async -> Void
    ) async {
        guard let start = try? services.store.watch(resource, from: .now, queue: queue) else { return }
        defer { services.store.stopWatching(resource, queue: queue) }
        if initial { for object in start.initial { await body(object.key) } }
        await withDiscardingTaskGroup { group in
            while true {
                switch await queue.next() {
                case .end:
                    group.cancelAll()
                    return
                case .bookmark: continue
                case .changes(let changes):
                    for key in Set(changes.map(\.key)) { group.addTask { await body(key) } }
                }
            }
        }
    }

    private func reconcile(_ name: String) async {
        guard let namespace = services.store.get(StorageKey(NamespaceAdmission.namespaces, name: name)) else { return }
        if namespace.isBeingDeleted { await empty(name) } else { await provide(name) }
    }

    // MARK: What every namespace has

    private func provide(_ name: String) async {
        guard let namespace = services.store.get(StorageKey(NamespaceAdmission.namespaces, name: name)), !namespace.isBeingDeleted else { return }
        await create("", "serviceaccounts", in: name, ["apiVersion": "v1", "kind": "ServiceAccount", "metadata": ["name": "default"]])
        let description =
            "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP "
            + "or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters."
        let data: JSONValue = ["ca.crt": .string(services.authorityPEM)]
        let key = StorageKey(Self.configMaps, namespace: name, name: Self.certificateName)
        if let existing = services.store.get(key) {
            guard existing.value["data"] != data else { return }
            _ = try? await services.store.modify(key) { $0["data"] = data }
            return
        }
        await create(
            "", "configmaps", in: name,
            [
                "apiVersion": "v1", "kind": "ConfigMap",
                "metadata": ["name": .string(Self.certificateName), "annotations": ["kubernetes.io/description": .string(description)]],
                "data": data,
            ])
    }

    private func create(_ group: String, _ resource: String, in namespace: String, _ object: JSONValue) async {
        let name = object[path: ["metadata", "name"]]?.string ?? ""
        guard services.store.get(StorageKey(GroupResource(group, resource), namespace: namespace, name: name)) == nil,
            let writer = services.writer(group, resource)
        else { return }
        do {
            _ = try await writer.create(object, namespace: namespace)
        } catch {
            // Another was faster, or the namespace is going.
            services.logger.debug(
                "Namespace not completed", metadata: ["namespace": "\(namespace)", "object": "\(resource)/\(name)", "error": "\(error)"])
        }
    }

    // MARK: The end of a namespace

    /// Deletes what is in a namespace, waits for what has finalizers, and then lets the namespace go.
    private func empty(_ name: String) async {
        while !Task.isCancelled {
            guard let namespace = services.store.get(StorageKey(NamespaceAdmission.namespaces, name: name)), namespace.isBeingDeleted else { return }
            var left = 0
            for served in contents() {
                let objects = services.store.list(served.storage, namespace: name).objects
                let writer = ObjectWriter(services: services, served: served, user: .server, manager: "namespace-controller")
                for object in objects where !object.isBeingDeleted || object.finalizers.isEmpty {
                    guard let options = try? DeleteOptions(body: ["propagationPolicy": "Background"], query: QueryItems(parsing: "")) else {
                        continue
                    }
                    _ = try? await writer.delete(namespace: name, name: object.name, options: options)
                }
                left += services.store.list(served.storage, namespace: name).objects.count
            }
            if left == 0 {
                await finalize(name)
                return
            }
            try? await Task.sleep(for: Self.recheck)
        }
    }

    /// Resources whose objects live in namespaces, one version each; events last, because deleting the others makes some.
    private func contents() -> [ServedResource] {
        var seen = Set<GroupResource>()
        let all = services.catalog.all.filter {
            $0.definition.namespaced && $0.definition.verbs.contains("list") && seen.insert($0.storage).inserted
        }
        return all.filter { $0.storage.resource != "events" } + all.filter { $0.storage.resource == "events" }
    }

    private func finalize(_ name: String) async {
        let key = StorageKey(NamespaceAdmission.namespaces, name: name)
        for _ in 0..<ObjectWriter.attempts {
            guard let namespace = services.store.get(key) else { return }
            var value = namespace.value
            let finalizers = (value[path: ["spec", "finalizers"]]?.array ?? []).filter { $0 != "kubernetes" }
            value[path: ["spec", "finalizers"]] = finalizers.isEmpty ? nil : .array(finalizers)
            let isLast = finalizers.isEmpty && namespace.finalizers.isEmpty
            do {
                if isLast {
                    _ = try await services.store.remove(namespace, last: value)
                } else if value != namespace.value {
                    _ = try await services.store.update(namespace, to: value)
                }
                return
            } catch {
                continue
            }
        }
    }
}
