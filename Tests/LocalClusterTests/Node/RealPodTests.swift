import Foundation
import Glibc
import KubernetesModel
import Testing

@testable import LocalNode

/// Pods in real containers. They need root and podman; elsewhere they are skipped, and say so.
@Suite(.enabled(if: NodeFixture.canRun), .serialized)
struct RealPodTests {
    @Test func `a pod runs after its init containers, with variables, names and an address of its own`() async throws {
        try await NodeFixture.with(number: 0) { fixture in
            try await fixture.running { node in
                let key = fixture.create(
                    "first",
                    [
                        "initContainers": [
                            shell("echo prepared > /work/file", name: "init", ["volumeMounts": [["name": "work", "mountPath": "/work"]]])
                        ],
                        "containers": [
                            shell(
                                "cat /work/file; echo $GREETING; hostname; cat /etc/resolv.conf; trap 'exit 0' TERM; while true; do sleep 0.1; done",
                                [
                                    "env": [["name": "WHO", "value": "world"], ["name": "GREETING", "value": "hello $(WHO)"]],
                                    "volumeMounts": [["name": "work", "mountPath": "/work"]],
                                ])
                        ],
                        "volumes": [["name": "work", "emptyDir": [:]]],
                    ])
                let status = try await fixture.wait(for: key, "ready") { $0.isReady }
                #expect(status.phase == "Running")
                #expect(status.container("init")?.state?.terminated?.reason == "Completed")
                #expect(status.container("main")?.restartCount == 0)
                #expect(status.podIP == "10.201.0.64")
                let log = try await fixture.log(node, key, "main", until: "options")
                #expect(log.hasPrefix("prepared\nhello world\nfirst\nsearch default.svc.cluster.local svc.cluster.local cluster.local\n"), "\(log)")
                fixture.api.deletePod(key, grace: 10)
                try await fixture.wait("the pod is gone") {
                    fixture.api.object(Pod.resourceType, key) == nil
                } describe: {
                    fixture.api.object(Pod.resourceType, key)?.text ?? ""
                }
                #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.configuration.podsDirectory).isEmpty)
            }
        }
    }

    @Test func `a container that ends is started again, at once and then after a wait, with what it said before`() async throws {
        try await NodeFixture.with(number: 1) { fixture in
            try await fixture.running { node in
                let script = "echo run; echo last words > /dev/termination-log; exit 3"
                let key = fixture.create("crashing", ["containers": [shell(script)]])
                let status = try await fixture.wait(for: key, "back-off") { $0.container("main")?.state?.waiting?.reason == "CrashLoopBackOff" }
                let main = try #require(status.container("main"))
                #expect(main.restartCount == 1)
                #expect(main.lastState?.terminated?.exitCode == 3)
                #expect(main.lastState?.terminated?.reason == "Error")
                #expect(main.lastState?.terminated?.message == "last words\n")
                #expect(main.state?.waiting?.message?.hasPrefix("back-off 10s restarting failed container=main pod=crashing_default(") == true)
                #expect(status.phase == "Running")
                #expect(try await fixture.log(node, key, "main", previous: true) == "run\n")
                let reasons = fixture.api.objects(Event.resourceType).compactMap { $0["reason"]?.string }
                #expect(Set(reasons).isSuperset(of: ["Pulled", "Created", "Started", "BackOff"]))
            }
        }
    }

    @Test func `kill -9 of a container is seen at once and the container runs again`() async throws {
        try await NodeFixture.with(number: 2) { fixture in
            try await fixture.running { _ in
                let key = fixture.create("victim", ["containers": [shell("exec sleep 1000")]])
                let before = try await fixture.wait(for: key, "ready") { $0.isReady }
                let id = try #require(before.container("main")?.containerID?.split(separator: "/").last.map(String.init))
                let podman = Podman(socketPath: fixture.configuration.storage.socketPath)
                let process = try #require(try await podman.inspect(id)?.processID)
                kill(process, SIGKILL)
                let start = ContinuousClock.now
                let after = try await fixture.wait(for: key, "running again", within: .seconds(10)) {
                    $0.container("main")?.restartCount == 1 && $0.isReady
                }
                // Podman's own ways of telling take no longer either, but a busy machine may: what matters is that no poll is waited for.
                #expect(ContinuousClock.now - start < .seconds(8))
                #expect(after.container("main")?.lastState?.terminated?.exitCode == 137)
            }
        }
    }

