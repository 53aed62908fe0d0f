import KubernetesModel
import Testing

@testable import LocalNode

/// Drives a machine with a clock of its own.
struct PodDrive {
    var machine: PodMachine
    var now = Timestamp(microsecondsSince1970: 1_800_000_000_000_000)
    private(set) var actions: [PodAction] = []
    private var nextID = 0

    init(_ spec: JSONValue, deletion: JSONValue? = nil) {
        machine = PodMachine(pod: Self.pod(spec), startTime: now)
    }

    static func pod(_ spec: JSONValue, metadata: JSONValue = .emptyObject) -> Pod {
        var meta: JSONValue = ["name": "p", "namespace": "ns", "uid": "u"]
        for (key, value) in metadata.object ?? [:] { meta[key] = value }
        return Pod(json: ["metadata": meta, "spec": spec])
    }

    /// What is to do now, without events.
    mutating func step() -> [PodAction] {
        let all = machine.next(at: now)
        actions += all
        return all.filter { if case .tell = $0 { false } else { true } }
    }

    mutating func note(_ occurrence: PodOccurrence) -> [PodAction] {
        machine.note(occurrence, at: now)
        return step()
    }

    mutating func advance(_ seconds: Double) -> [PodAction] {
        now = now.adding(.milliseconds(Int64(seconds * 1000)))
        return step()
    }

    mutating func prepare() -> [PodAction] {
        #expect(step() == [.prepare])
        return note(.prepared(addresses: ["10.1.0.5"]))
    }

    mutating func started(_ name: String) -> [PodAction] {
        nextID += 1
        let image = machine.specification(of: name)?.image ?? ""
        return note(.started(container: name, ContainerRun(id: "\(name)-\(nextID)", imageID: "i", image: image, startedAt: now)))
    }

    mutating func ended(_ name: String, _ code: Int) -> [PodAction] {
        let id = machine[name].run?.id ?? ""
        let exit = ContainerExit(
            exitCode: code, reason: ContainerExit.reason(exitCode: code, wasOutOfMemory: false), startedAt: now, finishedAt: now, id: id)
        return note(.ended(id: id, exit))
    }

    var status: PodStatus { machine.status(on: NodePlace(hostAddress: "10.1.0.1"), at: now) }
    var phase: String? { status.phase }
    func container(_ name: String) -> ContainerStatus? {
        ((status.containerStatuses ?? []) + (status.initContainerStatuses ?? [])).first { $0.name == name }
    }
    var events: [String] { actions.compactMap { if case .tell(let event) = $0 { event.reason } else { nil } } }
}

private func container(_ name: String, _ more: JSONValue = .emptyObject) -> JSONValue {
    var json: JSONValue = ["name": .string(name), "image": "img"]
    for (key, value) in more.object ?? [:] { json[key] = value }
    return json
}

struct PodMachineTests {
    @Test func `init containers run one after the other, then the main ones together`() {
        var pod = PodDrive(["initContainers": [container("i1"), container("i2")], "containers": [container("a"), container("b")]])
        #expect(pod.prepare() == [.start(container: "i1", run: 0)])
        #expect(pod.container("a")?.state?.waiting?.reason == "PodInitializing")
        #expect(pod.started("i1") == [])
        #expect(pod.ended("i1", 0) == [.start(container: "i2", run: 0)])
        _ = pod.started("i2")
        #expect(pod.phase == "Pending")
        #expect(pod.ended("i2", 0) == [.start(container: "a", run: 0), .start(container: "b", run: 0)])
        _ = pod.started("a")
        #expect(pod.phase == "Pending")
        _ = pod.started("b")
        #expect(pod.phase == "Running")
        #expect(pod.status.conditions?.first { $0.type == "Ready" }?.status == "True")
    }

