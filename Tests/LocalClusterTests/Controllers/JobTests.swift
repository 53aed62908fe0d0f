import KubernetesModel
import Testing

@testable import LocalControllers

@Suite("Jobs") struct JobTests {
    static let now = Timestamp(secondsSince1970: 1_800_000_000)

    static func job(_ spec: JSONValue = [:], status: JSONValue = [:]) -> Job {
        var all: JSONValue = ["parallelism": 1, "completions": 1, "backoffLimit": 2, "template": ["spec": ["restartPolicy": "Never"]]]
        for (key, value) in spec.object ?? [:] { all[key] = value.isNull ? nil : value }
        return Job(json: [
            "apiVersion": "batch/v1", "kind": "Job", "metadata": ["name": "j", "namespace": "ns", "uid": "job"], "spec": all, "status": status,
        ])
    }

    static func pod(_ name: String, _ phase: String, exitCode: Int? = nil, isTracked: Bool = true, isTerminating: Bool = false, restarts: Int = 0)
        -> Pod
    {
        var json: JSONValue = [
            "apiVersion": "v1", "kind": "Pod", "metadata": ["name": .string(name), "namespace": "ns", "uid": .string(name)],
            "spec": ["nodeName": "n"], "status": ["phase": .string(phase)],
        ]
        if isTracked { json[path: "metadata", "finalizers"] = ["batch.kubernetes.io/job-tracking"] }
        if isTerminating { json.markTerminating() }
        var container: JSONValue = ["name": "main", "restartCount": .integer(Int64(restarts))]
        if let exitCode { container["state"] = ["terminated": ["exitCode": .integer(Int64(exitCode))]] }
        json[path: "status", "containerStatuses"] = [container]
        return Pod(json: json)
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var spec: JSONValue = [:]
        var status: JSONValue = [:]
        var pods: [Pod] = []
        var made = 0
        var deleted = 0
        /// Type and reason of each condition that holds.
        var conditions: [String] = []
        var failed: Int? = nil
        var succeeded: Int? = nil
    }

    static let policy: JSONValue = [
        "podFailurePolicy": [
            "rules": [
                ["action": "FailJob", "onExitCodes": ["containerName": "main", "operator": "In", "values": [42]]],
                ["action": "Ignore", "onExitCodes": ["operator": "In", "values": [7]]],
            ]
        ]
    ]
    static let failing: JSONValue = ["conditions": [["type": "FailureTarget", "status": "True", "reason": "BackoffLimitExceeded", "message": "m"]]]

