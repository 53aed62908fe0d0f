import KubernetesModel

extension PodMachine {
    /// What to do now.
    mutating func next(at now: Timestamp) -> [PodAction] {
        decide(at: now)
        defer { pending = [] }
        return pending
    }

    private mutating func decide(at now: Timestamp) {
        if sandbox == .gone {
            if !isRemoved, !deletionAsked, pod.metadata.deletionTimestamp != nil {
                deletionAsked = true
                pending.append(.deleteObject)
            }
            return
        }
        endAtActiveDeadline(now)
        killOverdue(now)
        if isTerminating { return terminate(now) }
        guard !hasFinished else { return }
        switch sandbox {
        case .ready: run(now)
        case .none: prepare()
        case .failed(_, let retryAt): if retryAt <= now { prepare() }
        case .preparing, .cleaning, .gone: break
        }
    }

    private mutating func prepare() {
        sandbox = .preparing
        changesAtPreparation = sourceChanges
        pending.append(.prepare)
    }

    private mutating func endAtActiveDeadline(_ now: Timestamp) {
        guard failure == nil, !hasFinished, let seconds = pod.spec?.activeDeadlineSeconds, now >= startTime.adding(.seconds(seconds)) else { return }
        failure = PodProblem(reason: "DeadlineExceeded", message: "Pod was active on the node longer than the specified deadline")
        tell("DeadlineExceeded", "Pod was active on the node longer than the specified deadline")
    }

    /// Containers that did not end in time are killed, again and again until they have.
    private mutating func killOverdue(_ now: Timestamp) {
        for (name, history) in histories {
            guard case .stopping(let run, var stop) = history.state, stop.deadline <= now else { continue }
            stop.step = .killed
            stop.deadline = now.adding(.seconds(5))
            self[name].state = .stopping(run, stop)
            pending.append(.signal(id: run.id, .kill))
        }
    }

    // MARK: The end

    private mutating func terminate(_ now: Timestamp) {
        let grace = isRemoved ? 0 : pod.gracePeriodSeconds
        shortenStops(to: now.adding(.seconds(grace)))
        let containers = pod.allContainers
        for container in containers where container.role != .sidecar {
            stop(container.name, because: "Stopping container \(container.name)", at: now, grace: grace)
        }
        let sidecars = containers.filter { $0.role == .sidecar }
        if containers.allSatisfy({ $0.role == .sidecar || !self[$0.name].isAlive }) { stop(inReverse: sidecars, at: now, grace: grace) }
        guard histories.values.allSatisfy({ !$0.isAlive }) else { return }
        if pod.metadata.deletionTimestamp == nil, !isRemoved {
            hasFinished = true
            return
        }
        switch sandbox {
        case .preparing, .cleaning, .gone: break
        case .none, .ready, .failed:
            sandbox = .cleaning
            pending.append(.cleanUp)
        }
    }

    private mutating func shortenStops(to deadline: Timestamp) {
        for (name, history) in histories {
            guard case .stopping(let run, var stop) = history.state, stop.step != .killed, stop.deadline > deadline else { continue }
            stop.deadline = deadline
            self[name].state = .stopping(run, stop)
        }
    }

    /// Sidecars end one after the other, the last one first.
    private mutating func stop(inReverse sidecars: [PodContainer], at now: Timestamp, grace: Int) {
        for sidecar in sidecars.reversed() where self[sidecar.name].isAlive {
            stop(sidecar.name, because: "Stopping container \(sidecar.name)", at: now, grace: grace)
            if grace > 0 { return }
        }
    }

    // MARK: The run

    private mutating func run(_ now: Timestamp) {
        let containers = pod.allContainers
        for container in containers where container.role == .initializer || container.role == .sidecar {
            guard initialize(container, now) else { return }
        }
        isInitialized = true
        for container in containers where container.role == .main || container.role == .ephemeral {
            keepRunning(container, now)
        }
        let main = containers.filter { $0.role == .main }
        guard main.allSatisfy({ hasEndedForGood($0) }) else { return }
        let sidecars = containers.filter { $0.role == .sidecar }
        stop(inReverse: sidecars, at: now, grace: pod.gracePeriodSeconds)
        if sidecars.allSatisfy({ !self[$0.name].isAlive }) { hasFinished = true }
    }