    @Test func `an init container that fails is repeated with waits, or fails the pod`() {
        var pod = PodDrive(["initContainers": [container("i")], "containers": [container("a")]])
        _ = pod.prepare()
        _ = pod.started("i")
        #expect(pod.ended("i", 1) == [.remove(id: "i-1"), .start(container: "i", run: 1)])
        _ = pod.started("i")
        #expect(pod.ended("i", 1) == [])
        #expect(pod.advance(9.9) == [])
        #expect(pod.container("i")?.state?.waiting?.reason == "CrashLoopBackOff")
        #expect(pod.advance(0.2) == [.remove(id: "i-2"), .start(container: "i", run: 2)])

        var once = PodDrive(["restartPolicy": "Never", "initContainers": [container("i")], "containers": [container("a")]])
        _ = once.prepare()
        _ = once.started("i")
        #expect(once.ended("i", 1) == [])
        #expect(once.phase == "Failed")
    }

    @Test func `a sidecar starts before what follows, and ends after the main containers, in reverse order`() {
        let sidecar: JSONValue = ["restartPolicy": "Always"]
        var pod = PodDrive([
            "restartPolicy": "Never", "initContainers": [container("s1", sidecar), container("s2", sidecar)], "containers": [container("a")],
        ])
        #expect(pod.prepare() == [.start(container: "s1", run: 0)])
        #expect(pod.started("s1") == [.start(container: "s2", run: 0)])
        #expect(pod.started("s2") == [.start(container: "a", run: 0)])
        _ = pod.started("a")
        #expect(pod.ended("s1", 1) == [.remove(id: "s1-1"), .start(container: "s1", run: 1)])
        _ = pod.started("s1")
        #expect(pod.ended("a", 0) == [.signal(id: "s2-2", .stop(15))])
        #expect(pod.ended("s2", 0) == [.signal(id: "s1-4", .stop(15))])
        #expect(pod.phase == "Running")
        _ = pod.ended("s1", 0)
        #expect(pod.phase == "Succeeded")
    }

    struct PolicyCase: Sendable, CustomTestStringConvertible {
        let policy: String, code: Int, restarts: Bool, phase: String
        var testDescription: String { "\(policy) after \(code)" }
    }

    @Test(arguments: [
        PolicyCase(policy: "Always", code: 0, restarts: true, phase: "Running"),
        PolicyCase(policy: "Always", code: 1, restarts: true, phase: "Running"),
        PolicyCase(policy: "OnFailure", code: 0, restarts: false, phase: "Succeeded"),
        PolicyCase(policy: "OnFailure", code: 1, restarts: true, phase: "Running"),
        PolicyCase(policy: "Never", code: 0, restarts: false, phase: "Succeeded"),
        PolicyCase(policy: "Never", code: 137, restarts: false, phase: "Failed"),
    ])
    func `the restart policy decides what follows an end`(_ one: PolicyCase) {
        var pod = PodDrive(["restartPolicy": .string(one.policy), "containers": [container("a")]])
        _ = pod.prepare()
        _ = pod.started("a")
        let actions = pod.ended("a", one.code)
        #expect(actions.contains(.start(container: "a", run: 1)) == one.restarts)
        #expect(pod.phase == one.phase)
    }

    @Test func `the end is shown first, then the back-off, then the restart`() {
        var pod = PodDrive(["containers": [container("a")]])
        _ = pod.prepare()
        _ = pod.started("a")
        _ = pod.ended("a", 1)
        _ = pod.started("a")
        _ = pod.ended("a", 2)
        #expect(pod.container("a")?.state?.terminated?.exitCode == 2)
        #expect(pod.container("a")?.lastState?.terminated?.exitCode == 1)
        _ = pod.advance(2)
        #expect(pod.container("a")?.state?.waiting?.message == "back-off 10s restarting failed container=a pod=p_ns(u)")
        #expect(pod.container("a")?.lastState?.terminated?.exitCode == 2)
        #expect(pod.container("a")?.restartCount == 1)
        #expect(pod.phase == "Running")
        #expect(pod.machine.deadline(after: pod.now) == pod.now.adding(.seconds(8)))
        #expect(pod.advance(8).contains(.start(container: "a", run: 2)))
        #expect(pod.events.filter { $0 == "BackOff" }.count == 1)
    }

