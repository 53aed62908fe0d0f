import ControllerRuntime
import ControllerRuntimeTesting
import KubernetesClient
import KubernetesModel
import Testing

@Suite("The API server in memory") struct InMemoryAPITests {
    private let api = InMemoryAPI()
    private let key = ObjectKey(namespace: "shop", name: "a")

    private func apply(_ data: JSONValue, by manager: String, force: Bool = true) async throws -> JSONValue {
        try await api.apply(
            ConfigMap.resourceType, key, ["apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "a"], "data": data], manager: manager,
            force: force)
    }

    @Test func removesFieldsThatTheirManagerNoLongerApplies() async throws {
        _ = try await apply(["x": "1", "y": "2"], by: "one")
        _ = try await apply(["y": "2", "z": "3"], by: "two")
        #expect(try await apply(["x": "1"], by: "one")["data"] == ["x": "1", "y": "2", "z": "3"], "y is the other's too")
        #expect(try await apply([:], by: "one")["data"] == ["y": "2", "z": "3"])
    }

    @Test func refusesToTakeFieldsUnlessForced() async throws {
        _ = try await apply(["x": "1"], by: "one")
        let error = await #expect(throws: KubernetesError.self) { try await apply(["x": "2"], by: "two", force: false) }
        #expect(error?.code == .conflict)
        #expect(error?.status?.message == "Apply failed with 1 conflict: conflict with \"one\": .data.x")
        #expect(try await apply(["x": "2"], by: "two")["data"] == ["x": "2"])
        #expect(try await apply([:], by: "one")["data"] == ["x": "2"], "it is no longer the first one's")
    }

    @Test func doesNotRemoveWhatSomebodyChangedByAnUpdate() async throws {
        _ = try await apply(["x": "1"], by: "one")
        var object = try await api.get(ConfigMap.self, key)
        object.data = ["x": "9"]
        _ = try await api.replace(object)
        #expect(try await apply([:], by: "one")["data"] == ["x": "9"])
    }

    @Test func mergesListsByTheirKeys() async throws {
        func apply(_ containers: JSONValue, by manager: String) async throws -> JSONValue? {
            try await api.apply(
                Pod.resourceType, key, ["apiVersion": "v1", "kind": "Pod", "metadata": ["name": "a"], "spec": ["containers": containers]],
                manager: manager)["spec"]?["containers"]
        }
        _ = try await apply([["name": "database", "image": "x", "args": ["a", "b"]], ["name": "old"]], by: "one")
        _ = try await apply([["name": "sidecar"], ["name": "database", "tty": true]], by: "two")
        #expect(
            try await apply([["name": "database", "image": "y", "args": ["c"]]], by: "one")
                == [["name": "database", "image": "y", "args": ["c"], "tty": true], ["name": "sidecar"]])
    }

    @Test func changesNothingWhenNothingChanges() async throws {
        let first = try await apply(["x": "1"], by: "one")
        #expect(try await apply(["x": "1"], by: "one") == first)
        #expect(try await api.patch(ConfigMap.resourceType, key, ["data": ["x": "1"]]) == first)
    }

    @Test func keepsStatusAndSpecApart() async throws {
        var pod = Pod(metadata: .init(name: "a", namespace: "shop"))
        pod.json["status"] = ["phase": "Running"]
        var created = try await api.create(pod)
        #expect(created.status == nil)
        #expect(created.metadata.generation == 1)
        created.json["status"] = ["phase": "Running"]
        created.json["spec"] = ["nodeName": "n"]
        let withStatus = try await api.replace(created, subresource: "status")
        #expect(withStatus.status?.phase == "Running")
        #expect(withStatus.spec == nil)
        #expect(withStatus.metadata.generation == 1)
        let changed = try await api.patch(Pod.resourceType, key, ["spec": ["nodeName": "n"], "status": ["phase": "Failed"]])
        #expect(changed["status"] == ["phase": "Running"])
        #expect(changed["metadata"]?["generation"] == 2)
    }