    @Test func `a pod that may not restart fails with its exit code, one that succeeded is done`() async throws {
        try await NodeFixture.with(number: 3) { fixture in
            try await fixture.running { _ in
                let failing = fixture.create("failing", ["restartPolicy": "Never", "containers": [shell("exit 5")]])
                let good = fixture.create("good", ["restartPolicy": "OnFailure", "containers": [shell("exit 0")]])
                let failed = try await fixture.wait(for: failing, "failed") { $0.phase == "Failed" }
                #expect(failed.container("main")?.state?.terminated?.exitCode == 5, "\(failed)")
                let done = try await fixture.wait(for: good, "succeeded") { $0.phase == "Succeeded" }
                #expect(done.condition("Ready") == "False")
                #expect(done.conditions?.first { $0.type == "Ready" }?.reason == "PodCompleted")
            }
        }
    }

    @Test func `what ignores its end is killed when its time is up, after its hook ran`() async throws {
        try await NodeFixture.with(number: 4) { fixture in
            try await fixture.running { _ in
                let hook: JSONValue = ["lifecycle": ["preStop": ["exec": ["command": ["sh", "-c", "echo stopping > /data/hook"]]]]]
                var container = shell("trap '' TERM; while true; do sleep 0.1; done", hook)
                container["volumeMounts"] = [["name": "data", "mountPath": "/data"]]
                let path = "\(fixture.directory)/host"
                let key = fixture.create(
                    "stubborn",
                    [
                        "containers": [container],
                        "volumes": [["name": "data", "hostPath": ["path": .string(path), "type": "DirectoryOrCreate"]]],
                    ])
                try await fixture.wait(for: key, "ready") { $0.isReady }
                let start = ContinuousClock.now
                fixture.api.deletePod(key, grace: 2)
                try await fixture.wait("the pod is gone") { fixture.api.object(Pod.resourceType, key) == nil }
                let duration = ContinuousClock.now - start
                #expect(duration > .seconds(1.9) && duration < .seconds(5))
                #expect(try String(contentsOfFile: "\(path)/hook", encoding: .utf8) == "stopping\n")
            }
        }
    }

    @Test func `a pod that is removed at once is killed, and the next of its name waits for that`() async throws {
        try await NodeFixture.with(number: 5) { fixture in
            try await fixture.running { _ in
                let spec: JSONValue = ["containers": [shell("trap '' TERM; while true; do sleep 0.1; done")]]
                let key = fixture.create("again", spec)
                let first = try await fixture.wait(for: key, "ready") { $0.isReady }
                fixture.api.deletePod(key, grace: 0)
                _ = fixture.create("again", spec)
                let second = try await fixture.wait(for: key, "ready again", within: .seconds(5)) { $0.isReady }
                #expect(first.container("main")?.containerID != second.container("main")?.containerID)
                #expect(first.podIP != second.podIP)
                #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.configuration.podsDirectory).count == 1)
            }
        }
    }

