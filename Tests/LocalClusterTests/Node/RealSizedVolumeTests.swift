import Foundation
import KubernetesClient
import KubernetesModel
import Testing

@testable import LocalNode

/// Whether this machine can mount a file.
private let canMountFiles: Bool = {
    let manager = FileManager.default
    let programs = ["mkfs.ext4", "resize2fs", "e2fsck", "losetup"]
    return NodeFixture.canRun && manager.fileExists(atPath: "/dev/loop-control")
        && programs.allSatisfy { name in ["/usr/sbin", "/sbin", "/usr/bin"].contains { manager.isExecutableFile(atPath: "\($0)/\(name)") } }
}()

/// Whether this process may resize a file system that is mounted: CAP_SYS_RESOURCE, number 24.
private let canGrowMounted: Bool = {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:") }
    return line.flatMap { UInt64($0.dropFirst(7).trimmingPrefix { $0.isWhitespace }, radix: 16) }.map { $0 >> 24 & 1 == 1 } ?? false
}()

@Suite(.enabled(if: canMountFiles), .serialized)
struct RealSizedVolumeTests {
    private static let name = "pvc-1"

    private func volume(_ size: Quantity) -> PersistentVolume {
        PersistentVolume(
            metadata: ObjectMeta(name: Self.name),
            spec: PersistentVolumeSpec(
                capacity: ["storage": size], csi: CSIPersistentVolumeSource(driver: SizedVolume.driver, volumeHandle: Self.name),
                persistentVolumeReclaimPolicy: "Delete"))
    }

    @Test func `a volume with a size is full when it is full, grows while it is used, and goes with its object`() async throws {
        try await NodeFixture.with(number: 17) { fixture in
            fixture.api.put(volume("32Mi"))
            fixture.api.put(
                PersistentVolumeClaim(
                    metadata: ObjectMeta(name: "data", namespace: "default"), spec: PersistentVolumeClaimSpec(volumeName: Self.name),
                    status: PersistentVolumeClaimStatus(phase: "Bound")))
            let spec: JSONValue = [
                "securityContext": ["fsGroup": 26, "runAsUser": 26, "runAsNonRoot": true],
                "containers": [shell("exec sleep 1000", ["volumeMounts": [["name": "data", "mountPath": "/data"]]])],
                "volumes": [["name": "data", "persistentVolumeClaim": ["claimName": "data"]]],
            ]
            let image = "\(fixture.configuration.volumesDirectory)/.\(Self.name).ext4"
            let size: @Sendable () -> String? = {
                fixture.api.object(PersistentVolume.resourceType, ObjectKey(name: Self.name))?[
                    path: ["metadata", "annotations", SizedVolume.sizeAnnotation]]?.string
            }
            let key = try await fixture.runningOnce { node in
                let key = fixture.create("writer", spec)
                try await fixture.wait(for: key, "ready") { $0.isReady }
                #expect(size() == "\(32 << 20)")
                let full = try await Self.run("dd if=/dev/zero of=/data/big bs=1M count=64", in: key, fixture, node)
                #expect(full.contains("No space left on device"), "\(full)")
                fixture.api.put(self.volume("96Mi"))
                if !canGrowMounted {
                    // It grows when its pod is started again.
                    try await fixture.wait("the size is said") { size() == "\(32 << 20)" }
                    fixture.api.deletePod(key, grace: 1)
                    try await fixture.wait("the pod is gone") { fixture.api.object(Pod.resourceType, key) == nil }
                    _ = fixture.create("writer", spec)
                    try await fixture.wait(for: key, "ready") { $0.isReady }
                }
                try await fixture.wait("the size is said") { size() == "\(96 << 20)" }
                let grown = try await Self.run("dd if=/dev/zero of=/data/big bs=1M count=64 && echo fits > /data/mark", in: key, fixture, node)
                #expect(!grown.contains("No space"), "\(grown)")
                return key
            }
            // Another process takes the volume over, and does not make it smaller.
            try await fixture.running { node in
                fixture.api.put(self.volume("64Mi"))
                #expect(try await Self.run("cat /data/mark; rm /data/big", in: key, fixture, node).contains("fits"))
                fixture.api.deletePod(key, grace: 1)
                try await fixture.wait("the pod is gone") { fixture.api.object(Pod.resourceType, key) == nil }
                let second = fixture.create("reader", spec)
                try await fixture.wait(for: second, "ready") { $0.isReady }
                let seen = try await Self.run("cat /data/mark; df -m /data | tail -n 1", in: second, fixture, node)
                #expect(seen.hasPrefix("fits\n"), "\(seen)")
                #expect((seen.split(separator: "\n").last?.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) > 80, "\(seen)")
                fixture.api.deletePod(second, grace: 1)
                try await fixture.wait("the pod is gone") { fixture.api.object(Pod.resourceType, second) == nil }
                #expect(FileManager.default.fileExists(atPath: image))
                try await fixture.api.delete(PersistentVolume.resourceType, ObjectKey(name: Self.name))
                try await fixture.wait("the data is gone") { !FileManager.default.fileExists(atPath: image) }
                let mounts = try String(contentsOfFile: "/proc/self/mounts", encoding: .utf8)
                #expect(!mounts.contains("\(fixture.configuration.volumesDirectory)/"))
            }
        }
    }

    private static func run(_ script: String, in key: ObjectKey, _ fixture: NodeFixture, _ node: LocalNode) async throws -> String {
        try await fixture.wait("the node knows the pod") {
            (try? await node.streams.worker(of: fixture.api.object(Pod.resourceType, key) ?? .null)) != nil
        }
        let conversation = Conversation()
        let pod = try #require(fixture.api.object(Pod.resourceType, key))
        _ = try await node.streams.exec(
            pod: pod, NodeExecRequest(container: "main", command: ["sh", "-c", script]), session: conversation.session)
        return conversation.output + conversation.error
    }
}