    static let rows: [Row] = [
        Row(testDescription: "a new one gets its Pod", made: 1),
        Row(testDescription: "as many as run in parallel", spec: ["parallelism": 3, "completions": 5], pods: [pod("a", "Running")], made: 2),
        Row(
            testDescription: "no more than are missing", spec: ["parallelism": 3, "completions": 5], status: ["succeeded": 4], made: 1, succeeded: 4),
        Row(
            testDescription: "a Pod that has ended is noted before it is counted", pods: [pod("a", "Succeeded")],
            conditions: ["SuccessCriteriaMet CompletionsReached"]),
        Row(
            testDescription: "it is counted when its finalizer has gone", status: ["uncountedTerminatedPods": ["succeeded": ["a"]]],
            pods: [pod("a", "Succeeded", isTracked: false)], conditions: ["Complete CompletionsReached", "SuccessCriteriaMet CompletionsReached"],
            succeeded: 1),
        Row(testDescription: "or the Pod itself", status: ["uncountedTerminatedPods": ["failed": ["a"]]], made: 1, failed: 1),
        Row(
            testDescription: "and never twice", status: ["uncountedTerminatedPods": ["failed": ["a"]], "failed": 1],
            pods: [pod("a", "Failed", exitCode: 1)], made: 1, failed: 1),
        Row(
            testDescription: "the retries are used up", status: ["failed": 3],
            conditions: ["Failed BackoffLimitExceeded", "FailureTarget BackoffLimitExceeded"], failed: 3),
        Row(
            testDescription: "what still runs then is ended first", status: ["failed": 3], pods: [pod("a", "Running")], deleted: 1,
            conditions: ["FailureTarget BackoffLimitExceeded"], failed: 3),
        Row(
            testDescription: "and waited for", status: failing, pods: [pod("a", "Running", isTerminating: true)],
            conditions: ["FailureTarget BackoffLimitExceeded"]),
        Row(
            testDescription: "restarts count where containers are restarted", spec: ["template": ["spec": ["restartPolicy": "OnFailure"]]],
            pods: [pod("a", "Running", restarts: 2)], deleted: 1, conditions: ["FailureTarget BackoffLimitExceeded"]),
        Row(testDescription: "and only there", pods: [pod("a", "Running", restarts: 9)]),
        Row(
            testDescription: "it was active for too long", spec: ["activeDeadlineSeconds": 10], status: ["startTime": "2026-01-01T00:00:00Z"],
            pods: [pod("a", "Running")], deleted: 1, conditions: ["FailureTarget DeadlineExceeded"]),
        Row(
            testDescription: "a suspended one has no Pods", spec: ["suspend": true], pods: [pod("a", "Running")], deleted: 1,
            conditions: ["Suspended JobSuspended"]),
        Row(
            testDescription: "and no deadline", spec: ["suspend": true, "activeDeadlineSeconds": 10], status: ["startTime": "2026-01-01T00:00:00Z"],
            conditions: ["Suspended JobSuspended"]),
        Row(
            testDescription: "without a number one success is enough, when the others have ended", spec: ["completions": .null, "parallelism": 2],
            status: ["succeeded": 1], pods: [pod("a", "Running")], succeeded: 1),
        Row(
            testDescription: "and no other Pod is made after it", spec: ["completions": .null, "parallelism": 2], status: ["succeeded": 1],
            conditions: ["Complete CompletionsReached", "SuccessCriteriaMet CompletionsReached"], succeeded: 1),
        Row(
            testDescription: "an exit code that fails the Job", spec: policy, pods: [pod("a", "Failed", exitCode: 42)],
            conditions: ["FailureTarget PodFailurePolicy"]),
        Row(
            testDescription: "an exit code that does not count", spec: policy, status: ["failed": 2], pods: [pod("a", "Failed", exitCode: 7)],
            made: 1, failed: 2),
        Row(
            testDescription: "another one counts", spec: policy, status: ["failed": 2], pods: [pod("a", "Failed", exitCode: 1)],
            conditions: ["FailureTarget BackoffLimitExceeded"], failed: 2),
        Row(testDescription: "a Pod that is ending is replaced at once", pods: [pod("a", "Running", isTerminating: true)], made: 1),
        Row(
            testDescription: "or when it has ended, if the Job says so", spec: ["podReplacementPolicy": "Failed"],
            pods: [pod("a", "Running", isTerminating: true)]),
        Row(
            testDescription: "indexed completion is refused", spec: ["completionMode": "Indexed"],
            conditions: ["Failed NotSupported", "FailureTarget NotSupported"]),
    ]

    @Test(arguments: rows) func run(_ row: Row) {
        let job = Self.job(row.spec, status: row.status)
        let run = JobRun(job: job, count: JobCount(job: job, pods: row.pods), pods: row.pods, now: Self.now)
        #expect(run.missing == row.made)
        #expect(run.surplus.count == row.deleted)
        let holding = (run.status.conditions ?? []).filter { $0.status == "True" }
        #expect(holding.map { "\($0.type ?? "") \($0.reason ?? "")" }.sorted() == row.conditions.sorted())
        #expect(run.status.failed == row.failed)
        #expect(run.status.succeeded == row.succeeded)
    }

    @Test func aSuspendedJobDoesNotCountWhatItEnds() {
        let job = Self.job(["suspend": true])
        let pods = [Self.pod("a", "Running")]
        #expect(!JobRun(job: job, count: JobCount(job: job, pods: pods), pods: pods, now: Self.now).countsSurplus)
    }

    @Test func aFailureThatEndsTheJobNamesContainerAndRule() {
        let policy = Self.job(Self.policy).spec?.podFailurePolicy
        #expect(
            JobFailurePolicy(policy).verdict(on: Self.pod("a", "Failed", exitCode: 42))
                == .failJob("Container main for pod ns/a failed with exit code 42 matching FailJob rule at index 0"))
    }

    @Test func theNextPodWaitsLongerAfterEachFailure() {
        #expect((1...8).map { JobRun.pause(after: $0) } == [10, 20, 40, 80, 160, 320, 600, 600].map { .seconds($0) })
    }
}
