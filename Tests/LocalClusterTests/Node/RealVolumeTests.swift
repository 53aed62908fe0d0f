import Foundation
import Glibc
import KubernetesModel
import Testing

@testable import LocalNode

@Suite(.enabled(if: NodeFixture.canRun), .serialized)
struct RealVolumeTests {
    private func configMap(_ name: String, _ data: [String: String]) -> ConfigMap {
        ConfigMap(metadata: ObjectMeta(name: name, namespace: "default", uid: name), data: data)
    }
    private func secret(_ name: String, _ data: [String: String]) -> Secret {
        Secret(
            metadata: ObjectMeta(name: name, namespace: "default", uid: name), data: data.mapValues { Data($0.utf8).base64EncodedString() })
    }

    @Test func `ConfigMaps, Secrets, the pod's own fields and tokens are files, which change as a whole while it runs`() async throws {
        try await NodeFixture.with(number: 8) { fixture in
            fixture.api.put(configMap("settings", ["a.conf": "one", "b.conf": "two"]))
            fixture.api.put(secret("keys", ["tls.key": "private"]))
            try await fixture.running { node in
                let script = "ls -lnR -L /key; cat /all/a.conf /all/labels /all/token; trap 'exit 0' TERM; while true; do sleep 0.05; done"
                let key = fixture.create(
                    "reader",
                    [
                        "securityContext": ["fsGroup": 26, "runAsUser": 26, "runAsNonRoot": true],
                        "containers": [
                            shell(
                                script,
                                ["volumeMounts": [["name": "all", "mountPath": "/all"], ["name": "key", "mountPath": "/key", "readOnly": true]]])
                        ],
                        "volumes": [
                            [
                                "name": "all",
                                "projected": [
                                    "sources": [
                                        ["configMap": ["name": "settings", "items": [["key": "a.conf", "path": "a.conf"]]]],
                                        ["downwardAPI": ["items": [["path": "labels", "fieldRef": ["fieldPath": "metadata.labels"]]]]],
                                        ["serviceAccountToken": ["path": "token", "expirationSeconds": 3600]],
                                        ["secret": ["name": "absent", "optional": true]],
                                    ]
                                ],
                            ],
                            ["name": "key", "secret": ["secretName": "keys", "defaultMode": 0o400]],
                        ],
                    ], labels: ["app": "db"])
                try await fixture.wait(for: key, "ready") { $0.isReady }
                let log = try await fixture.log(node, key, "main", until: "token-1")
                #expect(log.contains("oneapp=\"db\"token-1"), "\(log)")
                #expect(log.contains("-r--r-----    1 0        26               7"), "the key is readable for the group alone: \(log)")
                let uid = try #require(fixture.api.object(Pod.resourceType, key)).uid
                let file = "\(fixture.configuration.podsDirectory)/\(uid)/volumes/all/a.conf"
                fixture.api.put(configMap("settings", ["a.conf": "changed"]))
                try await fixture.wait("the new text is seen", within: .seconds(2)) {
                    try String(contentsOfFile: file, encoding: .utf8) == "changed"
                }
                let session = Conversation()
                let status = try await node.streams.exec(
                    pod: try #require(fixture.api.object(Pod.resourceType, key)),
                    NodeExecRequest(container: "main", command: ["cat", "/all/a.conf"]),
                    session: session.session)
                #expect(status == 0)
                #expect(session.output == "changed")
            }
        }
    }

    @Test func `a container waits for the ConfigMap that it names, and says so`() async throws {
        try await NodeFixture.with(number: 9) { fixture in
            try await fixture.running { node in
                let variable: JSONValue = ["name": "VALUE", "valueFrom": ["configMapKeyRef": ["name": "late", "key": "k"]]]
                let key = fixture.create(
                    "waiting",
                    [
                        "containers": [
                            shell(
                                "echo $VALUE$POD; exec sleep 1000",
                                ["env": [variable, ["name": "POD", "valueFrom": ["fieldRef": ["fieldPath": "status.podIP"]]]]])
                        ]
                    ])
                let status = try await fixture.wait(for: key, "refused") {
                    $0.container("main")?.state?.waiting?.reason == "CreateContainerConfigError"
                }
                #expect(status.container("main")?.state?.waiting?.message == "configmap \"late\" not found")
                let mounting = fixture.create(
                    "mounting",
                    [
                        "containers": [shell("exec sleep 1000", ["volumeMounts": [["name": "s", "mountPath": "/s"]]])],
                        "volumes": [["name": "s", "secret": ["secretName": "late"]]],
                    ])
                try await fixture.wait("the event") {
                    fixture.api.objects(Event.resourceType).contains {
                        $0["reason"] == "FailedMount" && $0["message"]?.string?.contains("secret \"late\" not found") == true
                    }
                }
                fixture.api.put(configMap("late", ["k": "there "]))
                fixture.api.put(secret("late", ["k": "v"]))
                let ready = try await fixture.wait(for: key, "ready", within: .seconds(3)) { $0.isReady }
                try await fixture.wait(for: mounting, "ready", within: .seconds(3)) { $0.isReady }
                #expect(try await fixture.log(node, key, "main", until: "\n") == "there \(ready.podIP ?? "")\n")
            }
        }
    }

