import ControllerRuntime
import KubernetesClient
import KubernetesModel
import Logging
import Synchronization

/// Brings claims and volumes together, has the node make volumes, and ends those whose claim has gone and that are not to be kept.
///
/// It looks at all claims and volumes at once: which claim gets a volume depends on the others.
///
/// - Source: Kubernetes documentation, "Persistent Volumes".
struct StorageController: Reconciler {
    static let name = "persistentvolumes"
    static let watches = Watches(StorageClass.self) {
        Mapped(PersistentVolume.self) { _ in [everything] }
        Mapped(PersistentVolumeClaim.self) { _ in [everything] }
        // Only Pods that have just got a node can be first consumers.
        Mapped(Pod.self) { $0.spec?.nodeName != nil && $0.status?.phase == "Pending" && !$0.claimNames.isEmpty ? [everything] : [] }
    }
    let cache: Cache
    let writer: ObjectWriter
    private var events: EventRecorder { writer.events }

    /// Whatever changes, the same look is taken; the key of a class that has changed says no more.
    private static let everything = ObjectKey(name: "")
    /// What was said last about an object, by its uid: nothing is said twice in a row.
    private let said = Said()

    func reconcile(_ key: ObjectKey) async throws -> Requeue {
        // A claim takes some five steps; the bound is there for what nobody has foreseen.
        for _ in 0..<12 {
            let plan = StoragePlan(snapshot, now: writer.now)
            tell(plan)
            guard !plan.actions.isEmpty else { return .never }
            var failure: (any Error)?
            var isOutdated = false
            for action in plan.actions {
                do {
                    if try await !carryOut(action) { isOutdated = true }
                } catch {
                    failure = failure ?? error
                }
            }
            if let failure { throw failure }
            // What changed meanwhile is about to be shown by a watch, which leads here again.
            if isOutdated { return .never }
        }
        return .immediately
    }

    private var snapshot: StorageSnapshot {
        let claims = cache.list(PersistentVolumeClaim.self)
        let classes = cache.list(StorageClass.self)
        let delayed = Set(classes.filter { $0.volumeBindingMode == "WaitForFirstConsumer" }.compactMap(\.metadata.name))
        let waiting = Set(claims.filter { !$0.hasBeenBound && delayed.contains($0.className) }.map(\.key))
        var consumers: [ObjectKey: Node] = [:]
        if !waiting.isEmpty {
            for pod in cache.list(Pod.self) where !pod.isFinished {
                guard let node = pod.spec?.nodeName.flatMap({ cache.get(Node.self, ObjectKey(name: $0)) }) else { continue }
                for name in pod.claimNames {
                    let key = ObjectKey(namespace: pod.metadata.namespace, name: name)
                    if waiting.contains(key) { consumers[key] = node }
                }
            }
        }
        return StorageSnapshot(claims: claims, volumes: cache.list(PersistentVolume.self), classes: classes, consumers: consumers)
    }

    /// - Returns: false if the object is no longer what the plan was made for.
    private func carryOut(_ action: StorageAction) async throws -> Bool {
        switch action {
        case .reserve(var volume, let claim):
            if volume.spec?.claimRef == nil { volume.annotate([StorageAnnotation.isChosen: "yes"]) }
            volume.spec?.claimRef = claim.reference
            return try await writer.replace(volume)
        case .free(var volume):
            if volume.metadata.annotations?[StorageAnnotation.isChosen] != nil || volume.isProvisioned {
                volume.metadata.annotations?[StorageAnnotation.isChosen] = nil
                volume.spec?.claimRef = nil
            } else {
                volume.spec?.claimRef?.uid = nil
                volume.spec?.claimRef?.resourceVersion = nil
            }
            return try await writer.replace(volume)
        case .provision(let claim, let storage):
            let volume = claim.volume(of: storage)
            guard try await writer.create(volume) != nil else { return false }
            events.normal(claim, reason: "ProvisioningSucceeded", message: "Successfully provisioned volume \(volume.metadata.name ?? "")")
            return true
        case .annotate(var claim, let annotations):
            claim.annotate(annotations)
            return try await writer.replace(claim)
        case .bind(var claim, let volume):
            claim.annotate([StorageAnnotation.isBound: "yes"])
            if (claim.spec?.volumeName ?? "").isEmpty { claim.annotate([StorageAnnotation.isChosen: "yes"]) }
            claim.spec?.volumeName = volume.metadata.name
            return try await writer.replace(claim)
        case .setClaimStatus(var claim, let status):
            claim.status = status
            return try await writer.replace(claim, subresource: "status")
        case .setVolumeStatus(var volume, let status):
            volume.status = status
            return try await writer.replace(volume, subresource: "status")
        case .grow(var volume, let size):
            volume.spec?.capacity = ["storage": size]
            return try await writer.replace(volume)
        case .delete(let volume): return try await delete(volume)
        case .unprotect(var volume):
            let others = (volume.metadata.finalizers ?? []).filter { $0 != PersistentVolume.protection }
            volume.metadata.finalizers = others.isEmpty ? nil : others
            return try await writer.replace(volume)
        }
    }

