import KubernetesModel
import Testing

@testable import LocalControllers

@Suite("Claims and volumes") struct StoragePlanTests {
    typealias Fixture = StorageFixture

    struct Row: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let snapshot: StorageSnapshot
        let actions: [String]
        let reasons: [String]

        init(
            _ description: String, _ claims: [PersistentVolumeClaim] = [], _ volumes: [PersistentVolume] = [], consumers: [ObjectKey: Node] = [:],
            plans actions: [String] = [], says reasons: [String] = []
        ) {
            testDescription = description
            snapshot = StorageSnapshot(
                claims: claims, volumes: volumes, classes: [StorageFixture.local, StorageFixture.delayed, StorageFixture.foreign],
                consumers: consumers)
            self.actions = actions
            self.reasons = reasons
        }
    }

    static let now = Timestamp(secondsSince1970: 1_800_000_000)
    static let node = Node(json: ["metadata": ["name": "n1", "labels": ["zone": "a"]]])
    static let consumer = [ObjectKey(namespace: "ns", name: "a"): node]
    static let elsewhere: JSONValue = [
        "required": ["nodeSelectorTerms": [["matchExpressions": [["key": "zone", "operator": "In", "values": ["b"]]]]]]
    ]

    static let binding: [Row] = [
        Row("a new volume is available", [], [Fixture.volume("v", phase: "Pending")], plans: ["volume v is Available"]),
        Row("a claim takes a volume of its class", [Fixture.claim("a")], [Fixture.volume("v")], plans: ["reserve v for a"]),
        Row(
            "the smallest that is large enough", [Fixture.claim("a", size: "2Gi")],
            [Fixture.volume("v1", size: "1Gi"), Fixture.volume("v5", size: "5Gi"), Fixture.volume("v3", size: "3Gi")], plans: ["reserve v3 for a"]),
        Row(
            "not one of another class", [Fixture.claim("a", storageClass: "foreign")], [Fixture.volume("v")],
            plans: ["annotate a storage-provisioner=example.com/none"]),
        Row("not one that is too small", [Fixture.claim("a", size: "2Gi")], [Fixture.volume("v")], says: ["ProvisioningFailed"]),
        Row(
            "not one with fewer access modes", [Fixture.claim("a") { $0[path: "spec", "accessModes"] = ["ReadWriteMany"] }], [Fixture.volume("v")],
            says: ["ProvisioningFailed"]),
        Row(
            "not one that is released", [Fixture.claim("a")], [Fixture.volume("v", phase: "Released", claim: ("old", "gone"))],
            says: ["ProvisioningFailed"]),
        Row(
            "not one that is being deleted", [Fixture.claim("a")], [Fixture.volume("v") { $0.markTerminating() }],
            plans: ["unprotect v"], says: ["ProvisioningFailed"]),
        Row(
            "one that the selector matches", [Fixture.claim("a", selector: ["matchLabels": ["disk": "two"]])],
            [Fixture.volume("v1"), Fixture.volume("v2") { $0[path: "metadata", "labels"] = ["disk": "two"] }], plans: ["reserve v2 for a"]),
        Row(
            "one that was meant for it wins over a smaller one", [Fixture.claim("a")],
            [Fixture.volume("v1"), Fixture.volume("v9", size: "9Gi", claim: ("a", nil))], plans: ["reserve v9 for a"]),
        Row(
            "two claims do not take one volume", [Fixture.claim("a"), Fixture.claim("b")], [Fixture.volume("v")],
            plans: ["reserve v for a"], says: ["ProvisioningFailed"]),
        Row(
            "a reserved volume is written into the claim", [Fixture.claim("a")], [Fixture.volume("v", claim: ("a", "uid-a"))],
            plans: ["bind a to v"]),
        Row(
            "then both are bound", [Fixture.claim("a", volume: "v", isBound: true)], [Fixture.volume("v", size: "2Gi", claim: ("a", "uid-a"))],
            plans: ["claim a is Bound 2Gi", "volume v is Bound"]),
        Row(
            "then there is nothing to do",
            [Fixture.claim("a", volume: "v", isBound: true, phase: "Bound")], [Fixture.volume("v", phase: "Bound", claim: ("a", "uid-a"))]),
        Row("a claim without a class and without a volume waits", [Fixture.claim("a", storageClass: "")], says: ["FailedBinding"]),
    ]

    static let naming: [Row] = [
        Row("a claim that names a volume gets it", [Fixture.claim("a", volume: "v")], [Fixture.volume("v")], plans: ["reserve v for a"]),
        Row(
            "a volume that is named and meant for the claim", [Fixture.claim("a", volume: "v")], [Fixture.volume("v", claim: ("a", nil))],
            plans: ["reserve v for a"]),
        Row(
            "one that another claim has is refused", [Fixture.claim("a", volume: "v")],
            [Fixture.volume("v", phase: "Released", claim: ("other", "uid-other"))], says: ["FailedBinding"]),
        Row(
            "one that a former claim of the same name had is refused, too", [Fixture.claim("a", volume: "v")],
            [Fixture.volume("v", phase: "Released", claim: ("a", "former"))], says: ["FailedBinding"]),
        Row("one that is too small is refused", [Fixture.claim("a", size: "2Gi", volume: "v")], [Fixture.volume("v")], says: ["VolumeMismatch"]),
        Row("one that does not exist is waited for", [Fixture.claim("a", volume: "v")]),
        Row(
            "a kept volume that was freed by hand is available again", [],
            [Fixture.directory("v", policy: "Retain", phase: "Released", claim: nil)], plans: ["volume v is Available"]),
        Row(
            "and can be taken by name",
            [Fixture.claim("a", storageClass: "local", volume: "v")], [Fixture.directory("v", policy: "Retain", phase: "Available", claim: nil)],
            plans: ["reserve v for a"]),
        Row(
            "and is taken before a new one is made",
            [Fixture.claim("a", storageClass: "local")], [Fixture.directory("v", policy: "Retain", phase: "Available", claim: nil)],
            plans: ["reserve v for a"]),
    ]

    static let provisioning: [Row] = [
        Row(
            "the claim says first who makes its volume", [Fixture.claim("a", storageClass: "local")],
            plans: ["annotate a storage-provisioner=local.egret.dev/directory"]),
        Row("then it is made", [provisioned("a", "local")], plans: ["provision local for a"]),
        Row(
            "a selector cannot be provisioned for", [Fixture.claim("a", storageClass: "local", selector: ["matchLabels": ["x": "y"]])],
            says: ["ProvisioningFailed"]),
        Row(
            "nor a source of data: an empty volume would pass for a copy",
            [Fixture.claim("a", storageClass: "local") { $0[path: "spec", "dataSource"] = ["kind": "PersistentVolumeClaim", "name": "b"] }],
            says: ["ProvisioningFailed"]),
        Row(
            "nor a block device", [Fixture.claim("a", storageClass: "local") { $0[path: "spec", "volumeMode"] = "Block" }],
            says: ["ProvisioningFailed"]),
        Row("a class that waits", [Fixture.claim("a", storageClass: "delayed")], says: ["WaitForFirstConsumer"]),
        Row(
            "a class that waits takes what is meant for the claim", [Fixture.claim("a", storageClass: "delayed")],
            [Fixture.volume("v", storageClass: "delayed", claim: ("a", nil))], plans: ["reserve v for a"]),
        Row(
            "a class that waits does not take anything else", [Fixture.claim("a", storageClass: "delayed")],
            [Fixture.volume("v", storageClass: "delayed")], says: ["WaitForFirstConsumer"]),
        Row(
            "with a consumer it takes a volume that the node reaches", [Fixture.claim("a", storageClass: "delayed")],
            [
                Fixture.volume("v1", storageClass: "delayed") { $0[path: "spec", "nodeAffinity"] = elsewhere },
                Fixture.volume("v2", storageClass: "delayed"),
            ], consumers: consumer, plans: ["reserve v2 for a"]),
        Row(
            "or has one made there", [Fixture.claim("a", storageClass: "delayed")], consumers: consumer,
            plans: ["annotate a selected-node=n1 storage-provisioner=local.egret.dev/directory"]),
        Row("an unknown class", [Fixture.claim("a", storageClass: "nix")], says: ["ProvisioningFailed"]),
    ]

    static func provisioned(_ name: String, _ storageClass: String) -> PersistentVolumeClaim {
        Fixture.claim(name, storageClass: storageClass) { json in
            json[path: "metadata", "annotations"] = [
                "volume.kubernetes.io/storage-provisioner": "local.egret.dev/directory",
                "volume.beta.kubernetes.io/storage-provisioner": "local.egret.dev/directory",
            ]
        }
    }

    static let ending: [Row] = [
        Row("the claim has gone", [], [Fixture.directory("v", phase: "Bound", claim: ("a", "uid-a"))], plans: ["volume v is Released"]),
        Row("a provisioned volume goes, too", [], [Fixture.directory("v", phase: "Released", claim: ("a", "uid-a"))], plans: ["delete v"]),
        Row("unless it is to be kept", [], [Fixture.directory("v", policy: "Retain", phase: "Released", claim: ("a", "uid-a"))]),
        Row(
            "a volume that is ending is let go", [],
            [terminating(Fixture.directory("v", phase: "Released", claim: ("a", "uid-a")))], plans: ["unprotect v"]),
        Row(
            "but not while its claim is there", [grown("1Gi", status: "1Gi")],
            [terminating(Fixture.directory("v", phase: "Bound", claim: ("a", "uid-a")))]),
        Row(
            "a claim of the same name is another claim", [Fixture.claim("a", uid: "new", storageClass: "foreign")],
            [Fixture.directory("v", policy: "Retain", phase: "Bound", claim: ("a", "old"))],
            plans: ["annotate a storage-provisioner=example.com/none", "volume v is Released"]),
        Row(
            "a volume that a person made is never deleted", [], [Fixture.volume("v", policy: "Delete", phase: "Released", claim: ("a", "uid-a"))],
            plans: ["volume v is Failed"], says: ["VolumeFailedDelete"]),
        Row(
            "nor a directory that a person took over", [],
            [
                Fixture.volume("v", policy: "Delete", phase: "Released", claim: ("a", "uid-a")) { json in
                    json[path: "spec", "hostPath"] = nil
                    json[path: "spec", "csi"] = ["driver": "local.egret.dev/directory", "volumeHandle": "x"]
                }
            ]),
        Row(
            "nor another driver's", [],
            [
                Fixture.volume("v", policy: "Delete", phase: "Released", claim: ("a", "uid-a")) { json in
                    json[path: "spec", "hostPath"] = nil
                    json[path: "spec", "csi"] = ["driver": "example.com/none", "volumeHandle": "x"]
                    json[path: "metadata", "annotations"] = ["pv.kubernetes.io/provisioned-by": "example.com/none"]
                }
            ]),
        Row(
            "a bound claim whose volume has gone is lost", [Fixture.claim("a", volume: "v", isBound: true, phase: "Bound")],
            plans: ["claim a is Lost -"], says: ["ClaimLost"]),
        Row(
            "and found when it comes back", [Fixture.claim("a", volume: "v", isBound: true, phase: "Lost")],
            [Fixture.volume("v", phase: "Bound", claim: ("a", "uid-a"))], plans: ["claim a is Bound 1Gi"]),
        Row(
            "a bound claim takes its volume back when somebody cleared the reference",
            [Fixture.claim("a", volume: "v", isBound: true, phase: "Bound")], [Fixture.volume("v", phase: "Bound")], plans: ["reserve v for a"]),
        Row(
            "a volume that is reserved for a claim with another one is freed",
            [Fixture.claim("a", volume: "v1", isBound: true, phase: "Bound")],
            [Fixture.volume("v1", phase: "Bound", claim: ("a", "uid-a")), Fixture.volume("v2", claim: ("a", "uid-a"))], plans: ["free v2"]),
    ]

    static func terminating(_ volume: PersistentVolume) -> PersistentVolume {
        var json = volume.json
        json.markTerminating()
        return PersistentVolume(json: json)
    }

    static let growth: [Row] = [
        Row(
            "a claim that wants more says so first", [grown("2Gi", status: "1Gi")], [Fixture.directory("v", phase: "Bound", claim: ("a", "uid-a"))],
            plans: ["claim a is Bound 1Gi Resizing"], says: ["Resizing"]),
        Row(
            "then the volume grows", [grown("2Gi", status: "1Gi", "Resizing")], [Fixture.directory("v", phase: "Bound", claim: ("a", "uid-a"))],
            plans: ["grow v to 2Gi"]),
        Row(
            "then the claim has it", [grown("2Gi", status: "1Gi", "Resizing")],
            [Fixture.directory("v", size: "2Gi", phase: "Bound", claim: ("a", "uid-a"))], plans: ["claim a is Bound 2Gi"],
            says: ["VolumeResizeSuccessful"]),
        Row("and no more is done", [grown("2Gi", status: "2Gi")], [Fixture.directory("v", size: "2Gi", phase: "Bound", claim: ("a", "uid-a"))]),
        Row(
            "a file system is left to the node", [grown("2Gi", status: "1Gi", "Resizing")], [sized(made: 1 << 30)],
            plans: ["claim a is Bound 1Gi FileSystemResizePending"], says: ["FileSystemResizeRequired"]),
        Row("which is said once", [grown("2Gi", status: "1Gi", "FileSystemResizePending")], [sized(made: 1 << 30)]),
        Row(
            "and the claim has it when the node says so", [grown("2Gi", status: "1Gi", "FileSystemResizePending")], [sized(made: 2 << 30)],
            plans: ["claim a is Bound 2Gi"], says: ["VolumeResizeSuccessful"]),
        Row(
            "one that was never used is made with its size", [grown("2Gi", status: "1Gi", "Resizing")], [sized(made: nil)],
            plans: ["claim a is Bound 2Gi"], says: ["VolumeResizeSuccessful"]),
        Row(
            "a volume of somebody else is waited for", [grown("2Gi", status: "1Gi")], [Fixture.volume("v", phase: "Bound", claim: ("a", "uid-a"))],
            says: ["ExternalExpanding"]),
        Row(
            "what somebody wrote as its capacity stays", [grown("2Gi", status: "3Gi")],
            [Fixture.volume("v", phase: "Bound", claim: ("a", "uid-a"))]),
    ]

    /// A volume of 2Gi whose file system the node has made with a number of bytes.
    static func sized(made bytes: Int64?) -> PersistentVolume {
        var volume = Fixture.directory("v", size: "2Gi", phase: "Bound", claim: ("a", "uid-a"))
        volume.spec?.csi?.driver = SizedProvisioner.name
        volume.metadata.annotations = [StorageAnnotation.provisioner: SizedProvisioner.name]
        if let bytes { volume.metadata.annotations?[SizedProvisioner.sizeAnnotation] = String(bytes) }
        return volume
    }

    static func grown(_ size: String, status: String, _ condition: String? = nil) -> PersistentVolumeClaim {
        Fixture.claim("a", size: size, volume: "v", isBound: true, phase: "Bound") { json in
            json[path: "status", "capacity"] = ["storage": .string(status)]
            if let condition { json[path: "status", "conditions"] = [["type": .string(condition), "status": "True"]] }
        }
    }

    @Test(arguments: binding + naming + provisioning + ending + growth) func plans(_ row: Row) {
        let plan = StoragePlan(row.snapshot, now: Self.now)
        #expect(plan.actions.map(\.description) == row.actions)
        #expect(plan.reports.values.map(\.reason).sorted() == row.reasons.sorted())
    }
}