    @Test func `another image in a running pod ends the container and starts it with that image`() async throws {
        try await NodeFixture.with(number: 6) { fixture in
            try await Command.check(
                fixture.configuration.storage.command + ["tag", NodeFixture.image, "localhost/egret-test:2"],
                environment: fixture.configuration.storage.environment)
            try await fixture.running { _ in
                let key = fixture.create("swapped", ["containers": [shell("exec sleep 1000")], "terminationGracePeriodSeconds": 1])
                try await fixture.wait(for: key, "ready") { $0.isReady }
                var pod = Pod(json: try #require(fixture.api.object(Pod.resourceType, key)))
                pod.spec?.containers?[0].image = "localhost/egret-test:2"
                fixture.api.put(pod)
                try await fixture.wait(for: key, "restarted") {
                    $0.container("main")?.restartCount == 1 && $0.container("main")?.image == "localhost/egret-test:2" && $0.isReady
                }
                pod = Pod(json: try #require(fixture.api.object(Pod.resourceType, key)))
                pod.spec?.containers?[0].image = "localhost/missing:1"
                fixture.api.put(pod)
                try await fixture.wait(for: key, "a missing image") { $0.container("main")?.state?.waiting?.reason == "ErrImagePull" }
                #expect(!fixture.status(key).isReady)
            }
        }
    }

    @Test func `containers outlive the node's process: the next one finds them, and sees who ended meanwhile`() async throws {
        try await NodeFixture.with(number: 7) { fixture in
            var ids: [String] = []
            let init1 = shell("exit 0", name: "init")
            let steady = try await fixture.runningOnce { _ in
                let steady = fixture.create("steady", ["initContainers": [init1], "containers": [shell("exec sleep 1000")]])
                let dying = fixture.create("dying", ["containers": [shell("exec sleep 1000")]])
                for key in [steady, dying] {
                    let status = try await fixture.wait(for: key, "ready") { $0.isReady }
                    ids.append(try #require(status.container("main")?.containerID?.split(separator: "/").last.map(String.init)))
                }
                return steady
            }
            let dying = ObjectKey(namespace: "default", name: "dying")
            let before = fixture.status(steady)
            try await Command.check([
                "sh", "-c",
                "kill -9 $(cat \(fixture.directory)/containers/overlay-containers/\(ids[1])/userdata/pidfile \(fixture.configuration.storage.runRoot)/storage/overlay-containers/\(ids[1])/userdata/pidfile 2>/dev/null)",
            ])
            try await fixture.running { _ in
                try await fixture.wait(for: dying, "running again") { $0.container("main")?.restartCount == 1 && $0.isReady }
                #expect(fixture.status(dying).container("main")?.lastState?.terminated?.exitCode == 137)
                let after = fixture.status(steady)
                #expect(after.container("main")?.containerID == before.container("main")?.containerID)
                #expect(after.container("main")?.restartCount == 0)
                #expect(after.podIP == before.podIP)
                #expect(after.container("init")?.state?.terminated?.exitCode == 0)
                fixture.api.deletePod(steady, grace: 1)
                try await fixture.wait("the pod is gone") { fixture.api.object(Pod.resourceType, steady) == nil }
            }
        }
    }
}

@Suite(.enabled(if: NodeFixture.canRun), .serialized)
struct RealProbeTests {
    @Test func `probes decide about readiness and restarts`() async throws {
        try await NodeFixture.with(number: 16) { fixture in
            try await fixture.running { node in
                let probes: JSONValue = [
                    "startupProbe": ["exec": ["command": ["test", "-e", "/tmp/started"]], "periodSeconds": 1, "failureThreshold": 30],
                    "readinessProbe": ["exec": ["command": ["test", "-e", "/tmp/ready"]], "periodSeconds": 1],
                    "livenessProbe": ["exec": ["command": ["test", "!", "-e", "/tmp/dead"]], "periodSeconds": 1, "failureThreshold": 1],
                ]
                let key = fixture.create("probed", ["terminationGracePeriodSeconds": 1, "containers": [shell("exec sleep 1000", probes)]])
                try await fixture.wait(for: key, "running") { $0.container("main")?.state?.running != nil }
                #expect(fixture.status(key).container("main")?.started == false)
                let pod = try #require(fixture.api.object(Pod.resourceType, key))
                func touch(_ name: String) async throws {
                    let request = NodeExecRequest(container: "main", command: ["touch", "/tmp/\(name)"])
                    #expect(try await node.streams.exec(pod: pod, request, session: Conversation().session) == 0)
                }
                try await touch("started")
                let started = try await fixture.wait(for: key, "started") { $0.container("main")?.started == true }
                #expect(!started.isReady)
                try await touch("ready")
                try await fixture.wait(for: key, "ready") { $0.isReady }
                try await touch("dead")
                let restarted = try await fixture.wait(for: key, "restarted") { $0.container("main")?.restartCount == 1 }
                #expect(restarted.container("main")?.lastState?.terminated?.exitCode == 137)
                let events = fixture.api.objects(Event.resourceType)
                #expect(events.contains { $0["reason"] == "Unhealthy" && $0["message"]?.string?.hasPrefix("Liveness probe failed") == true })
                #expect(events.contains { $0["reason"] == "Killing" && $0["message"] == "Container main failed liveness probe, will be restarted" })
            }
        }
    }

    @Test func `containers that share processes see and signal each other, and one may end without the others`() async throws {
        try await NodeFixture.with(number: 17) { fixture in
            try await fixture.running { node in
                let mount: JSONValue = ["volumeMounts": [["name": "s", "mountPath": "/s"]]]
                let key = fixture.create(
                    "shared",
                    [
                        "shareProcessNamespace": true,
                        "containers": [
                            shell(
                                "echo $$$$ > /s/pid; trap 'echo reloaded' HUP; trap 'exit 9' USR1; while true; do sleep 0.05; done", name: "server",
                                mount),
                            shell("exec sleep 1000", name: "helper", mount),
                        ],
                        "volumes": [["name": "s", "emptyDir": [:]]],
                    ])
                let before = try await fixture.wait(for: key, "ready") { $0.isReady }
                let pod = try #require(fixture.api.object(Pod.resourceType, key))
                func helper(_ script: String) async throws -> String {
                    let conversation = Conversation()
                    let request = NodeExecRequest(container: "helper", command: ["sh", "-c", script])
                    _ = try await node.streams.exec(pod: pod, request, session: conversation.session)
                    return conversation.output + conversation.error
                }
                _ = try await helper("kill -HUP $(cat /s/pid)")
                try await fixture.wait("the signal arrived") {
                    try await fixture.log(node, key, "server").contains("reloaded")
                } describe: {
                    ""
                }
                _ = try await helper("kill -USR1 $(cat /s/pid)")
                let after = try await fixture.wait(for: key, "restarted") { $0.container("server")?.restartCount == 1 && $0.isReady }
                #expect(after.container("server")?.lastState?.terminated?.exitCode == 9)
                #expect(after.container("helper")?.containerID == before.container("helper")?.containerID)
                #expect(after.container("helper")?.restartCount == 0)
            }
        }
    }

    @Test func `several nodes share the machine, each with its object, lease and address`() async throws {
        try await NodeFixture.with(number: 18) { fixture in
            try await fixture.running { _ in
                let keys = ["node-a", "node-b"].map {
                    fixture.create("on-\($0)", ["nodeName": .string($0), "containers": [shell("exec sleep 1000")]])
                }
                let elsewhere = fixture.create("elsewhere", ["nodeName": "node-c", "containers": [shell("exec sleep 1000")]])
                let statuses = try await keys.asyncMap { try await fixture.wait(for: $0, "ready") { $0.isReady } }
                #expect(statuses.map(\.hostIP) == ["10.219.0.1", "10.219.0.2"])
                #expect(fixture.status(elsewhere).phase == nil)
                let nodes = fixture.api.objects(Node.resourceType).map { Node(json: $0) }
                #expect(Set(nodes.compactMap(\.metadata.name)) == ["node-a", "node-b"])
                #expect(nodes.allSatisfy { $0.status?.conditions?.contains { $0.type == "Ready" && $0.status == "True" } == true })
                #expect(fixture.api.objects(Lease.resourceType).count == 2)
            }
        }
    }

    @Test func `a container whose monitor was killed with it is found and started again`() async throws {
        try await NodeFixture.with(number: 21) { fixture in
            try await fixture.running { _ in
                let key = fixture.create("lost", ["containers": [shell("exec sleep 1000")]])
                let before = try await fixture.wait(for: key, "ready") { $0.isReady }
                let id = try #require(before.container("main")?.containerID?.split(separator: "/").last.map(String.init))
                let report = try #require(try await Podman(socketPath: fixture.configuration.storage.socketPath).inspect(id))
                kill(pid_t(report.json[path: "State", "ConmonPid"]?.integer ?? 0), SIGKILL)
                kill(report.processID, SIGKILL)
                try await fixture.wait(for: key, "running again", within: .seconds(40)) {
                    $0.container("main")?.restartCount == 1 && $0.isReady
                }
            }
        }
    }

    @Test func `after a restart of the machine pods run again, init containers first, on the volumes they had`() async throws {
        try await NodeFixture.with(number: 22) { fixture in
            let data = "\(fixture.directory)/host"
            let mount: JSONValue = ["volumeMounts": [["name": "d", "mountPath": "/d"]]]
            let key = try await fixture.runningOnce { _ in
                let key = fixture.create(
                    "back",
                    [
                        "shareProcessNamespace": true, "initContainers": [shell("echo init >> /d/log", name: "init", mount)],
                        "containers": [shell("echo main >> /d/log; exec sleep 1000", mount)],
                        "volumes": [["name": "d", "hostPath": ["path": .string(data), "type": "DirectoryOrCreate"]]],
                    ])
                try await fixture.wait(for: key, "ready") { $0.isReady }
                return key
            }
            // What the machine loses: processes, mounts, what is below /run, network.
            try await LocalNode.stopContainers(fixture.configuration, grace: .zero)
            for uid in try FileManager.default.contentsOfDirectory(atPath: fixture.configuration.podsDirectory) {
                let sandbox = PodDirectory(path: fixture.configuration.podDirectory(uid)).readSandbox()
                if let holder = sandbox?.processHolder { ProcessHolder.end(holder) }
            }
            await PodNetwork.reset(fixture.configuration.network)
            try PodVolumes.tearDown(fixture.configuration.storage.runRoot)
            try await fixture.running { _ in
                let status = try await fixture.wait(for: key, "ready again") { $0.isReady && $0.container("main")?.restartCount == 1 }
                #expect(status.container("init")?.restartCount == 1)
                #expect(status.container("main")?.lastState?.terminated != nil)
                try await fixture.wait("all containers have written") {
                    try String(contentsOfFile: "\(data)/log", encoding: .utf8) == "init\nmain\ninit\nmain\n"
                }
            }
        }
    }

    @Test func `a dead engine service comes back, and the pods did not notice`() async throws {
        try await NodeFixture.with(number: 19) { fixture in
            try await fixture.running { _ in
                let key = fixture.create("steady", ["containers": [shell("exec sleep 1000")]])
                let before = try await fixture.wait(for: key, "ready") { $0.isReady }
                let socket = fixture.configuration.storage.socketPath
                try await Command.check([
                    "sh", "-c",
                    "for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline 2>/dev/null | grep -q 'system[ ]service.*\(socket)' && kill -9 ${p#/proc/}; done; true",
                ])
                let second = fixture.create("second", ["containers": [shell("exec sleep 1000")]])
                try await fixture.wait(for: second, "ready", within: .seconds(30)) { $0.isReady }
                #expect(fixture.status(key).container("main")?.containerID == before.container("main")?.containerID)
            }
        }
    }
}
