import KubernetesModel

@testable import LocalControllers

/// Claims, volumes and classes in short.
enum StorageFixture {
    static let local = StorageClass(json: [
        "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": ["name": "local"], "provisioner": "local.egret.dev/directory",
        "reclaimPolicy": "Delete", "volumeBindingMode": "Immediate", "allowVolumeExpansion": true,
    ])
    static let delayed = StorageClass(json: [
        "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": ["name": "delayed"], "provisioner": "local.egret.dev/directory",
        "reclaimPolicy": "Delete", "volumeBindingMode": "WaitForFirstConsumer",
    ])
    static let foreign = StorageClass(json: [
        "apiVersion": "storage.k8s.io/v1", "kind": "StorageClass", "metadata": ["name": "foreign"], "provisioner": "example.com/none",
        "reclaimPolicy": "Delete", "volumeBindingMode": "Immediate",
    ])

    static func claim(
        _ name: String, uid: String? = nil, size: String = "1Gi", storageClass: String = "manual", volume: String? = nil, selector: JSONValue? = nil,
        isBound: Bool = false, phase: String = "Pending", _ change: (inout JSONValue) -> Void = { _ in }
    ) -> PersistentVolumeClaim {
        var json: JSONValue = [
            "apiVersion": "v1", "kind": "PersistentVolumeClaim",
            "metadata": ["name": .string(name), "namespace": "ns", "uid": .string(uid ?? "uid-\(name)"), "resourceVersion": "1"],
            "spec": [
                "accessModes": ["ReadWriteOnce"], "storageClassName": .string(storageClass), "volumeMode": "Filesystem",
                "resources": ["requests": ["storage": .string(size)]],
            ], "status": ["phase": .string(phase)],
        ]
        if let volume { json[path: "spec", "volumeName"] = .string(volume) }
        json[path: "spec", "selector"] = selector
        if isBound { json[path: "metadata", "annotations"] = ["pv.kubernetes.io/bind-completed": "yes"] }
        change(&json)
        return PersistentVolumeClaim(json: json)
    }

    static func volume(
        _ name: String, size: String = "1Gi", storageClass: String = "manual", policy: String = "Retain", phase: String = "Available",
        claim: (name: String, uid: String?)? = nil, _ change: (inout JSONValue) -> Void = { _ in }
    ) -> PersistentVolume {
        var json: JSONValue = [
            "apiVersion": "v1", "kind": "PersistentVolume",
            "metadata": [
                "name": .string(name), "uid": .string("uid-\(name)"), "resourceVersion": "1", "finalizers": ["kubernetes.io/pv-protection"],
            ],
            "spec": [
                "accessModes": ["ReadWriteOnce"], "storageClassName": .string(storageClass), "volumeMode": "Filesystem",
                "capacity": ["storage": .string(size)], "persistentVolumeReclaimPolicy": .string(policy), "hostPath": ["path": "/x"],
            ], "status": ["phase": .string(phase)],
        ]
        if let claim {
            json[path: "spec", "claimRef"] = ["kind": "PersistentVolumeClaim", "namespace": "ns", "name": .string(claim.name)]
            json[path: "spec", "claimRef", "uid"] = claim.uid.map(JSONValue.string)
        }
        change(&json)
        return PersistentVolume(json: json)
    }

    /// A volume that the controller has made.
    static func directory(
        _ name: String, size: String = "1Gi", policy: String = "Delete", phase: String, claim: (name: String, uid: String?)?
    ) -> PersistentVolume {
        volume(name, size: size, storageClass: "local", policy: policy, phase: phase, claim: claim) { json in
            json[path: "spec", "hostPath"] = nil
            json[path: "spec", "csi"] = ["driver": "local.egret.dev/directory", "volumeHandle": .string(name)]
            json[path: "metadata", "annotations"] = ["pv.kubernetes.io/provisioned-by": "local.egret.dev/directory"]
        }
    }
}

extension JSONValue {
    /// What an object that is being deleted has.
    mutating func markTerminating() { self[path: "metadata", "deletionTimestamp"] = "2026-01-01T00:00:00Z" }
}

extension StorageAction: CustomStringConvertible {
    public var description: String {
        switch self {
        case .reserve(let volume, let claim): "reserve \(volume.key.name) for \(claim.key.name)"
        case .free(let volume): "free \(volume.key.name)"
        case .provision(let claim, let storage): "provision \(storage.key.name) for \(claim.key.name)"
        case .annotate(let claim, let annotations):
            "annotate \(claim.key.name) \(annotations.filter { !$0.key.contains("beta") }.map { "\($0.key.split(separator: "/").last ?? "")=\($0.value)" }.sorted().joined(separator: " "))"
        case .bind(let claim, let volume): "bind \(claim.key.name) to \(volume.key.name)"
        case .setClaimStatus(let claim, let status):
            "claim \(claim.key.name) is \(status.phase ?? "") \(status.capacity?["storage"]?.text ?? "-")"
                + (status.conditions ?? []).map { " \($0.type ?? "")" }.joined()
        case .setVolumeStatus(let volume, let status): "volume \(volume.key.name) is \(status.phase ?? "")"
        case .grow(let volume, let size): "grow \(volume.key.name) to \(size)"
        case .delete(let volume): "delete \(volume.key.name)"
        case .unprotect(let volume): "unprotect \(volume.key.name)"
        }
    }
}