    /// Asks the server once more whether the claim is gone, and has it delete this version of the volume only.
    private func delete(_ volume: PersistentVolume) async throws -> Bool {
        if let reference = volume.spec?.claimRef, let name = reference.name,
            let claim = try await writer.api.find(PersistentVolumeClaim.self, ObjectKey(namespace: reference.namespace, name: name)),
            claim.metadata.uid == reference.uid
        {
            let other = claim.spec?.volumeName ?? ""
            if other.isEmpty || other == volume.metadata.name { return false }
        }
        do {
            try await writer.api.delete(
                PersistentVolume.resourceType, volume.key,
                preconditions: Preconditions(resourceVersion: volume.metadata.resourceVersion, uid: volume.metadata.uid))
        } catch {
            guard error.code == .conflict else { throw error }
        }
        // The watch shows that it is ending.
        return false
    }

    private func tell(_ plan: StoragePlan) {
        for claim in plan.snapshot.claims { tell(claim, plan.reports) }
        for volume in plan.snapshot.volumes { tell(volume, plan.reports) }
        said.keep(Set(plan.snapshot.claims.compactMap(\.metadata.uid) + plan.snapshot.volumes.compactMap(\.metadata.uid)))
    }

    private func tell(_ object: some KubernetesObject, _ reports: [String: StorageReport]) {
        guard let uid = object.metadata.uid, said.isNew(reports[uid], about: uid), let report = reports[uid] else { return }
        if report.isWarning {
            events.warning(object, reason: report.reason, message: report.message)
        } else {
            events.normal(object, reason: report.reason, message: report.message)
        }
    }

    private final class Said: Sendable {
        private let reports = Mutex<[String: StorageReport]>([:])

        /// Takes note of what is to be said about an object.
        func isNew(_ report: StorageReport?, about uid: String) -> Bool {
            reports.withLock { reports in
                defer { reports[uid] = report }
                return reports[uid] != report
            }
        }

        func keep(_ uids: Set<String>) { reports.withLock { $0 = $0.filter { uids.contains($0.key) } } }
    }
}

extension KubernetesObject {
    fileprivate mutating func annotate(_ annotations: [String: String]) {
        metadata.annotations = (metadata.annotations ?? [:]).merging(annotations) { $1 }
    }
}

extension Pod {
    /// Claims that its volumes are, in its namespace.
    var claimNames: [String] { (spec?.volumes ?? []).compactMap { $0.persistentVolumeClaim?.claimName } }
}

extension PersistentVolumeClaim {
    fileprivate var reference: ObjectReference {
        ObjectReference(
            apiVersion: "v1", kind: "PersistentVolumeClaim", name: metadata.name, namespace: metadata.namespace,
            resourceVersion: metadata.resourceVersion, uid: metadata.uid)
    }

    /// A new volume for this claim.
    fileprivate func volume(of storage: StorageClass) -> PersistentVolume {
        let name = "pvc-\(metadata.uid ?? "")"
        return PersistentVolume(
            metadata: ObjectMeta(
                annotations: [StorageAnnotation.provisioner: storage.provisioner ?? ""], finalizers: [PersistentVolume.protection], name: name),
            spec: PersistentVolumeSpec(
                accessModes: spec?.accessModes, capacity: wantedSize.map { ["storage": $0] }, claimRef: reference,
                csi: CSIPersistentVolumeSource(driver: storage.provisioner, volumeHandle: name),
                persistentVolumeReclaimPolicy: storage.reclaimPolicy ?? "Delete", storageClassName: storage.metadata.name,
                volumeMode: spec?.volumeMode ?? "Filesystem"))
    }
}
