import KubernetesModel
import Synchronization

/// When the change of a Service's endpoints began that is about to be written: what Kubernetes measures the latency of routes by.
///
/// It is the earliest time at which a Pod became ready or unready, or the Service was made, among those that are new since the last look. The first
/// look at a Service gives the time of the Service. Nil if nothing of that kind is new.
///
/// - Source: Kubernetes, annotation `endpoints.kubernetes.io/last-change-trigger-time`.
final class TriggerTimes: Sendable {
    static let annotation = "endpoints.kubernetes.io/last-change-trigger-time"

    private struct Seen: Sendable {
        var service: Timestamp?
        /// By name of the Pod.
        var pods: [String: Timestamp] = [:]
    }

    private let seen = Mutex<[ObjectKey: Seen]>([:])

    /// Takes note of the times that the Service and its Pods have now.
    func next(_ service: KubernetesModel.Service, _ pods: [Pod]) -> Timestamp? {
        let made = service.metadata.creationTimestamp
        let times = pods.reduce(into: [String: Timestamp]()) { $0[$1.metadata.name ?? ""] = $1.condition("Ready")?.lastTransitionTime }
        return seen.withLock { seen in
            defer { seen[service.key] = Seen(service: made, pods: times) }
            guard let before = seen[service.key] else { return made }
            let new = times.filter { name, time in before.pods[name].map { time > $0 } ?? true }.map(\.value)
            let isNew = made.map { time in before.service.map { time > $0 } ?? true } ?? false
            return (new + (isNew ? [made].compactMap(\.self) : [])).min()
        }
    }

    /// Forgets the Services of a namespace that are not among these.
    func keep(_ services: Set<ObjectKey>, in namespace: String) {
        seen.withLock { $0 = $0.filter { $0.key.namespace != namespace || services.contains($0.key) } }
    }
}

extension ObjectMeta {
    /// Sets or removes the time of the change that an object is written for.
    mutating func noteTrigger(_ time: Timestamp?) {
        var all = annotations ?? [:]
        all[TriggerTimes.annotation] = time?.description
        annotations = all.isEmpty ? nil : all
    }
}
