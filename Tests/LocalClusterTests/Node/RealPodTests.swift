import Foundation
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
                let log = try await fixture.log(node, key, "main")
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
}
