public import KubernetesClient
public import KubernetesModel

/// Writes objects by server-side apply, and only when there is something to write.
///
/// An object is written if the hash of its ``Rendering`` is not the one in its annotation, or if the cached object no longer contains the
/// rendering. So drift is repaired, a field that is no longer rendered is removed, and a restart writes nothing.
///
/// Fields that others manage are taken over. What is written is in the ``Cache`` when the call returns.
public struct Applier: Sendable {
    /// What became of an object.
    public enum Outcome: Sendable, Hashable {
        /// It was as it should be; nothing was sent.
        case unchanged
        case created
        /// It was written because another rendering was applied last.
        case changed
        /// It was written because it had drifted: these paths of what was applied last are no longer as they were.
        case repaired(drift: [String])
    }

    private let api: any KubernetesAPI
    private let cache: Cache
    private let manager: String
    private let annotation: String
    private let writes: Counter

    /// - Parameters:
    ///   - manager: name of the field manager.
    ///   - annotation: where the hash of the last applied rendering is kept.
    public init(
        api: any KubernetesAPI, cache: Cache, manager: String = "egret", annotation: String = "egret.dev/applied",
        metrics: MetricsRegistry = MetricsRegistry()
    ) {
        self.api = api
        self.cache = cache
        self.manager = manager
        self.annotation = annotation
        writes = metrics.counter(
            "egret_object_writes_total", help: "Objects that were written: created, changed (another rendering), repaired (drift), status, deleted.",
            labels: ["resource", "reason"])
    }

    /// What ``apply(_:expecting:)`` would do.
    public func outcome(of rendering: Rendering) -> Outcome {
        guard let live = cache.get(rendering.type, rendering.key) else { return .created }
        let hash = live[path: "metadata", "annotations", annotation]?.string
        if hash != rendering.hash { return .changed }
        // The cache may hold a projection: look at the rendering through the same one.
        let drift = rendering.projected { cache.projected(rendering.type, $0) }.differences(in: live)
        return drift.isEmpty ? .unchanged : .repaired(drift: drift)
    }

    /// Makes an object be as it is rendered.
    ///
    /// - Parameter resourceVersion: the version that the decision was taken from; if the object has changed since, the call fails.
    /// - Throws: ``KubernetesError``; code `conflict` if `resourceVersion` is not the present one.
    @discardableResult
    public func apply(_ rendering: Rendering, expecting resourceVersion: String? = nil) async throws(KubernetesError) -> Outcome {
        let outcome = outcome(of: rendering)
        guard outcome != .unchanged else { return .unchanged }
        var json = rendering.json
        json[path: ["metadata", "annotations", annotation]] = .string(rendering.hash)
        if let resourceVersion { json[path: ["metadata", "resourceVersion"]] = .string(resourceVersion) }
        let written = try await api.apply(rendering.type, rendering.key, json, manager: manager)
        cache.noteWritten(rendering.type, written)
        let reason =
            switch outcome {
            case .created: "created"
            case .repaired: "repaired"
            case .changed, .unchanged: "changed"
            }
        writes.increment([rendering.type.groupResource, reason])
        return outcome
    }

    /// Makes an object be as it is given; see ``Rendering/init(_:)``.
    @discardableResult
    public func apply(_ object: some KubernetesObject, expecting resourceVersion: String? = nil) async throws(KubernetesError) -> Outcome {
        try await apply(Rendering(object), expecting: resourceVersion)
    }

    /// Makes the status of an object be as it is given, if it is not: a merge patch of the subresource, so that what others put there stays.
    ///
    /// - Parameters:
    ///   - status: all fields that we set; null removes one.
    /// - Returns: whether something was written.
    @discardableResult
    public func applyStatus<Object: KubernetesObject>(
        _ type: Object.Type, _ key: ObjectKey, _ status: JSONValue
    ) async throws(KubernetesError) -> Bool {
        let live = cache.get(Object.resourceType, key)
        if let present = live?["status"], present.contains(patch: status) { return false }
        var patch: JSONValue = ["status": status]
        if let version = live?[path: "metadata", "resourceVersion"] { patch[path: ["metadata", "resourceVersion"]] = version }
        let written = try await api.patch(Object.resourceType, key, patch, subresource: "status", fieldManager: manager)
        cache.noteWritten(Object.resourceType, written)
        writes.increment([Object.resourceType.groupResource, "status"])
        return true
    }
}

extension Applier {
    /// Deletes an object that a reconcile has decided to delete: this one, not another that has got its name since. That it is gone is no error.
    ///
    /// - Parameter isUnchanged: delete it only if it has not changed since it was read.
    /// - Throws: ``KubernetesError``; code `conflict` if it is another one now.
    public func delete<Object: KubernetesObject>(
        _ object: Object, ifUnchanged isUnchanged: Bool = false, propagation: PropagationPolicy? = .background
    ) async throws(KubernetesError) {
        guard object.metadata.deletionTimestamp == nil else { return }
        let preconditions = Preconditions(
            resourceVersion: isUnchanged ? object.metadata.resourceVersion : nil, uid: object.metadata.uid)
        try await api.delete(Object.resourceType, object.key, preconditions: preconditions, propagation: propagation)
        writes.increment([Object.resourceType.groupResource, "deleted"])
    }
}

extension JSONValue {
    /// Whether a merge patch would change nothing.
    func contains(patch: JSONValue) -> Bool {
        guard case .object(let changes) = patch, case .object(let members) = self else { return self == patch }
        return changes.allSatisfy { key, change in
            guard let present = members[key] else { return change.isNull }
            return present.contains(patch: change)
        }
    }
}

extension OwnerReference {
    /// A reference that makes an object the controller of what carries it: it is deleted with it.
    public init(controlling object: some KubernetesObject) {
        let type = Swift.type(of: object).resourceType
        self.init(
            apiVersion: type.apiVersion, blockOwnerDeletion: true, controller: true, kind: type.kind, name: object.metadata.name,
            uid: object.metadata.uid)
    }
}