    @Test func `a deletion runs the hook, signals, kills, cleans up and deletes, in this order`() {
        let hook: JSONValue = ["lifecycle": ["preStop": ["exec": ["command": ["x"]]]]]
        var pod = PodDrive(["terminationGracePeriodSeconds": 10, "containers": [container("a", hook)]])
        _ = pod.prepare()
        _ = pod.started("a")
        let deletion: JSONValue = ["deletionTimestamp": "2026-01-01T00:00:00Z", "deletionGracePeriodSeconds": 10]
        let deleted = PodDrive.pod(pod.machine.pod.spec?.json ?? .emptyObject, metadata: deletion)
        #expect(pod.note(.changed(deleted)) == [.stopHook(container: "a", id: "a-1", limit: .seconds(10))])
        #expect(pod.step() == [])
        #expect(pod.advance(4) == [])
        #expect(pod.note(.stopHookFinished(container: "a")) == [.signal(id: "a-1", .stop(15))])
        #expect(pod.advance(5.9) == [])
        #expect(pod.advance(0.2) == [.signal(id: "a-1", .kill)])
        #expect(pod.advance(5.1) == [.signal(id: "a-1", .kill)], "a kill that was lost is repeated")
        #expect(pod.ended("a", 137) == [.cleanUp])
        #expect(pod.phase == "Failed")
        #expect(pod.note(.cleanedUp) == [.deleteObject])
        #expect(!pod.machine.isDone)
        _ = pod.note(.removed)
        #expect(pod.machine.isDone)
    }

    @Test func `an object that is gone is killed at once, in the middle of an orderly end, too`() {
        var pod = PodDrive(["containers": [container("a"), container("b")]])
        _ = pod.prepare()
        _ = pod.started("a")
        let deletion: JSONValue = ["deletionTimestamp": "2026-01-01T00:00:00Z", "deletionGracePeriodSeconds": 30]
        let deleted = PodDrive.pod(pod.machine.pod.spec?.json ?? .emptyObject, metadata: deletion)
        #expect(pod.note(.changed(deleted)) == [.signal(id: "a-1", .stop(15))])
        // `b` is just being started: it is ended as soon as that is done.
        #expect(pod.note(.removed) == [.signal(id: "a-1", .kill)] || pod.step() == [.signal(id: "a-1", .kill)])
        #expect(pod.started("b") == [.signal(id: "b-2", .kill)])
        _ = pod.ended("a", 137)
        #expect(pod.ended("b", 137) == [.cleanUp])
        #expect(pod.note(.cleanedUp) == [])
        #expect(pod.machine.isDone)
    }

