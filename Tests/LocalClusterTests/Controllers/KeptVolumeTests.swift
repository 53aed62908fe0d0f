import ControllerRuntime
import KubernetesClient
import KubernetesModel
import Testing

@testable import LocalControllers

/// What a person does with volumes, against a real API server with the controllers.
@Suite("A volume that is kept") struct KeptVolumeTests {
    private func claim(_ name: String, storageClass: String = "keep", _ change: (inout JSONValue) -> Void = { _ in }) -> PersistentVolumeClaim {
        var json: JSONValue = [
            "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": ["name": .string(name), "namespace": "default"],
            "spec": [
                "accessModes": ["ReadWriteOnce"], "storageClassName": .string(storageClass), "resources": ["requests": ["storage": "1Gi"]],
            ],
        ]
        change(&json)
        return PersistentVolumeClaim(json: json)
    }

    private func storageClass(_ name: String, reclaimPolicy: String) -> StorageClass {
        StorageClass(
            metadata: ObjectMeta(name: name), allowVolumeExpansion: true, provisioner: DirectoryProvisioner.name, reclaimPolicy: reclaimPolicy,
            volumeBindingMode: "Immediate")
    }

    private func bound(_ client: KubernetesClient, _ name: String) async throws -> PersistentVolume {
        let key = ObjectKey(namespace: "default", name: name)
        try await ControlPlaneFixture.wait("claim \(name) is bound") {
            try await client.find(PersistentVolumeClaim.self, key)?.status?.phase == "Bound"
        }
        let claim = try await client.get(PersistentVolumeClaim.self, key)
        return try await client.get(PersistentVolume.self, ObjectKey(name: claim.spec?.volumeName ?? ""))
    }

    private func wait(_ client: KubernetesClient, _ volume: PersistentVolume, until phase: String) async throws {
        try await ControlPlaneFixture.wait("volume \(volume.key.name) is \(phase)") {
            try await client.find(PersistentVolume.self, volume.key)?.status?.phase == phase
        }
    }

    /// Deletes the claim and makes the volume free for another one, as the documentation says.
    private func free(_ client: KubernetesClient, _ volume: PersistentVolume, of claim: String, labels: JSONValue = [:]) async throws {
        try await client.delete(PersistentVolumeClaim.resourceType, ObjectKey(namespace: "default", name: claim))
        try await wait(client, volume, until: "Released")
        _ = try await client.patch(PersistentVolume.resourceType, volume.key, ["metadata": ["labels": labels], "spec": ["claimRef": .null]])
        try await wait(client, volume, until: "Available")
    }

    @Test func goesToAClaimThatNamesIt() async throws {
        try await ControlPlaneFixture.with { client in
            _ = try await client.create(storageClass("keep", reclaimPolicy: "Retain"))
            _ = try await client.create(claim("first"))
            let volume = try await bound(client, "first")
            try await free(client, volume, of: "first")
            _ = try await client.create(claim("second") { $0[path: "spec", "volumeName"] = .string(volume.key.name) })
            #expect(try await bound(client, "second").metadata.uid == volume.metadata.uid)
        }
    }

    @Test func goesToAClaimThatSelectsIt() async throws {
        try await ControlPlaneFixture.with { client in
            _ = try await client.create(storageClass("keep", reclaimPolicy: "Retain"))
            // The claim waits before the volume is free.
            _ = try await client.create(claim("waiting") { $0[path: "spec", "selector"] = ["matchLabels": ["disk": "kept"]] })
            _ = try await client.create(claim("first"))
            let volume = try await bound(client, "first")
            try await free(client, volume, of: "first", labels: ["disk": "kept"])
            #expect(try await bound(client, "waiting").metadata.uid == volume.metadata.uid)
        }
    }

    @Test func isKeptWhenThePolicyChangesBeforeItsClaimGoes() async throws {
        try await ControlPlaneFixture.with { client in
            _ = try await client.create(storageClass("lose", reclaimPolicy: "Delete"))
            _ = try await client.create(claim("first", storageClass: "lose"))
            _ = try await client.create(claim("other", storageClass: "lose"))
            let kept = try await bound(client, "first")
            let lost = try await bound(client, "other")
            _ = try await client.patch(PersistentVolume.resourceType, kept.key, ["spec": ["persistentVolumeReclaimPolicy": "Retain"]])
            for name in ["first", "other"] {
                try await client.delete(PersistentVolumeClaim.resourceType, ObjectKey(namespace: "default", name: name))
            }
            try await ControlPlaneFixture.wait("the other volume goes") { try await client.find(PersistentVolume.self, lost.key) == nil }
            try await wait(client, kept, until: "Released")
        }
    }

    @Test func staysWhileAClaimHasItThoughSomebodyDeletesIt() async throws {
        try await ControlPlaneFixture.with { client in
            _ = try await client.create(storageClass("keep", reclaimPolicy: "Retain"))
            _ = try await client.create(claim("first"))
            let volume = try await bound(client, "first")
            try await wait(client, volume, until: "Bound")
            try await client.delete(PersistentVolume.resourceType, volume.key)
            // Something else passes through the controller meanwhile.
            _ = try await client.create(claim("second"))
            _ = try await bound(client, "second")
            #expect(try await client.find(PersistentVolume.self, volume.key)?.metadata.deletionTimestamp != nil)
            try await client.delete(PersistentVolumeClaim.resourceType, ObjectKey(namespace: "default", name: "first"))
            try await ControlPlaneFixture.wait("the volume goes with its claim") { try await client.find(PersistentVolume.self, volume.key) == nil }
        }
    }

    @Test func growsWithItsClaim() async throws {
        try await ControlPlaneFixture.with { client in
            _ = try await client.create(storageClass("keep", reclaimPolicy: "Retain"))
            _ = try await client.create(claim("first"))
            let volume = try await bound(client, "first")
            let key = ObjectKey(namespace: "default", name: "first")
            _ = try await client.patch(
                PersistentVolumeClaim.resourceType, key, ["spec": ["resources": ["requests": ["storage": "3Gi"]]]])
            try await ControlPlaneFixture.wait("the claim has its new size") {
                let claim = try await client.find(PersistentVolumeClaim.self, key)
                return claim?.status?.capacity?["storage"] == "3Gi" && claim?.status?.conditions == nil
            }
            #expect(try await client.find(PersistentVolume.self, volume.key)?.size == "3Gi")
        }
    }
}