    /// Brings an init container forward.
    ///
    /// - Returns: whether the next one may begin.
    private mutating func initialize(_ container: PodContainer, _ now: Timestamp) -> Bool {
        let name = container.name
        if container.role == .sidecar {
            if !mainHasEnded { keepRunning(container, now) }
            return isInitialized || (self[name].isRunning && self[name].hasStarted)
        }
        if isInitialized { return true }
        if let exit = self[name].exit {
            if exit.exitCode == 0 { return true }
            if pod.restartPolicy == "Never" {
                let sidecars = pod.allContainers.filter { $0.role == .sidecar }
                stop(inReverse: sidecars, at: now, grace: pod.gracePeriodSeconds)
                if histories.values.allSatisfy({ !$0.isAlive }) { hasFinished = true }
                return false
            }
        }
        keepRunning(container, now)
        return false
    }

    private var mainHasEnded: Bool {
        isInitialized && pod.allContainers.allSatisfy { $0.role != .main || hasEndedForGood($0) }
    }

    private func hasEndedForGood(_ container: PodContainer) -> Bool {
        guard let exit = self[container.name].exit else { return false }
        return !isToRestart(container, after: exit)
    }

    /// Whether a container that ended is to run again.
    func isToRestart(_ container: PodContainer, after exit: ContainerExit) -> Bool {
        if self[container.name].mustRestart { return true }
        switch container.role {
        case .sidecar: return true
        case .ephemeral: return false
        case .initializer: return exit.exitCode != 0 && pod.restartPolicy != "Never"
        case .main: return pod.restartPolicy == "Always" || (pod.restartPolicy == "OnFailure" && exit.exitCode != 0)
        }
    }

    private mutating func keepRunning(_ container: PodContainer, _ now: Timestamp) {
        let name = container.name
        switch self[name].state {
        case .starting, .stopping: break
        case .running(let run):
            guard run.image != container.container.image, container.role != .ephemeral else { return }
            self[name].mustRestart = true
            stop(name, because: "Container \(name) definition changed, will be restarted", at: now)
        case .new: start(container, previous: nil)
        case .waiting(let waiting):
            // An image that was changed is tried at once.
            if let retryAt = waiting.retryAt, retryAt <= now { start(container, previous: nil) }
        case .ended(let exit):
            guard isToRestart(container, after: exit) else { return }
            if let time = self[name].backoff.mayStart(after: exit.finishedAt, now: now), time > now, !self[name].mustRestart {
                guard !self[name].backoffTold else { return }
                self[name].backoffTold = true
                tell("BackOff", "Back-off restarting failed container \(name) in pod \(pod.fullName)", warning: true, container: name)
                return
            }
            self[name].backoff.noteRestart(at: now)
            if let id = exit.id { pending.append(.remove(id: id)) }
            start(container, previous: exit)
        }
    }

    private mutating func start(_ container: PodContainer, previous: ContainerExit?) {
        self[container.name].state = .starting(previous: previous)
        self[container.name].changesAtStart = sourceChanges
        pending.append(.start(container: container.name, run: self[container.name].runs))
    }

    // MARK: Time

    /// When to ask again at the latest; nil if only an occurrence can change something.
    func deadline(after now: Timestamp) -> Timestamp? {
        var times: [Timestamp] = []
        if case .failed(_, let retryAt) = sandbox { times.append(retryAt) }
        if !hasFinished, failure == nil, let seconds = pod.spec?.activeDeadlineSeconds { times.append(startTime.adding(.seconds(seconds))) }
        for history in histories.values {
            switch history.state {
            case .stopping(_, let stop): times.append(stop.deadline)
            case .waiting(let waiting): if let retryAt = waiting.retryAt { times.append(retryAt) }
            case .ended(let exit):
                if let time = history.backoff.mayStart(after: exit.finishedAt, now: now) {
                    times += [time, exit.finishedAt.adding(Self.backOffShownAfter)]
                }
            case .new, .starting, .running: break
            }
        }
        return times.filter { $0 > now }.min()
    }
}
