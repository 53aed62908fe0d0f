import KubernetesModel

extension PodMachine {
    /// The pod's conditions: the node's own, then those that others set, as they are.
    func conditions(phase: Phase, at now: Timestamp) -> [PodCondition] {
        let present = pod.status?.conditions ?? []
        var own: [PodCondition] = []
        func add(_ type: String, _ isTrue: Bool, reason: String? = nil, message: String? = nil) {
            let status = isTrue ? "True" : "False"
            let before = present.first { $0.type == type }
            let time = before?.status == status ? before?.lastTransitionTime : nil
            // The members that a server shows as null are left out: it does not keep them.
            own.append(
                PodCondition(
                    lastTransitionTime: time ?? now.wholeSeconds, message: message, observedGeneration: pod.metadata.generation, reason: reason,
                    status: status, type: type))
        }
        let isCompleted = phase == .succeeded
        add("PodReadyToStartContainers", sandbox == .ready && !hasFinished)
        let incomplete = incompleteInitializers
        if isCompleted {
            add("Initialized", true, reason: "PodCompleted")
        } else if incomplete.isEmpty {
            add("Initialized", true)
        } else {
            add(
                "Initialized", false, reason: "ContainersNotInitialized",
                message: "containers with incomplete status: [\(incomplete.joined(separator: " "))]")
        }
        let containersReady = readiness(phase: phase)
        let gates = pod.spec?.readinessGates ?? []
        let closed = gates.compactMap(\.conditionType).filter { type in present.first { $0.type == type }?.status != "True" }
        if containersReady.isReady, !closed.isEmpty {
            let text = closed.map { "the status of pod readiness gate \"\($0)\" is not \"True\", but False" }.joined(separator: ", ")
            add("Ready", false, reason: "ReadinessGatesNotReady", message: text)
        } else {
            add("Ready", containersReady.isReady, reason: containersReady.reason, message: containersReady.message)
        }
        add("ContainersReady", containersReady.isReady, reason: containersReady.reason, message: containersReady.message)
        let types = Set(own.compactMap(\.type))
        let others = present.filter { !types.contains($0.type ?? "") }
        return own + (others.contains { $0.type == "PodScheduled" } ? others : [scheduled(at: now)] + others)
    }

    private func scheduled(at now: Timestamp) -> PodCondition {
        PodCondition(lastTransitionTime: startTime.wholeSeconds, observedGeneration: pod.metadata.generation, status: "True", type: "PodScheduled")
    }

    private var incompleteInitializers: [String] {
        if isInitialized { return [] }
        return pod.allContainers.filter { container in
            switch container.role {
            case .initializer: self[container.name].exit?.exitCode != 0
            case .sidecar: !(self[container.name].isRunning && self[container.name].hasStarted)
            case .main, .ephemeral: false
            }
        }.map(\.name)
    }

    private func readiness(phase: Phase) -> (isReady: Bool, reason: String?, message: String?) {
        switch phase {
        case .succeeded: return (false, "PodCompleted", nil)
        case .failed: return (false, "PodFailed", nil)
        case .pending, .running: break
        }
        let unready = pod.allContainers.filter { ($0.role == .main || $0.role == .sidecar) && !self[$0.name].isReady }.map(\.name)
        if unready.isEmpty { return (true, nil, nil) }
        return (false, "ContainersNotReady", "containers with unready status: [\(unready.joined(separator: " "))]")
    }
}
