import KubernetesModel

/// Pods as `kubectl get pods` shows them.
enum PodTable {
    static let columns: [TableColumn] = [
        .name,
        .text("Ready") {
            let state = PodState($0); return "\(state.ready)/\(state.total)"
        },
        .text("Status") { PodState($0).reason },
        TableColumn(name: "Restarts") { pod, now in .string(PodState(pod).restartText(now: now)) },
        .age,
        .text("IP", priority: 1) { pod in
            pod[path: "status", "podIPs"]?[0]?.text("ip") ?? pod[path: "status", "podIP"]?.string ?? "<none>"
        },
        .path("Node", ["spec", "nodeName"], none: "<none>", priority: 1),
        .path("Nominated Node", ["status", "nominatedNodeName"], none: "<none>", priority: 1),
        .text("Readiness Gates", priority: 1, gates),
    ]

    private static func gates(_ pod: JSONValue) -> String {
        let gates = pod[path: "spec", "readinessGates"]?.array ?? []
        guard !gates.isEmpty else { return "<none>" }
        let conditions = pod[path: "status", "conditions"]?.array ?? []
        let passed = gates.filter { gate in conditions.contains { $0["type"] == gate["conditionType"] && $0["status"] == "True" } }
        return "\(passed.count)/\(gates.count)"
    }

    /// What a finished pod's row says besides its cells.
    static func conditions(_ pod: JSONValue) -> JSONValue? {
        switch pod[path: "status", "phase"]?.string {
        case "Succeeded":
            [["type": "Completed", "status": "True", "reason": "Succeeded", "message": "The pod has completed successfully."]]
        case "Failed": [["type": "Completed", "status": "True", "reason": "Failed", "message": "The pod failed."]]
        default: nil
        }
    }
}

/// The state of a pod in one word, and what is counted.
private struct PodState {
    private(set) var ready = 0
    private(set) var total: Int
    private(set) var reason: String
    private var restarts = 0
    private var lastRestart: Double?

    init(_ pod: JSONValue) {
        let status = pod["status"] ?? .emptyObject
        let initial = pod[path: "spec", "initContainers"]?.array ?? []
        let sidecars = Set(initial.filter { $0.text("restartPolicy") == "Always" }.map { $0.text("name") })
        total = (pod[path: "spec", "containers"]?.array ?? []).count + sidecars.count
        reason = status.text("reason").isEmpty ? status.text("phase") : status.text("reason")
        let conditions = status.list("conditions")
        if conditions.contains(where: { $0["type"] == "PodScheduled" && $0["reason"] == "SchedulingGated" }) { reason = "SchedulingGated" }
        let isInitializing = readInitial(status.list("initContainerStatuses"), sidecars, count: initial.count)
        let isInitialized = conditions.contains { $0["type"] == "Initialized" && $0["status"] == "True" }
        if !isInitializing || isInitialized {
            restarts = 0
            lastRestart = nil
            for container in status.list("initContainerStatuses") where sidecars.contains(container.text("name")) { count(container) }
            readContainers(status.list("containerStatuses"), isReady: conditions.contains { $0["type"] == "Ready" && $0["status"] == "True" })
        }
        guard pod[path: "metadata", "deletionTimestamp"] != nil else { return }
        if status.text("reason") == "NodeLost" {
            reason = "Unknown"
        } else if !["Succeeded", "Failed"].contains(status.text("phase")) {
            reason = "Terminating"
        }
    }

    private mutating func count(_ container: JSONValue) {
        restarts += Int(container["restartCount"]?.integer ?? 0)
        if let end = container[path: "lastState", "terminated", "finishedAt"]?.string.flatMap(Timestamps.seconds) {
            lastRestart = max(lastRestart ?? end, end)
        }
    }

    /// Whether an init container is still at work, or failed.
    private mutating func readInitial(_ statuses: [JSONValue], _ sidecars: Set<String>, count: Int) -> Bool {
        for (index, container) in statuses.enumerated() {
            self.count(container)
            let terminated = container[path: "state", "terminated"]
            if let terminated, (terminated["exitCode"]?.integer ?? 0) == 0 { continue }
            if sidecars.contains(container.text("name")), container["started"]?.bool == true {
                if container["ready"]?.bool == true { ready += 1 }
                continue
            }
            let waiting = container[path: "state", "waiting", "reason"]?.string ?? ""
            if let terminated {
                reason = "Init:" + Self.end(terminated)
            } else if !waiting.isEmpty, waiting != "PodInitializing" {
                reason = "Init:" + waiting
            } else {
                reason = "Init:\(index)/\(count)"
            }
            return true
        }
        return false
    }

    private static func end(_ terminated: JSONValue) -> String {
        if !terminated.text("reason").isEmpty { return terminated.text("reason") }
        let signal = terminated["signal"]?.integer ?? 0
        return signal != 0 ? "Signal:\(signal)" : "ExitCode:\(terminated["exitCode"]?.integer ?? 0)"
    }

    private mutating func readContainers(_ statuses: [JSONValue], isReady: Bool) {
        var hasRunning = false
        for container in statuses.reversed() {
            count(container)
            let waiting = container[path: "state", "waiting", "reason"]?.string ?? ""
            if !waiting.isEmpty {
                reason = waiting
            } else if let terminated = container[path: "state", "terminated"] {
                reason = Self.end(terminated)
            } else if container["ready"]?.bool == true, container[path: "state", "running"] != nil {
                hasRunning = true
                ready += 1
            }
        }
        if reason == "Completed", hasRunning { reason = isReady ? "Running" : "NotReady" }
    }

    func restartText(now: Double) -> String {
        guard restarts > 0, let lastRestart else { return String(restarts) }
        return "\(restarts) (\(Age.text(now - lastRestart)) ago)"
    }
}
