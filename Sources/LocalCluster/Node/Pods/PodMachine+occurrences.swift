import KubernetesModel

extension PodMachine {
    /// Takes in something that happened.
    mutating func note(_ occurrence: PodOccurrence, at now: Timestamp) {
        switch occurrence {
        case .changed(let pod): noteChange(of: pod)
        case .removed: isRemoved = true
        case .prepared(let addresses):
            guard sandbox == .preparing else { return }
            self.addresses = addresses
            sandbox = .ready
        case .preparationFailed(let problem):
            guard sandbox == .preparing else { return }
            sandbox = .failed(problem, retryAt: sourceChanges == changesAtPreparation ? now.adding(Self.retryAfter) : now)
            tell(problem.reason, problem.message, warning: true)
        case .started(let name, let run): noteStart(of: name, run)
        case .startFailed(let name, let failure): noteFailedStart(of: name, failure, at: now)
        case .startHookFailed(let name, let message):
            tell("FailedPostStartHook", message, warning: true, container: name)
            stop(name, because: "FailedPostStartHook", at: now)
            self[name].mustRestart = true
        case .stopHookFinished(let name):
            guard case .stopping(let run, var stop) = self[name].state, stop.step == .hook else { return }
            // The signal follows; at least two seconds are left for it.
            stop.deadline = max(stop.deadline, now.adding(.seconds(2)))
            stop.step = .signalled
            self[name].state = .stopping(run, stop)
            pending.append(.signal(id: run.id, .stop(run.stopSignal)))
        case .ended(let id, let exit): noteEnd(of: id, exit)
        case .probed(let name, let id, let kind, let succeeded, let message):
            noteProbe(of: name, id: id, kind, succeeded: succeeded, message: message, at: now)
        case .sourcesChanged: retryNow(at: now)
        case .cleanedUp: sandbox = .gone
        }
    }

    private mutating func noteChange(of pod: Pod) {
        self.pod = pod
        for container in pod.allContainers where histories[container.name] == nil { histories[container.name] = ContainerHistory() }
    }

    private mutating func noteStart(of name: String, _ run: ContainerRun) {
        guard case .starting(let previous) = self[name].state else { return }
        let container = specification(of: name)
        var history = self[name]
        history.state = .running(run)
        history.runs += 1
        if let previous { history.lastExit = previous }
        history.imageID = run.imageID
        history.failedAttempts = 0
        history.hasStarted = container?.startupProbe == nil
        history.isServing = container?.readinessProbe == nil
        history.backoffTold = false
        history.mustRestart = false
        self[name] = history
        tell("Started", "Container started", container: name)
        if container?.lifecycle?.postStart != nil { pending.append(.startHook(container: name, id: run.id)) }
    }

    private mutating func noteFailedStart(of name: String, _ failure: StartFailure, at now: Timestamp) {
        guard case .starting(let previous) = self[name].state else { return }
        var history = self[name]
        history.failedAttempts += 1
        if let previous { history.lastExit = previous }
        history.hasStarted = false
        history.isServing = false
        switch failure {
        case .noImage(let reason, let message):
            // 10 s, 20 s, 40 s … as between restarts.
            let delay = min(Self.retryAfter * (1 << min(history.failedAttempts - 1, 5)), Self.longestImageRetry)
            history.state = .waiting(WaitingReason(reason: reason, message: message, retryAt: now.adding(delay)))
            tell("Failed", message, warning: true, container: name)
            tell("Failed", "Error: \(reason)", warning: true, container: name)
        case .configuration(let reason, let message):
            let retryAt = sourceChanges == history.changesAtStart ? now.adding(Self.retryAfter) : now
            history.state = .waiting(WaitingReason(reason: reason, message: message, retryAt: retryAt))
            tell("Failed", "Error: \(message)", warning: true, container: name)
        case .engine(let id, let message):
            let never = Timestamp(secondsSince1970: 0)
            history.runs += 1
            history.state = .ended(
                ContainerExit(exitCode: 128, reason: "StartError", message: message, startedAt: never, finishedAt: now, id: id))
            tell("Failed", "Error: \(message)", warning: true, container: name)
        }
        self[name] = history
    }

    private mutating func noteEnd(of id: String, _ exit: ContainerExit) {
        guard let name = histories.first(where: { $0.value.run?.id == id })?.key else { return }
        self[name].state = .ended(exit)
        self[name].hasStarted = false
        self[name].isServing = false
    }

    private mutating func noteProbe(of name: String, id: String, _ kind: ProbeKind, succeeded: Bool, message: String, at now: Timestamp) {
        guard self[name].run?.id == id else { return }
        switch (kind, succeeded) {
        case (.startup, true): self[name].hasStarted = true
        case (.readiness, _): self[name].isServing = succeeded
        case (.liveness, true): break
        case (.startup, false), (.liveness, false):
            guard self[name].isRunning, !isTerminating else { return }
            stop(name, because: "Container \(name) failed \(kind.rawValue) probe, will be restarted", at: now, grace: probeGrace(of: name, kind))
        }
    }

    /// The grace period that a probe sets for the containers that it fails.
    private func probeGrace(of name: String, _ kind: ProbeKind) -> Int? {
        let container = specification(of: name)
        return (kind == .startup ? container?.startupProbe : container?.livenessProbe)?.terminationGracePeriodSeconds
    }

    /// What waited for something that may be there now is tried again.
    private mutating func retryNow(at now: Timestamp) {
        sourceChanges += 1
        if case .failed(let problem, _) = sandbox { sandbox = .failed(problem, retryAt: now) }
        for (name, history) in histories {
            if case .waiting(var waiting) = history.state, waiting.reason == "CreateContainerConfigError" {
                waiting.retryAt = now
                self[name].state = .waiting(waiting)
            }
        }
    }

    /// Begins the orderly end of a container that runs.
    ///
    /// - Parameter grace: seconds; nil for the pod's.
    mutating func stop(_ name: String, because reason: String, at now: Timestamp, grace: Int? = nil) {
        guard case .running(let run) = self[name].state else { return }
        let seconds = grace ?? pod.gracePeriodSeconds
        let hook = specification(of: name)?.lifecycle?.preStop
        let deadline = now.adding(.seconds(seconds))
        tell("Killing", reason.hasPrefix("Container") ? reason : "Stopping container \(name)", container: name)
        if seconds <= 0 {
            self[name].state = .stopping(run, .init(step: .killed, deadline: deadline, reason: reason))
            pending.append(.signal(id: run.id, .kill))
        } else if hook != nil {
            self[name].state = .stopping(run, .init(step: .hook, deadline: deadline, reason: reason))
            pending.append(.stopHook(container: name, id: run.id, limit: .seconds(seconds)))
        } else {
            self[name].state = .stopping(run, .init(step: .signalled, deadline: deadline, reason: reason))
            pending.append(.signal(id: run.id, .stop(run.stopSignal)))
        }
    }
}
