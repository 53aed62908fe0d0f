public import KubernetesModel

/// A list of objects and the state of the collection that it shows.
public struct ObjectList<Object: Sendable>: Sendable {
    public var items: [Object]
    /// Where a watch begins that misses nothing after this list.
    public var resourceVersion: String
    /// Not nil if there is more: pass it to the next call.
    public var continueToken: String?

    public init(items: [Object], resourceVersion: String, continueToken: String? = nil) {
        self.items = items
        self.resourceVersion = resourceVersion
        self.continueToken = continueToken
    }
}

/// Whose deletion waits for whose.
public enum PropagationPolicy: String, Sendable { case background = "Background", foreground = "Foreground", orphan = "Orphan" }

extension KubernetesAPI {
    /// Reads one object as JSON; nil if there is none.
    public func find(_ type: ResourceType, _ key: ObjectKey) async throws(KubernetesError) -> JSONValue? {
        do {
            return try await send(APIRequest(summary("get", type, key), path: type.path(namespace: key.namespace, name: key.name)))
        } catch  where error.code == .notFound {
            return nil
        }
    }

    /// Reads one object; nil if there is none.
    public func find<Object: KubernetesObject>(_ type: Object.Type = Object.self, _ key: ObjectKey) async throws(KubernetesError) -> Object? {
        try await find(Object.resourceType, key).map { Object(json: $0) }
    }

    /// Reads one object.
    ///
    /// - Throws: ``KubernetesError`` with code `notFound` if there is none.
    public func get<Object: KubernetesObject>(_ type: Object.Type = Object.self, _ key: ObjectKey) async throws(KubernetesError) -> Object {
        Object(json: try await send(APIRequest(summary("get", Object.resourceType, key), path: path(Object.resourceType, key))))
    }

    /// Lists a collection as JSON, one page.
    ///
    /// - Parameters:
    ///   - namespace: nil for all namespaces.
    ///   - limit: how many objects at most; nil for all.
    public func list(
        _ type: ResourceType, namespace: String? = nil, labelSelector: LabelSelector? = nil, fieldSelector: String? = nil,
        limit: Int? = nil, continueToken: String? = nil, resourceVersion: String? = nil
    ) async throws(KubernetesError) -> ObjectList<JSONValue> {
        var query: [APIRequest.QueryItem] = []
        if let labelSelector { query.append(.init("labelSelector", labelSelector.queryText)) }
        if let fieldSelector { query.append(.init("fieldSelector", fieldSelector)) }
        if let limit { query.append(.init("limit", String(limit))) }
        if let continueToken { query.append(.init("continue", continueToken)) }
        if let resourceVersion { query.append(.init("resourceVersion", resourceVersion)) }
        let place = namespace.map { " in \($0)" } ?? ""
        let request = APIRequest("list \(type.groupResource)\(place)", path: type.path(namespace: namespace), query: query)
        let answer = try await send(request)
        guard let items = answer["items"]?.array ?? (answer["items"] == .null ? [] : nil) else {
            throw KubernetesError(.malformedAnswer, request: request.summary, hint: "the answer has no items")
        }
        return ObjectList(
            // The items of a typed list carry neither apiVersion nor kind.
            items: items.map { item in
                guard item["kind"] == nil else { return item }
                var item = item
                item["apiVersion"] = .string(type.apiVersion)
                item["kind"] = .string(type.kind)
                return item
            },
            resourceVersion: answer[path: "metadata", "resourceVersion"]?.string ?? "",
            continueToken: answer[path: "metadata", "continue"]?.string.flatMap { $0.isEmpty ? nil : $0 })
    }

    /// Lists a collection, all pages of it.
    public func list<Object: KubernetesObject>(
        _ type: Object.Type = Object.self, namespace: String? = nil, labelSelector: LabelSelector? = nil, fieldSelector: String? = nil
    ) async throws(KubernetesError) -> ObjectList<Object> {
        var all = try await list(
            Object.resourceType, namespace: namespace, labelSelector: labelSelector, fieldSelector: fieldSelector, limit: 500)
        while let token = all.continueToken {
            let page = try await list(
                Object.resourceType, namespace: namespace, labelSelector: labelSelector, fieldSelector: fieldSelector, limit: 500,
                continueToken: token)
            all.items += page.items
            all.resourceVersion = page.resourceVersion
            all.continueToken = page.continueToken
        }
        return ObjectList(items: all.items.map { Object(json: $0) }, resourceVersion: all.resourceVersion)
    }

