import KubernetesModel
import Testing

@testable import LocalControllers

@Suite("How far a Deployment has come") struct DeploymentProgressTests {
    static let now = Timestamp(secondsSince1970: 1_800_000_000)

    private func deployment(paused: Bool = false, progressing: DeploymentCondition? = nil, updated: Int = 0, available: Int = 0) -> Deployment {
        var status = DeploymentStatus(availableReplicas: available, readyReplicas: available, replicas: 2, updatedReplicas: updated)
        if let progressing { status.conditions = [progressing] }
        return Deployment(
            metadata: ObjectMeta(name: "web", namespace: "ns"), spec: DeploymentSpec(paused: paused, progressDeadlineSeconds: 60, replicas: 2),
            status: status)
    }

    private func condition(_ reason: String, _ status: String = "True", age: Int = 0, set: String = "web-2") -> DeploymentCondition {
        let time = Timestamp(secondsSince1970: Self.now.secondsSince1970 - Int64(age))
        return DeploymentCondition(
            lastTransitionTime: time, lastUpdateTime: time, message: "ReplicaSet \"\(set)\" …", reason: reason, status: status, type: "Progressing")
    }

    private func set(_ name: String, pods: Int, available: Int) -> ReplicaSet {
        ReplicaSet(
            metadata: ObjectMeta(name: name), spec: ReplicaSetSpec(replicas: pods),
            status: ReplicaSetStatus(availableReplicas: available, readyReplicas: available, replicas: pods))
    }

    private func progress(_ deployment: Deployment, available: Int) -> (text: String, progress: DeploymentProgress) {
        let progress = DeploymentProgress(deployment: deployment, newest: "web-2", sets: [set("web-2", pods: 2, available: available)], now: Self.now)
        let condition = progress.status.conditions?.first { $0.type == "Progressing" }
        return ("\(condition?.status ?? "") \(condition?.reason ?? "")", progress)
    }

    @Test func aRolloutIsOverWhenAllOfTheNewOneIsAvailable() {
        #expect(progress(deployment(updated: 2, available: 1), available: 2).text == "True NewReplicaSetAvailable")
    }

    @Test func itStaysOverWhenAPodIsLost() {
        let over = deployment(progressing: condition("NewReplicaSetAvailable", age: 999), updated: 2, available: 2)
        #expect(progress(over, available: 1).text == "True NewReplicaSetAvailable")
        #expect(progress(over, available: 1).progress.timeLeft == nil)
    }

    @Test func aRolloutThatDoesNotGetOnFailsAtItsDeadline() {
        let young = progress(deployment(progressing: condition("ReplicaSetUpdated", age: 50), updated: 2), available: 0)
        #expect(young.text == "True ReplicaSetUpdated")
        #expect(young.progress.timeLeft == .seconds(10) + .milliseconds(10))
        let old = progress(deployment(progressing: condition("ReplicaSetUpdated", age: 61), updated: 2), available: 0)
        #expect(old.text == "False ProgressDeadlineExceeded")
        #expect(old.progress.timeLeft == nil)
    }

    @Test func eachStepBeginsTheDeadlineAnew() {
        let next = progress(deployment(progressing: condition("ReplicaSetUpdated", age: 61), updated: 2, available: 0), available: 1)
        #expect(next.text == "True ReplicaSetUpdated")
        #expect(next.progress.timeLeft == .seconds(60) + .milliseconds(10))
    }

    @Test func aPausedOneSaysSo() {
        #expect(progress(deployment(paused: true), available: 0).text == "Unknown DeploymentPaused")
    }
}
