import ControllerRuntimeTesting
import KubernetesModel
import PostgresCluster
import Synchronization

/// What the data volumes hold, as Jobs and instances change it; notes whatever must never happen.
final class FakeVolumes: Sendable {
    private struct State {
        var data: [String: String] = [:]
        var violations: [String] = []
        var fails = false
        /// The instance whose volume a restore has filled last.
        var restored: String?
        /// What restores have kept: instance and suffix → content.
        var kept: [String: String] = [:]
    }
    private let state = Mutex(State())

    /// The different contents of all volumes.
    var contents: Set<String> { state.withLock { Set($0.data.values) } }
    var violations: [String] { state.withLock { $0.violations } }
    /// Whether restores fail and put the previous data back.
    var fails: Bool {
        get { state.withLock { $0.fails } }
        set { state.withLock { $0.fails = newValue } }
    }

    /// An instance starts: a volume without data is filled from the leader's.
    func start(_ instance: String, leader: String?) {
        state.withLock { state in
            if let content = state.data[instance], content != "empty" {
                if let leader, let its = state.data[leader], its != content {
                    state.violations.append("\(instance) starts with \(content) beside \(its)")
                }
                return
            }
            state.data[instance] = leader.flatMap { state.data[$0] } ?? "old"
        }
    }

    /// Runs a restore's Job; gives its report.
    func restore(_ job: Job, running: [String]) -> (message: String, succeeds: Bool) {
        state.withLock { state in
            let instance = job.metadata.labels?[Label.startupInstance] ?? ""
            if !running.isEmpty { state.violations.append("restored while \(running) ran") }
            if state.fails { return (#"{"outcome":"returned","error":"no such target"}"#, false) }
            let command = job.spec?.template?.spec?.containers?.first?.command ?? []
            let suffix = command[4]
            state.restored = instance
            let present = state.data[instance]
            if command[0].hasSuffix("undo-restore") {
                guard let content = state.kept.removeValue(forKey: "\(instance) \(command[5])") else {
                    return (#"{"outcome":"returned","error":"the data that is to come back is not there"}"#, false)
                }
                state.data[instance] = content
            } else {
                state.data[instance] = "new"
            }
            state.kept["\(instance) \(suffix)"] = present
            return ("{\"outcome\":\"restored\",\"timeline\":2,\"keptDirectory\":\"/pgdata/pg17_kept_\(suffix)\",\"keptBytes\":7}", true)
        }
    }

    /// Runs a Job that removes the data of an instance.
    func clear(_ instance: String, leader: String?, running: [String]) {
        state.withLock { state in
            if running.contains(instance) { state.violations.append("\(instance) was cleared while it ran") }
            guard let leader, leader != instance, leader == state.restored else {
                state.violations.append("\(instance) was cleared while no restored instance led")
                return
            }
            state.data[instance] = "empty"
        }
    }
}