    /// Creates an object.
    ///
    /// - Throws: ``KubernetesError`` with code `alreadyExists` if its name is taken.
    public func create<Object: KubernetesObject>(_ object: Object, fieldManager: String? = nil) async throws(KubernetesError) -> Object {
        let type = Object.resourceType
        return Object(
            json: try await send(
                APIRequest(
                    summary("create", type, object.key), method: .post, path: type.path(namespace: object.metadata.namespace),
                    query: fieldManager.map { [.init("fieldManager", $0)] } ?? [], body: object.json)))
    }

    /// Replaces an object; its resourceVersion, if given, must still be the present one.
    ///
    /// - Throws: ``KubernetesError`` with code `conflict` if it is not.
    public func replace<Object: KubernetesObject>(_ object: Object, subresource: String? = nil) async throws(KubernetesError) -> Object {
        let type = Object.resourceType
        return Object(
            json: try await send(
                APIRequest(
                    summary("update", type, object.key, subresource), method: .put, path: path(type, object.key, subresource), body: object.json)))
    }

    /// Applies a configuration (server-side apply).
    ///
    /// - Parameters:
    ///   - configuration: the fields that this manager wants, with apiVersion, kind and name.
    ///   - manager: name of the field manager.
    ///   - force: take fields from other managers instead of failing with `conflict`.
    public func apply(
        _ type: ResourceType, _ key: ObjectKey, _ configuration: JSONValue, manager: String, force: Bool = true, subresource: String? = nil,
        dryRun: Bool = false
    ) async throws(KubernetesError) -> JSONValue {
        var query: [APIRequest.QueryItem] = [.init("fieldManager", manager), .init("force", force ? "true" : "false")]
        if dryRun { query.append(.init("dryRun", "All")) }
        return try await send(
            APIRequest(
                summary("patch", type, key, subresource), method: .patch, path: path(type, key, subresource), query: query, bodyType: .applyPatch,
                body: configuration))
    }

    /// Changes an object by a patch.
    ///
    /// - Parameter patch: in the form that `patchType` asks for. With `metadata.resourceVersion` in a merge patch the present version must be it.
    public func patch(
        _ type: ResourceType, _ key: ObjectKey, _ patch: JSONValue, as patchType: APIRequest.BodyType = .mergePatch, subresource: String? = nil,
        fieldManager: String? = nil
    ) async throws(KubernetesError) -> JSONValue {
        try await send(
            APIRequest(
                summary("patch", type, key, subresource), method: .patch, path: path(type, key, subresource),
                query: fieldManager.map { [.init("fieldManager", $0)] } ?? [], bodyType: patchType, body: patch))
    }

    /// Deletes an object. That there is none is no error.
    ///
    /// - Parameters:
    ///   - preconditions: uid and resourceVersion that it must have, else `conflict`.
    ///   - gracePeriodSeconds: for Pods.
    public func delete(
        _ type: ResourceType, _ key: ObjectKey, preconditions: Preconditions? = nil, propagation: PropagationPolicy? = nil,
        gracePeriodSeconds: Int? = nil
    ) async throws(KubernetesError) {
        var options: JSONValue = ["apiVersion": "v1", "kind": "DeleteOptions"]
        options.write(preconditions, at: "preconditions")
        options.write(propagation?.rawValue, at: "propagationPolicy")
        options.write(gracePeriodSeconds, at: "gracePeriodSeconds")
        do {
            _ = try await send(APIRequest(summary("delete", type, key), method: .delete, path: path(type, key), body: options))
        } catch  where error.code == .notFound {
            return
        }
    }

    private func path(_ type: ResourceType, _ key: ObjectKey, _ subresource: String? = nil) -> String {
        type.path(namespace: key.namespace, name: key.name, subresource: subresource)
    }

    private func summary(_ verb: String, _ type: ResourceType, _ key: ObjectKey, _ subresource: String? = nil) -> String {
        let resource = subresource.map { "\(type.groupResource)/\($0)" } ?? type.groupResource
        return "\(verb) \(resource) \(key.name)" + (key.namespace.map { " in \($0)" } ?? "")
    }
}