    @Test func holdsWritersToTheVersionThatTheyHaveRead() async throws {
        let old = api.put(ConfigMap(metadata: .init(name: "a", namespace: "shop")))
        api.edit(ConfigMap.self, key) { $0.data = ["x": "1"] }
        let error = await #expect(throws: KubernetesError.self) { _ = try await api.replace(old) }
        #expect(error?.code == .conflict)
        await #expect(throws: KubernetesError.self) {
            try await api.delete(ConfigMap.resourceType, key, preconditions: .init(uid: "another"))
        }
        let twice = await #expect(throws: KubernetesError.self) { _ = try await api.create(ConfigMap(metadata: .init(name: "a", namespace: "shop"))) }
        #expect(twice?.code == .alreadyExists)
    }

    @Test func waitsForFinalizersAndCollectsWhatWasOwned() async throws {
        api.collectsGarbage = true
        let owner = api.put(ConfigMap(metadata: .init(finalizers: ["x/y"], name: "a", namespace: "shop")))
        api.put(Secret(metadata: .init(name: "s", namespace: "shop", ownerReferences: [OwnerReference(controlling: owner)])))
        try await api.delete(ConfigMap.resourceType, key)
        #expect(try await api.get(ConfigMap.self, key).metadata.deletionTimestamp != nil)
        #expect(api.objects(Secret.self).count == 1)
        _ = try await api.patch(ConfigMap.resourceType, key, ["metadata": ["finalizers": .null]])
        #expect(try await api.find(ConfigMap.self, key) == nil)
        #expect(api.objects(Secret.self).isEmpty)
    }

    @Test func showsAWatcherWhatEntersAndLeavesItsSelection() async throws {
        let source = WatchSource(Pod.self.resourceType, namespace: "shop", labelSelector: LabelSelector(matchLabels: ["app": "db"]))
        let stream = try await api.watch(
            APIRequest(
                "watch pods", path: "/api/v1/namespaces/shop/pods", query: [.init("labelSelector", "app=db"), .init("resourceVersion", "100")]))
        #expect(source.description == "pods in shop with app=db")
        func pod(_ name: String, _ labels: [String: String], in namespace: String = "shop") -> Pod {
            Pod(metadata: .init(labels: labels, name: name, namespace: namespace))
        }
        api.put(pod("a", ["app": "db"]))
        api.put(pod("b", ["app": "web"]))
        api.put(pod("c", ["app": "db"], in: "bank"))
        api.put(pod("a", ["app": "db", "more": "yes"]))
        api.put(pod("a", ["app": "web"]))
        api.put(pod("b", ["app": "db"]))
        api.remove(Pod.self, .init(namespace: "shop", name: "b"))
        api.cutWatches()
        var seen: [String] = []
        do {
            for try await event in stream {
                switch event {
                case .added(let object): seen.append("added \(Pod(json: object).metadata.name ?? "")")
                case .modified(let object): seen.append("modified \(Pod(json: object).metadata.name ?? "")")
                case .deleted(let object): seen.append("deleted \(Pod(json: object).metadata.name ?? "")")
                case .bookmark: break
                }
            }
        } catch {
            seen.append("cut")
        }
        #expect(seen == ["added a", "modified a", "deleted a", "added b", "deleted b", "cut"])
    }

    @Test func listsInPagesOfOneMoment() async throws {
        for name in ["a", "b", "c"] { api.put(ConfigMap(metadata: .init(name: name, namespace: "shop"))) }
        let first = try await api.list(ConfigMap.resourceType, namespace: "shop", limit: 2)
        api.remove(ConfigMap.self, .init(namespace: "shop", name: "c"))
        let second = try await api.list(ConfigMap.resourceType, namespace: "shop", limit: 2, continueToken: first.continueToken)
        #expect((first.items + second.items).map { ConfigMap(json: $0).metadata.name } == ["a", "b", "c"])
        #expect(second.resourceVersion == first.resourceVersion)
        #expect(second.continueToken == nil)
        api.compact()
        let error = await #expect(throws: KubernetesError.self) {
            _ = try await api.list(ConfigMap.resourceType, namespace: "shop", limit: 2, continueToken: first.continueToken)
        }
        #expect(error?.code == .resourceVersionTooOld)
    }

    @Test(arguments: [
        ("a=b", true), ("a==b", true), ("a!=b", false), ("a in (b,c)", true), ("a notin (b,c)", false), ("x notin (b)", true), ("a", true),
        ("!a", false),
        ("!x", true), ("a=b,x", false), ("a in (c,d),a", false),
    ])
    func understandsLabelSelectors(_ selector: String, _ selects: Bool) async throws {
        api.put(ConfigMap(metadata: .init(labels: ["a": "b"], name: "a", namespace: "shop")))
        let answer = try await api.send(
            APIRequest("list", path: "/api/v1/configmaps", query: [.init("labelSelector", selector)]))
        #expect(answer["items"]?.array?.isEmpty == !selects)
    }

    @Test func appliesJSONPatches() async throws {
        api.put(ConfigMap(metadata: .init(name: "a", namespace: "shop"), data: ["x/y": "1"]))
        let patch: JSONValue = [
            ["op": "test", "path": "/data/x~1y", "value": "1"], ["op": "replace", "path": "/data/x~1y", "value": "2"],
            ["op": "add", "path": "/data/z", "value": "3"],
        ]
        #expect(try await api.patch(ConfigMap.resourceType, key, patch, as: .jsonPatch)["data"] == ["x/y": "2", "z": "3"])
        await #expect(throws: KubernetesError.self) { _ = try await api.patch(ConfigMap.resourceType, key, patch, as: .jsonPatch) }
    }
}