    @Test func `a liveness probe that fails ends the container, whatever the policy says of restarts`() {
        let probe: JSONValue = ["livenessProbe": ["exec": ["command": ["x"]], "terminationGracePeriodSeconds": 3]]
        var pod = PodDrive(["containers": [container("a", probe)]])
        _ = pod.prepare()
        _ = pod.started("a")
        #expect(
            pod.note(.probed(container: "a", id: "a-1", kind: .liveness, succeeded: false, message: "")) == [.signal(id: "a-1", .stop(15))])
        #expect(pod.note(.probed(container: "a", id: "a-1", kind: .liveness, succeeded: false, message: "")) == [])
        #expect(pod.advance(3) == [.signal(id: "a-1", .kill)])
        #expect(pod.ended("a", 137).contains(.start(container: "a", run: 1)))
    }

    @Test func `a missing image is tried again after longer and longer waits`() {
        var pod = PodDrive(["containers": [container("a")]])
        _ = pod.prepare()
        let failure = StartFailure.noImage(reason: "ErrImagePull", message: "none")
        #expect(pod.note(.startFailed(container: "a", failure)) == [])
        #expect(pod.container("a")?.state?.waiting?.reason == "ErrImagePull")
        #expect(pod.phase == "Pending")
        #expect(pod.advance(10) == [.start(container: "a", run: 0)])
        _ = pod.note(.startFailed(container: "a", failure))
        #expect(pod.container("a")?.state?.waiting?.reason == "ImagePullBackOff")
        #expect(pod.advance(19) == [])
        #expect(pod.advance(1) == [.start(container: "a", run: 0)])
        #expect(pod.container("a")?.restartCount == 0)
    }

    @Test func `a pod has only as long as its active deadline allows`() {
        var pod = PodDrive(["activeDeadlineSeconds": 60, "terminationGracePeriodSeconds": 5, "containers": [container("a")]])
        _ = pod.prepare()
        _ = pod.started("a")
        #expect(pod.machine.deadline(after: pod.now) == pod.now.adding(.seconds(60)))
        #expect(pod.advance(60) == [.signal(id: "a-1", .stop(15))])
        #expect(pod.ended("a", 143) == [])
        #expect(pod.phase == "Failed")
        #expect(pod.status.reason == "DeadlineExceeded")
    }

    @Test func `an adopted pod keeps what runs, and starts anew when its network is gone`() {
        let spec: JSONValue = ["initContainers": [container("i")], "containers": [container("a", ["readinessProbe": ["exec": ["command": ["x"]]]])]]
        var before = PodDrive(spec)
        _ = before.prepare()
        _ = before.started("i")
        _ = before.ended("i", 0)
        _ = before.started("a")
        _ = before.note(.probed(container: "a", id: "a-2", kind: .readiness, succeeded: true, message: ""))
        var pod = PodDrive.pod(spec)
        pod.json["status"] = before.status.json
        let run = ContainerRun(id: "a-2", imageID: "i", image: "img", startedAt: before.now)

        var after = PodDrive(spec)
        after.machine = PodMachine(pod: pod, startTime: after.now)
        after.machine.adopt([FoundContainer(name: "a", number: 0, run: run, state: .running)], sandboxIsIntact: true)
        #expect(after.step() == [.prepare])
        #expect(after.note(.prepared(addresses: ["10.1.0.5"])) == [])
        #expect(after.container("a")?.ready == true)
        #expect(after.container("i")?.state?.terminated?.exitCode == 0)
        #expect(after.phase == "Running")

        var anew = PodDrive(spec)
        anew.machine = PodMachine(pod: pod, startTime: anew.now)
        anew.machine.adopt([], sandboxIsIntact: false)
        #expect(anew.step() == [.prepare])
        #expect(anew.note(.prepared(addresses: ["10.1.0.6"])) == [.start(container: "i", run: 1)])
        _ = anew.started("i")
        #expect(anew.ended("i", 0) == [.start(container: "a", run: 1)])
        _ = anew.started("a")
        #expect(anew.container("a")?.restartCount == 1)
    }

    @Test func `what it waits for may come during an attempt: then the next one follows at once`() {
        var pod = PodDrive(["containers": [container("a")]])
        _ = pod.step()
        #expect(pod.note(.sourcesChanged) == [])
        let problem = PodProblem(reason: "FailedMount", message: "not there")
        #expect(pod.note(.preparationFailed(problem)) == [.prepare])
        #expect(pod.note(.preparationFailed(problem)) == [])
        #expect(pod.note(.sourcesChanged) == [.prepare])
        #expect(pod.note(.prepared(addresses: [])) == [.start(container: "a", run: 0)])
        #expect(pod.note(.sourcesChanged) == [])
        let failure = StartFailure.configuration(reason: "CreateContainerConfigError", message: "not there")
        #expect(pod.note(.startFailed(container: "a", failure)) == [.start(container: "a", run: 0)])
        #expect(pod.note(.startFailed(container: "a", failure)) == [])
        #expect(pod.advance(10) == [.start(container: "a", run: 0)])
    }

    @Test func `asked twice it does not decide twice`() {
        var pod = PodDrive(["containers": [container("a")]])
        _ = pod.step()
        #expect(pod.step() == [])
        #expect(pod.note(.prepared(addresses: [])) == [.start(container: "a", run: 0)])
        #expect(pod.step() == [])
        #expect(pod.note(.ended(id: "unknown", ContainerExit(exitCode: 0, reason: "", startedAt: pod.now, finishedAt: pod.now))) == [])
    }
}
