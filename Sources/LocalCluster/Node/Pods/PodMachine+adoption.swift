import KubernetesModel

/// A container of a pod that the engine knew when this node started.
struct FoundContainer: Sendable {
    enum State: Sendable {
        case running
        case ended(ContainerExit)
    }
    var name: String
    /// Which run of the container it is, from 0.
    var number: Int
    var run: ContainerRun
    var state: State
}

extension PodMachine {
    /// Takes over a pod that was started before: by an earlier process of the control plane, or before the machine restarted.
    ///
    /// What runs goes on running. What ended meanwhile is seen as an end. What the engine no longer knows is taken from the status that was
    /// last written.
    ///
    /// - Parameter sandboxIsIntact: whether its network still exists; if not, everything begins anew, init containers included.
    mutating func adopt(_ found: [FoundContainer], sandboxIsIntact: Bool) {
        let status = pod.status
        if let time = status?.startTime { startTime = time }
        if status?.phase == "Succeeded" || status?.phase == "Failed" {
            hasFinished = true
            if let reason = status?.reason { failure = PodProblem(reason: reason, message: status?.message ?? "") }
        }
        let written = (status?.initContainerStatuses ?? []) + (status?.containerStatuses ?? []) + (status?.ephemeralContainerStatuses ?? [])
        for status in written {
            guard let name = status.name, histories[name] != nil else { continue }
            take(status, of: name, keepsState: sandboxIsIntact || hasFinished)
        }
        guard sandboxIsIntact else { return }
        for container in found.sorted(by: { $0.number < $1.number }) where histories[container.name] != nil { take(container) }
        let main = pod.allContainers.filter { $0.role == .main }
        let wasInitialized = status?.conditions?.contains { $0.type == "Initialized" && $0.status == "True" } ?? false
        isInitialized = wasInitialized || main.contains { container in found.contains { $0.name == container.name } }
    }

    private mutating func take(_ status: ContainerStatus, of name: String, keepsState: Bool) {
        let present = status.state?.terminated.map(ContainerExit.init)
        let running = status.state?.running.map { running in
            // It ran when this was written, and the engine no longer knows it.
            ContainerExit(
                exitCode: 137, reason: "ContainerStatusUnknown", message: "The container could not be located when the pod was adopted",
                startedAt: running.startedAt ?? startTime, finishedAt: startTime, id: engineID(status.containerID))
        }
        let last = status.lastState?.terminated.map(ContainerExit.init)
        let hasRun = present != nil || running != nil || last != nil
        self[name].runs = hasRun ? (status.restartCount ?? 0) + 1 : 0
        self[name].imageID = status.imageID.map { $0.hasPrefix("sha256:") ? String($0.dropFirst(7)) : $0 }.flatMap { $0.isEmpty ? nil : $0 }
        self[name].lastExit = last
        if keepsState, let exit = present ?? running {
            self[name].state = .ended(exit)
        } else if let exit = present ?? running {
            self[name].lastExit = exit
        }
    }

    private mutating func take(_ container: FoundContainer) {
        var history = self[container.name]
        let specification = specification(of: container.name)
        history.runs = max(history.runs, container.number + 1)
        history.imageID = container.run.imageID
        if case .ended(let exit) = history.state, exit.id != container.run.id, exit.reason != "ContainerStatusUnknown" { history.lastExit = exit }
        switch container.state {
        case .running:
            let written = (pod.status?.containerStatuses ?? []) + (pod.status?.initContainerStatuses ?? [])
            let before = written.first { $0.name == container.name && engineID($0.containerID) == container.run.id }
            history.state = .running(container.run)
            // Until its probes have run again, what they last said holds.
            history.hasStarted = specification?.startupProbe == nil || before?.started == true
            history.isServing = specification?.readinessProbe == nil || before?.ready == true
        case .ended(let exit):
            // The status may have told more of it: its last words.
            if case .ended(let told) = history.state, told.id == exit.id { break }
            history.state = .ended(exit)
        }
        self[container.name] = history
    }
}

private func engineID(_ containerID: String?) -> String? {
    guard let containerID, let colon = containerID.lastIndex(of: "/") else { return nil }
    return String(containerID[containerID.index(after: colon)...])
}

extension ContainerExit {
    fileprivate init(_ terminated: ContainerStateTerminated) {
        let never = Timestamp(secondsSince1970: 0)
        self.init(
            exitCode: terminated.exitCode ?? 0, reason: terminated.reason ?? "Error", message: terminated.message,
            startedAt: terminated.startedAt ?? never, finishedAt: terminated.finishedAt ?? never, id: engineID(terminated.containerID))
    }
}
