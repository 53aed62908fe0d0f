import KubernetesClient
import KubernetesModel
import Logging

/// Runs one pod: feeds its ``PodMachine`` and carries out what that decides.
actor PodWorker {
    let tools: NodeTools
    let directory: PodDirectory
    let tokens: ServiceAccountTokens
    nonisolated let uid: String
    nonisolated let key: ObjectKey
    private nonisolated let occurrences: AsyncStream<Message>
    private nonisolated let inbox: AsyncStream<Message>.Continuation

    private(set) var machine: PodMachine
    var volumes: [String: VolumeLocation] = [:]
    var attachment: PodAttachment?
    var processHolder: Int32?
    /// Ends that were noticed before the start was.
    private var earlyEnds: [String: ContainerExit] = [:]
    private var probes: [ProbeKey: Task<Void, Never>] = [:]
    private var timer: Task<Void, Never>?
    private var written: PodStatus?
    private var isWriting = false

    private enum Message: Sendable {
        case occurrence(PodOccurrence)
        case look
        case statusWritten
    }
    private struct ProbeKey: Hashable {
        let container: String
        let id: String
        let kind: ProbeKind
    }

    /// - Parameters:
    ///   - found: containers of the pod that an earlier process left.
    ///   - sandbox: what is remembered of the pod, if its network still exists.
    init(pod: Pod, tools: NodeTools, found: [FoundContainer], sandbox: PodDirectory.Sandbox?) {
        self.tools = tools
        uid = pod.uid
        key = pod.key
        directory = PodDirectory(path: tools.configuration.podDirectory(pod.uid))
        tokens = ServiceAccountTokens(api: tools.api, clock: tools.clock)
        var machine = PodMachine(pod: pod, startTime: tools.clock().wholeSeconds)
        machine.adopt(found, sandboxIsIntact: sandbox != nil)
        attachment = sandbox?.attachment
        processHolder = sandbox?.processHolder
        machine.addresses = [sandbox?.attachment?.address].compactMap { $0 }
        self.machine = machine
        (occurrences, inbox) = AsyncStream.makeStream()
    }

    var pod: Pod { machine.pod }
    var logger: Logger {
        var logger = tools.logger
        logger[metadataKey: "pod"] = "\(key)"
        return logger
    }

    /// Says that something happened; returns at once.
    nonisolated func tell(_ occurrence: PodOccurrence) { inbox.yield(.occurrence(occurrence)) }

    /// Runs the pod until it is gone from this machine. A cancelled task leaves its containers as they are.
    func run() async {
        await withDiscardingTaskGroup { group in
            inbox.yield(.look)
            for await message in occurrences {
                if Task.isCancelled { break }
                take(message)
                let now = tools.clock()
                for action in machine.next(at: now) {
                    group.addTask { await self.perform(action) }
                }
                writeStatus(at: now, in: &group)
                adjustProbes()
                setTimer(at: now)
                if machine.isDone { break }
            }
            timer?.cancel()
            probes.values.forEach { $0.cancel() }
            group.cancelAll()
        }
    }

    /// Ends ``run()`` without touching the containers.
    nonisolated func leave() { inbox.finish() }

    private func take(_ message: Message) {
        guard case .occurrence(let occurrence) = message else { return }
        let now = tools.clock()
        switch occurrence {
        case .changed(let pod) where pod.uid != uid: return
        case .ended(let id, let exit) where !machine.histories.values.contains { $0.exit?.id == id || $0.lastExit?.id == id }: earlyEnds[id] = exit
        default: break
        }
        machine.note(occurrence, at: now)
        if case .started(_, let run) = occurrence, let exit = earlyEnds[run.id] { machine.note(.ended(id: run.id, exit), at: now) }
        if case .ended(let id, _) = occurrence, machine.histories.values.contains(where: { $0.exit?.id == id }) { earlyEnds[id] = nil }
    }

    private func setTimer(at now: Timestamp) {
        timer?.cancel()
        guard let deadline = machine.deadline(after: now) else { return }
        let inbox = inbox
        // Cancelled by the next call, or when the pod is gone.
        timer = Task {
            guard (try? await Task.sleep(for: deadline.since(now) + .milliseconds(5))) != nil else { return }
            inbox.yield(.look)
        }
    }

    // MARK: Status

    private func writeStatus(at now: Timestamp, in group: inout DiscardingTaskGroup) {
        guard !isWriting, !machine.isRemoved else { return }
        let status = machine.status(on: NodePlace(hostAddress: hostAddress), at: now)
        guard status != written, !isAsWritten(status) else { return }
        isWriting = true
        group.addTask { await self.write(status) }
    }

    /// Whether the API server has this status already.
    private func isAsWritten(_ status: PodStatus) -> Bool {
        guard let present = machine.pod.status else { return false }
        return written == nil && status.json.object?.allSatisfy { present.json[$0.key] == $0.value } == true
    }

    private func write(_ status: PodStatus) async {
        defer {
            isWriting = false
            inbox.yield(.statusWritten)
        }
        let patch: JSONValue = ["metadata": ["uid": .string(uid)], "status": status.json.settingMissing(to: .null, of: PodStatus.ownFields)]
        do {
            _ = try await tools.api.patch(Pod.resourceType, key, patch, subresource: "status")
            written = status
        } catch  where error.code == .notFound || error.code == .conflict || error.code == .invalid {
            // The pod is another one by now, or the status is refused: it is not offered again.
            if error.code == .invalid { logger.error("The API server refuses a pod's status", metadata: ["reason": "\(error)"]) }
            written = status
        } catch {
            logger.debug("A pod's status could not be written", metadata: ["reason": "\(error)"])
            try? await Task.sleep(for: .milliseconds(500))
        }
    }

    var hostAddress: String { tools.configuration.address(ofNode: pod.spec?.nodeName ?? "") }

    /// Writes what the pod came to and takes the object away.
    func deleteObject() async {
        while !Task.isCancelled {
            do {
                if let status = finalStatus, status != written { await write(status) }
                try await tools.api.delete(Pod.resourceType, key, preconditions: Preconditions(uid: uid), gracePeriodSeconds: 0)
                return tell(.removed)
            } catch  where error.code == .conflict {
                // The name belongs to another pod by now.
                return tell(.removed)
            } catch {
                if Task.isCancelled { return }
                logger.warning("A pod that has ended could not be deleted", metadata: ["reason": "\(error)"])
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private var finalStatus: PodStatus? {
        machine.isRemoved ? nil : machine.status(on: NodePlace(hostAddress: hostAddress), at: tools.clock())
    }

    // MARK: Probes

    /// Starts the probes of what runs, and ends those of what does not.
    private func adjustProbes() {
        var wanted: [ProbeKey: (Probe, Container, ContainerRun)] = [:]
        for container in machine.pod.allContainers where container.role != .initializer {
            let history = machine[container.name]
            guard case .running(let run) = history.state else { continue }
            let specification = container.container
            func want(_ kind: ProbeKind, _ probe: Probe?) {
                if let probe { wanted[ProbeKey(container: container.name, id: run.id, kind: kind)] = (probe, specification, run) }
            }
            if !history.hasStarted {
                want(.startup, specification.startupProbe)
            } else {
                want(.readiness, specification.readinessProbe)
                if !machine.isTerminating { want(.liveness, specification.livenessProbe) }
            }
        }
        for (key, task) in probes where wanted[key] == nil {
            task.cancel()
            probes[key] = nil
        }
        for (key, (probe, container, run)) in wanted where probes[key] == nil {
            // Ended above, or when the pod is gone.
            probes[key] = Task { await self.repeatProbe(probe, key.kind, container, run) }
        }
    }

    private func repeatProbe(_ probe: Probe, _ kind: ProbeKind, _ container: Container, _ run: ContainerRun) async {
        let prober = Prober(exec: tools.exec)
        let target = Prober.Target(containerID: run.id, container: container, address: attachment?.address ?? "127.0.0.1")
        var counter = ProbeCounter(probe, kind: kind)
        var verdict: Bool?
        let period = Duration.seconds(max(1, probe.periodSeconds ?? 10))
        let first = run.startedAt.adding(.seconds(probe.initialDelaySeconds ?? 0)).since(tools.clock())
        if first > .zero { try? await Task.sleep(for: first) }
        var next = ContinuousClock.now
        while !Task.isCancelled {
            let answer = await prober.ask(probe, target)
            if Task.isCancelled { return }
            if !answer.succeeded {
                let message = "\(kind.rawValue.capitalizedFirst) probe failed: \(answer.message)"
                let event = PodEvent(isWarning: true, reason: "Unhealthy", message: message, container: container.name)
                await tools.tell(event, about: pod)
            }
            if let result = counter.count(answer.succeeded), result != verdict {
                verdict = result
                tell(.probed(container: container.name ?? "", id: run.id, kind: kind, succeeded: result, message: answer.message))
            }
            next = max(next.advanced(by: period), ContinuousClock.now)
            try? await Task.sleep(until: next, clock: .continuous)
        }
    }
}

extension PodStatus {
    /// Fields that the node decides: what it does not set is removed.
    fileprivate static let ownFields = [
        "message", "reason", "podIP", "podIPs", "initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses",
    ]
}

extension JSONValue {
    fileprivate func settingMissing(to value: JSONValue, of keys: [String]) -> JSONValue {
        var result = self
        for key in keys where result[key] == nil { result[key] = value }
        return result
    }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
