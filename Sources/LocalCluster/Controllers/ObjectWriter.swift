import ControllerRuntime
import FoundationEssentials
import KubernetesClient
import KubernetesModel

/// Writes for controllers: what was written is in the cache when a call returns, so that the next look does not repeat it.
struct ObjectWriter: Sendable {
    let api: any KubernetesAPI
    let cache: Cache
    let events: EventRecorder

    var now: Timestamp { SystemClock().date }

    /// Creates an object; that its name is taken is no error.
    ///
    /// - Returns: the object, or nil if the name was taken.
    @discardableResult
    func create<Object: KubernetesObject>(_ object: Object) async throws -> Object? {
        do {
            let created = try await api.create(object, fieldManager: "egret-local")
            cache.noteWritten(Object.resourceType, created.json)
            return created
        } catch  where error.code == .alreadyExists {
            return nil
        }
    }

    /// Creates a Pod of a workload, and says so, or why it cannot, in an event of the workload.
    @discardableResult
    func create(_ pod: Pod, of workload: some KubernetesObject) async throws -> Pod? {
        do {
            let made = try await create(pod)
            if let made { events.normal(workload, reason: "SuccessfulCreate", message: "Created pod: \(made.metadata.name ?? "")") }
            return made
        } catch {
            events.warning(workload, reason: "FailedCreate", message: "Error creating: \(error)")
            throw error
        }
    }

    /// Deletes a Pod of a workload, and says so in an event of the workload.
    func delete(_ pod: Pod, of workload: some KubernetesObject) async throws {
        try await delete(pod)
        events.normal(workload, reason: "SuccessfulDelete", message: "Deleted pod: \(pod.metadata.name ?? "")")
    }

    /// Replaces the object's status if it differs from what is wanted.
    ///
    /// - Returns: false if the object has changed or gone meanwhile.
    @discardableResult
    func updateStatus<Object: KubernetesObject>(_ object: Object, _ status: JSONValue) async throws -> Bool {
        guard object.json["status"] ?? .emptyObject != status else { return true }
        var changed = object
        changed.json["status"] = status
        return try await replace(changed, subresource: "status")
    }

    /// Replaces an object in the version that was read; that it has changed or gone meanwhile is no error, for then its event comes.
    ///
    /// - Returns: false if it has.
    @discardableResult
    func replace<Object: KubernetesObject>(_ object: Object, subresource: String? = nil) async throws -> Bool {
        do {
            let written = try await api.replace(object, subresource: subresource)
            cache.noteWritten(Object.resourceType, written.json)
            return true
        } catch {
            guard error.code == .conflict || error.code == .notFound else { throw error }
            return false
        }
    }

    /// Changes an object by a merge patch; that it has gone is no error.
    func patch<Object: KubernetesObject>(_ object: Object, _ patch: JSONValue, subresource: String? = nil) async throws {
        do {
            cache.noteWritten(Object.resourceType, try await api.patch(Object.resourceType, object.key, patch, subresource: subresource))
        } catch  where error.code == .notFound {
            return
        }
    }

    /// Deletes exactly this object.
    func delete(_ object: some KubernetesObject, propagation: PropagationPolicy? = nil) async throws {
        do {
            try await api.delete(
                type(of: object).resourceType, object.key, preconditions: Preconditions(uid: object.metadata.uid), propagation: propagation)
        } catch  where error.code == .conflict {
            return
        }
    }
}

extension KubernetesObject {
    /// Whether it is about to go.
    var isTerminating: Bool { metadata.deletionTimestamp != nil }

    /// Whether an object is its controller.
    func isControlled(by owner: some KubernetesObject) -> Bool {
        metadata.ownerReferences?.contains { $0.controller == true && $0.uid == owner.metadata.uid } ?? false
    }

    /// The uid of its controller.
    var controllerUID: String? { metadata.ownerReferences?.first { $0.controller == true }?.uid }
}

extension Pod {
    var isReady: Bool { condition("Ready")?.status == "True" }
    /// Whether its containers have ended for good.
    var isFinished: Bool { status?.phase == "Succeeded" || status?.phase == "Failed" }
    /// Whether it counts for a controller that keeps a number of Pods.
    var isActive: Bool { !isFinished && !isTerminating }
    func condition(_ type: String) -> PodCondition? { status?.conditions?.first { $0.type == type } }
}

/// A short hash for names and labels: FNV-1a over the JSON text with sorted keys, in letters and digits that make no words.
enum ShortHash {
    private static let alphabet = Array("bcdfghjklmnpqrstvwxz2456789".utf8)

    static func of(_ json: JSONValue, length: Int = 10) -> String {
        var hash = FNV1a.hash(json.utf8)
        var text: [UInt8] = []
        for _ in 0..<length {
            text.append(alphabet[Int(hash % UInt64(alphabet.count))])
            hash /= UInt64(alphabet.count)
        }
        return String(decoding: text, as: UTF8.self)
    }
}
