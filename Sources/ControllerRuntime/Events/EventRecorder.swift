public import KubernetesClient
public import KubernetesModel
public import Logging
public import ServiceLifecycle
import Synchronization

/// Writes Kubernetes events, in the background and each only once: repeated ones are counted.
///
/// Recording never waits and never fails. An event that cannot be written is dropped after a few tries, and logged.
public final class EventRecorder: ServiceLifecycle.Service {
    private let api: any KubernetesAPI
    private let component: String
    private let instance: String
    private let clock: any RuntimeClock
    private let logger: Logger
    private let log = Mutex(EventLog())
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation
    private let isEnding = Mutex(false)

    /// - Parameters:
    ///   - component: who reports, for example `egret-operator`.
    ///   - instance: the name of this Pod.
    public init(
        api: any KubernetesAPI, component: String, instance: String = "", clock: any RuntimeClock = SystemClock(),
        metrics: MetricsRegistry = MetricsRegistry(), logger: Logger
    ) {
        self.api = api
        self.component = component
        self.instance = instance
        self.clock = clock
        self.logger = logger
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let dropped = metrics.counter("egret_events_dropped_total", help: "Events that could not be written.")
        metrics.onCollect { [weak self] in dropped.set(to: Double(self?.log.withLock { $0.dropped } ?? 0)) }
    }

    /// Something went as it should.
    public func normal(_ object: some KubernetesObject, reason: String, message: String) {
        record("Normal", object, reason: reason, message: message)
    }

    /// Something that a person may have to look at.
    public func warning(_ object: some KubernetesObject, reason: String, message: String) {
        record("Warning", object, reason: reason, message: message)
    }

    private func record(_ type: String, _ object: some KubernetesObject, reason: String, message: String) {
        let resource = Swift.type(of: object).resourceType
        let reference = ObjectReference(
            apiVersion: resource.apiVersion, kind: resource.kind, name: object.metadata.name, namespace: object.metadata.namespace,
            uid: object.metadata.uid)
        // The server refuses more than 1024 characters.
        let entry = EventLog.Entry(object: reference, type: type, reason: reason, message: String(message.prefix(1024)))
        log.withLock { $0.record(entry, at: clock.now, date: clock.date) }
        wakeUp.yield()
    }

    /// Writes until the task is cancelled, or what waits at a graceful shutdown has been written.
    public func run() async throws {
        await withGracefulShutdownHandler {
            await write()
        } onGracefulShutdown: {
            self.shutDown()
        }
    }

    /// Lets ``run()`` return once everything that waits has been written, or failed once more.
    public func shutDown() {
        isEnding.withLock { $0 = true }
        wakeUp.yield()
    }

    private func write() async {
        await withDiscardingTaskGroup { group in
            var alarm: Duration?
            for await _ in wakeUps {
                step: while !Task.isCancelled {
                    let isEnding = isEnding.withLock(\.self)
                    switch log.withLock({ $0.next(at: clock.now, isEnding: isEnding) }) {
                    case .write(let event):
                        let succeeded = await write(event)
                        log.withLock { $0.finish(event, succeeded: succeeded, at: clock.now) }
                        if isEnding, !succeeded { break step }
                    case .wait(let time):
                        if let alarm, alarm > clock.now, alarm <= time { break step }
                        alarm = time
                        group.addTask { [clock, wakeUp] in
                            try? await clock.sleep(until: time)
                            wakeUp.yield()
                        }
                        break step
                    case .nothing:
                        break step
                    }
                }
                if isEnding.withLock(\.self) { break }
            }
            group.cancelAll()
        }
    }

    private func write(_ event: EventLog.Write) async -> Bool {
        do {
            if event.isKnown, try await update(event) { return true }
            do {
                _ = try await api.create(object(event))
                return true
            } catch  where error.code == .alreadyExists {
                // Written by an earlier run of this program.
                return try await update(event)
            }
        } catch {
            // An object whose namespace is being deleted, for example, takes no more events.
            logger.debug(
                "An event could not be written",
                metadata: ["event": "\(event.key)", "reason": "\(event.entry.reason)", "error": "\(error)"])
            return false
        }
    }

    /// Counts an event that exists; false if it does not.
    private func update(_ event: EventLog.Write) async throws(KubernetesError) -> Bool {
        guard let present = try await api.find(Event.self, event.key) else { return false }
        let patch: JSONValue = [
            "count": .integer(Int64((present.count ?? 1) + event.count)), "lastTimestamp": Self.seconds(event.last).json,
        ]
        do {
            _ = try await api.patch(Event.resourceType, event.key, patch)
            return true
        } catch  where error.code == .notFound {
            return false
        }
    }

    private func object(_ event: EventLog.Write) -> Event {
        Event(
            metadata: ObjectMeta(name: event.key.name, namespace: event.key.namespace),
            count: event.count, firstTimestamp: Self.seconds(event.first), involvedObject: event.entry.object,
            lastTimestamp: Self.seconds(event.last), message: event.entry.message, reason: event.entry.reason,
            reportingComponent: component, reportingInstance: instance.isEmpty ? nil : instance,
            source: EventSource(component: component, host: instance.isEmpty ? nil : instance), type: event.entry.type)
    }

    private static func seconds(_ time: Timestamp) -> Timestamp { Timestamp(secondsSince1970: time.secondsSince1970) }
}
