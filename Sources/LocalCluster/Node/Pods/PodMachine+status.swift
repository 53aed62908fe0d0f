import KubernetesModel

/// What of a pod's status stems from its node.
struct NodePlace: Sendable, Hashable {
    var hostAddress: String
}

extension PodMachine {
    /// The pod's status as a kubelet writes it.
    func status(on place: NodePlace, at now: Timestamp) -> PodStatus {
        let containers = pod.allContainers
        let initial = containers.filter { $0.role == .initializer || $0.role == .sidecar }.map { status(of: $0, at: now) }
        // A kubelet sorts these by name.
        let main = containers.filter { $0.role == .main }.sorted { $0.name < $1.name }.map { status(of: $0, at: now) }
        let ephemeral = containers.filter { $0.role == .ephemeral }.map { status(of: $0, at: now) }
        let phase = self.phase(at: now)
        let podAddresses = pod.spec?.hostNetwork == true && !addresses.isEmpty ? [place.hostAddress] : addresses
        var result = PodStatus(
            conditions: conditions(phase: phase, at: now),
            containerStatuses: main.isEmpty ? nil : main,
            ephemeralContainerStatuses: ephemeral.isEmpty ? nil : ephemeral,
            hostIP: place.hostAddress,
            hostIPs: [HostIP(ip: place.hostAddress)],
            initContainerStatuses: initial.isEmpty ? nil : initial,
            message: failure?.message,
            observedGeneration: pod.metadata.generation,
            phase: phase.rawValue,
            podIP: podAddresses.first,
            podIPs: podAddresses.isEmpty ? nil : podAddresses.map { PodIP(ip: $0) },
            qosClass: pod.qualityOfService.rawValue,
            reason: failure?.reason,
            startTime: startTime)
        // What others decided stays.
        for key in ["nominatedNodeName", "resourceClaimStatuses"] { result.json[key] = pod.status?.json[key] }
        return result
    }

    // MARK: Phase

    enum Phase: String, Sendable { case pending = "Pending", running = "Running", succeeded = "Succeeded", failed = "Failed" }

    func phase(at now: Timestamp) -> Phase {
        if failure != nil { return histories.values.contains { $0.isAlive } ? .running : .failed }
        let containers = pod.allContainers
        let initializers = containers.filter { $0.role == .initializer }
        if !isInitialized {
            let hasFailed = initializers.contains { (self[$0.name].exit?.exitCode ?? 0) != 0 }
            return hasFailed && pod.restartPolicy == "Never" ? .failed : .pending
        }
        let main = containers.filter { $0.role == .main }
        let histories = main.map { self[$0.name] }
        if histories.contains(where: { isWaitingForFirstRun($0) }) { return .pending }
        if histories.contains(where: { $0.exit == nil }) || containers.contains(where: { $0.role == .sidecar && self[$0.name].isAlive }) {
            return .running
        }
        let exits = histories.compactMap(\.exit)
        let isTerminal = hasFinished || isTerminating
        if isTerminal {
            return exits.allSatisfy { $0.exitCode == 0 } ? .succeeded : .failed
        }
        if main.allSatisfy({ container in self[container.name].exit.map { !isToRestart(container, after: $0) } ?? false }) {
            return exits.allSatisfy { $0.exitCode == 0 } ? .succeeded : .failed
        }
        return .running
    }

    private func isWaitingForFirstRun(_ history: ContainerHistory) -> Bool {
        switch history.state {
        case .new, .waiting: history.lastExit == nil
        case .starting(let previous): previous == nil && history.lastExit == nil
        case .running, .stopping, .ended: false
        }
    }

    // MARK: Containers

    func status(of container: PodContainer, at now: Timestamp) -> ContainerStatus {
        let history = self[container.name]
        var state = ContainerState()
        var last = history.lastExit
        switch history.state {
        case .new: state.waiting = firstWait(container)
        case .waiting(let waiting):
            state.waiting = ContainerStateWaiting(message: waiting.message, reason: shownReason(waiting, history, at: now))
        case .starting(let previous):
            if let previous { state.terminated = previous.json } else { state.waiting = firstWait(container) }
        case .running(let run), .stopping(let run, _): state.running = ContainerStateRunning(startedAt: run.startedAt.wholeSeconds)
        case .ended(let exit):
            if let wait = crashLoop(container, exit, at: now) {
                state.waiting = wait
                last = exit
            } else {
                state.terminated = exit.json
            }
        }
        let isInitializer = container.role == .initializer
        var status = ContainerStatus(
            containerID: (history.run?.id ?? history.exit?.id ?? startingExit(history)?.id).map { "podman://\($0)" }
                ?? last?.id.map { "podman://\($0)" },
            image: container.container.image,
            imageID: history.imageID.map { "sha256:\($0)" } ?? "",
            lastState: last.map { ContainerState(terminated: $0.json) } ?? ContainerState(),
            name: container.name,
            ready: isInitializer ? history.exit?.exitCode == 0 : history.isReady,
            restartCount: history.restarts,
            started: history.run != nil && history.hasStarted,
            state: state)
        if let resources = container.container.resources, resources.json.object?.isEmpty == false { status.resources = resources }
        return status
    }

    private func startingExit(_ history: ContainerHistory) -> ContainerExit? {
        if case .starting(let previous) = history.state { previous } else { nil }
    }

    private func firstWait(_ container: PodContainer) -> ContainerStateWaiting {
        let waitsForOthers = !isInitialized && pod.allContainers.contains { $0.role == .initializer || $0.role == .sidecar }
        return ContainerStateWaiting(reason: waitsForOthers ? "PodInitializing" : "ContainerCreating")
    }

    /// A missing image is `ErrImagePull` when it is noticed, and `ImagePullBackOff` while the next try is waited for.
    private func shownReason(_ waiting: WaitingReason, _ history: ContainerHistory, at now: Timestamp) -> String {
        waiting.reason == "ErrImagePull" && history.failedAttempts > 1 ? "ImagePullBackOff" : waiting.reason
    }

    private func crashLoop(_ container: PodContainer, _ exit: ContainerExit, at now: Timestamp) -> ContainerStateWaiting? {
        let backoff = self[container.name].backoff
        guard !isTerminating, !hasFinished, isToRestart(container, after: exit), let delay = backoff.delay,
            let time = backoff.mayStart(after: exit.finishedAt, now: now), time > now, now >= exit.finishedAt.adding(Self.backOffShownAfter)
        else { return nil }
        return ContainerStateWaiting(
            message: "back-off \(delay.goText) restarting failed container=\(container.name) pod=\(pod.fullName)", reason: "CrashLoopBackOff")
    }
}

extension ContainerExit {
    fileprivate var json: ContainerStateTerminated {
        ContainerStateTerminated(
            containerID: id.map { "podman://\($0)" }, exitCode: exitCode, finishedAt: finishedAt.wholeSeconds, message: message, reason: reason,
            startedAt: startedAt.wholeSeconds)
    }
}

extension Timestamp {
    /// This time without a fraction, as statuses have it.
    var wholeSeconds: Timestamp { Timestamp(secondsSince1970: secondsSince1970) }
}

extension Duration {
    /// As Go writes it: `10s`, `2m40s`.
    fileprivate var goText: String {
        let seconds = components.seconds
        return seconds < 60 ? "\(seconds)s" : "\(seconds / 60)m\(seconds % 60)s"
    }
}