    @Test func `security settings and limits hold inside the container`() async throws {
        try await NodeFixture.with(number: 10) { fixture in
            try await fixture.running { node in
                let security: JSONValue = [
                    "readOnlyRootFilesystem": true, "allowPrivilegeEscalation": false, "capabilities": ["drop": ["ALL"]], "runAsNonRoot": true,
                    "privileged": false, "seccompProfile": ["type": "RuntimeDefault"],
                ]
                let script = """
                    id; touch /file && echo writable; touch /work/file && ls -ln /work/file; grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status
                    cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; exec sleep 1000
                    """
                let key = fixture.create(
                    "restricted",
                    [
                        "securityContext": ["runAsUser": 26, "runAsGroup": 27, "fsGroup": 28, "supplementalGroups": [29]],
                        "containers": [
                            shell(
                                script,
                                [
                                    "securityContext": security, "resources": ["limits": ["memory": "64Mi", "cpu": "500m"]],
                                    "volumeMounts": [["name": "work", "mountPath": "/work"]],
                                ])
                        ],
                        "volumes": [["name": "work", "emptyDir": ["medium": "Memory", "sizeLimit": "10Mi"]]],
                    ])
                let refused = fixture.create(
                    "root", ["securityContext": ["runAsNonRoot": true], "containers": [shell("exec sleep 1000")]])
                let status = try await fixture.wait(for: key, "ready") { $0.isReady }
                #expect(status.qosClass == "Guaranteed")
                let log = try await fixture.log(node, key, "main", until: "67108864")
                #expect(
                    log.hasPrefix("uid=26 gid=27 groups=27,28,29\n") || log.hasPrefix("uid=26 gid=27 groups=28,29,27\n")
                        || log.contains("uid=26 gid=27"), "\(log)")
                #expect(log.contains("28") && log.contains("29"))
                #expect(!log.contains("writable"))
                #expect(log.contains(" 26       28 "), "the file has the group of the volume: \(log)")
                #expect(log.contains("CapEff:\t0000000000000000"))
                #expect(log.contains("NoNewPrivs:\t1"))
                #expect(log.contains("Seccomp:\t2"))
                #expect(log.contains("67108864"))
                let answer = try await fixture.wait(for: refused, "refused") {
                    $0.container("main")?.state?.waiting?.reason == "CreateContainerConfigError"
                }
                #expect(answer.container("main")?.state?.waiting?.message?.hasPrefix("container has runAsNonRoot and image will run as root") == true)
            }
            #expect(!((try? String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)) ?? "").contains("egret-test-ta/data/pods/gone"))
        }
    }

    @Test func `claims are directories that outlive their pods`() async throws {
        try await NodeFixture.with(number: 11) { fixture in
            let path = "\(fixture.directory)/volumes/pv-1"
            fixture.api.put(
                PersistentVolume(metadata: ObjectMeta(name: "pv-1"), spec: PersistentVolumeSpec(hostPath: HostPathVolumeSource(path: path))))
            try await fixture.running { node in
                let spec: JSONValue = [
                    "restartPolicy": "Never", "securityContext": ["fsGroup": 26, "fsGroupChangePolicy": "OnRootMismatch"],
                    "containers": [
                        shell(
                            "cat /data/mark /sub/mark; echo was here > /data/mark; echo sub > /sub/mark",
                            [
                                "volumeMounts": [
                                    ["name": "data", "mountPath": "/data"], ["name": "data", "mountPath": "/sub", "subPath": "deep/er"],
                                ]
                            ])
                    ],
                    "volumes": [["name": "data", "persistentVolumeClaim": ["claimName": "data"]]],
                ]
                let first = fixture.create("first", spec)
                try await fixture.wait("the event") {
                    fixture.api.objects(Event.resourceType).contains {
                        $0["message"]?.string?.contains("persistentvolumeclaim \"data\" not found") == true
                    }
                }
                fixture.api.put(
                    PersistentVolumeClaim(
                        metadata: ObjectMeta(name: "data", namespace: "default"), spec: PersistentVolumeClaimSpec(volumeName: "pv-1"),
                        status: PersistentVolumeClaimStatus(phase: "Bound")))
                try await fixture.wait(for: first, "done", within: .seconds(5)) { $0.phase == "Succeeded" }
                fixture.api.deletePod(first, grace: 1)
                try await fixture.wait("the pod is gone") { fixture.api.object(Pod.resourceType, first) == nil }
                let second = fixture.create("second", spec)
                try await fixture.wait(for: second, "done", within: .seconds(5)) { $0.phase == "Succeeded" }
                #expect(try await fixture.log(node, second, "main") == "was here\nsub\n")
                var status = stat()
                #expect(stat(path, &status) == 0 && status.st_gid == 26 && status.st_mode & 0o2000 != 0)
            }
        }
    }
}
