import KubernetesClient
import KubernetesModel
import Logging

/// Tells the API server of events; one that repeats is counted.
actor NodeEvents {
    private struct Key: Hashable {
        let uid: String
        let event: PodEvent
    }
    private struct Told {
        let key: ObjectKey
        var count: Int
        var last: Timestamp
        /// When the API server was told the count.
        var written: Timestamp
    }

    /// How often at most the count of a repeated event is written: a probe that fails each second is no reason for a request each second.
    private static let interval = Duration.seconds(10)
    /// Events that are remembered at most; the oldest are forgotten first.
    private static let limit = 2000

    let api: any KubernetesAPI
    let nodeName: String
    let logger: Logger
    let clock: @Sendable () -> Timestamp
    private var told: [Key: Told] = [:]
    private var number = 0

    init(api: any KubernetesAPI, nodeName: String, logger: Logger, clock: @escaping @Sendable () -> Timestamp) {
        self.api = api
        self.nodeName = nodeName
        self.logger = logger
        self.clock = clock
    }

    /// Tells an event about a pod.
    func tell(_ event: PodEvent, about pod: Pod) async {
        let now = clock()
        let key = Key(uid: pod.uid, event: event)
        do {
            if var before = told[key] {
                before.count += 1
                before.last = now
                let isDue = now.since(before.written) >= Self.interval
                if isDue { before.written = now }
                told[key] = before
                guard isDue else { return }
                let patch: JSONValue = ["count": .integer(Int64(before.count)), "lastTimestamp": .string(now.wholeSeconds.description)]
                _ = try await api.patch(Event.resourceType, before.key, patch)
                return
            }
            let object = object(event, about: pod, at: now)
            told[key] = Told(key: object.key, count: 1, last: now, written: now)
            forgetOldest()
            _ = try await api.create(object)
        } catch {
            // Events are for people: nothing depends on them.
            told[key] = nil
            logger.debug("An event could not be told", metadata: ["pod": "\(pod.key)", "event": "\(event.reason)", "reason": "\(error)"])
        }
    }

    private func forgetOldest() {
        guard told.count > Self.limit else { return }
        for (key, _) in told.sorted(by: { $0.value.last < $1.value.last }).prefix(Self.limit / 4) { told[key] = nil }
    }

    private func object(_ event: PodEvent, about pod: Pod, at now: Timestamp) -> Event {
        number += 1
        let field = event.container.map { name in
            let list = pod.allContainers.first { $0.name == name }.map { container in
                switch container.role {
                case .initializer, .sidecar: "initContainers"
                case .main: "containers"
                case .ephemeral: "ephemeralContainers"
                }
            }
            return "spec.\(list ?? "containers"){\(name)}"
        }
        let suffix = String(UInt64(bitPattern: now.microseconds) &* 1000 &+ UInt64(number % 1000), radix: 16)
        return Event(
            metadata: ObjectMeta(name: "\(pod.name).\(suffix)", namespace: pod.namespace), count: 1, firstTimestamp: now.wholeSeconds,
            involvedObject: ObjectReference(
                apiVersion: "v1", fieldPath: field, kind: "Pod", name: pod.name, namespace: pod.namespace,
                resourceVersion: pod.metadata.resourceVersion, uid: pod.uid),
            lastTimestamp: now.wholeSeconds, message: String(event.message.prefix(1024)), reason: event.reason,
            reportingComponent: "kubelet", reportingInstance: nodeName, source: EventSource(component: "kubelet", host: nodeName),
            type: event.isWarning ? "Warning" : "Normal")
    }
}
