import Foundation
import Glibc
import KubernetesClient
import KubernetesModel
import Logging

/// Keeps a node's object and its lease.
struct NodeRegistration: Sendable {
    /// How long a lease holds, and how often it is renewed, as with a kubelet.
    static let leaseDuration = 40
    static let renewal = Duration.seconds(10)

    let name: String
    let address: String
    let kubeletVersion: String
    let capacity: [String: Quantity]
    let api: any KubernetesAPI
    let mirror: ClusterMirror
    let logger: Logger
    let clock: @Sendable () -> Timestamp

    /// What this machine has to give.
    static func capacity(directory: String) -> [String: Quantity] {
        var result: [String: Quantity] = ["cpu": Quantity(String(ProcessInfo.processInfo.activeProcessorCount)), "pods": "110"]
        result["memory"] = Quantity("\(ProcessInfo.processInfo.physicalMemory / 1024)Ki")
        var status = statvfs()
        if statvfs(directory, &status) == 0 {
            result["ephemeral-storage"] = Quantity("\(UInt64(status.f_blocks) * UInt64(status.f_frsize) / 1024)Ki")
        }
        return result
    }

    /// Registers the node and keeps it ready until the task is cancelled.
    func run() async {
        var isRegistered = false
        while !Task.isCancelled {
            do {
                // A person may have deleted it.
                if mirror.isComplete, mirror.object(Node.resourceType, key) == nil { isRegistered = false }
                if !isRegistered {
                    try await register()
                    isRegistered = true
                }
                try await renewLease()
            } catch {
                // The object may have been deleted.
                isRegistered = false
                logger.debug("A node could not tell that it is alive", metadata: ["node": "\(name)", "reason": "\(error)"])
                try? await Task.sleep(for: .milliseconds(500))
                continue
            }
            try? await Task.sleep(for: Self.renewal)
        }
    }

    private var key: ObjectKey { ObjectKey(name: name) }

    private func register() async throws(KubernetesError) {
        let present: Node? = try await api.find(Node.self, key)
        if present == nil {
            let object = Node(metadata: ObjectMeta(labels: labels, name: name))
            _ = try await api.create(object)
        } else {
            _ = try await api.patch(Node.resourceType, key, ["metadata": ["labels": .object(labels.mapValues { .string($0) })]])
        }
        let written = Node(json: try await api.patch(Node.resourceType, key, ["status": status(present)], subresource: "status"))
        try await removeTaint(of: written)
    }

    /// Takes away the taint with which an API server admits new nodes: this one has just said that it is ready.
    private func removeTaint(of node: Node) async throws(KubernetesError) {
        let taints = node.spec?.taints ?? []
        let others = taints.filter { $0.key != "node.kubernetes.io/not-ready" }
        guard others.count < taints.count else { return }
        _ = try await api.patch(
            Node.resourceType, key,
            ["metadata": ["resourceVersion": node.metadata.resourceVersion.map { .string($0) } ?? .null], "spec": ["taints": others.json]])
    }

    private var labels: [String: String] {
        [
            "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": architecture, "beta.kubernetes.io/os": "linux",
            "beta.kubernetes.io/arch": architecture,
        ]
    }

    private var architecture: String {
        #if arch(arm64)
            "arm64"
        #else
            "amd64"
        #endif
    }

    private func status(_ present: Node?) -> JSONValue {
        let now = clock().wholeSeconds
        func condition(_ type: String, _ status: String, _ reason: String, _ message: String) -> JSONValue {
            let before = present?.status?.conditions?.first { $0.type == type && $0.status == status }
            return NodeCondition(
                lastHeartbeatTime: now, lastTransitionTime: before?.lastTransitionTime ?? now, message: message, reason: reason, status: status,
                type: type
            ).json
        }
        let amounts = JSONValue.object(capacity.mapValues(\.json))
        return [
            "addresses": [["type": "InternalIP", "address": .string(address)], ["type": "Hostname", "address": .string(name)]],
            "capacity": amounts, "allocatable": amounts,
            "conditions": [
                condition("MemoryPressure", "False", "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
                condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
                condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
                condition("Ready", "True", "KubeletReady", "kubelet is posting ready status"),
            ],
            "nodeInfo": [
                "architecture": .string(architecture), "operatingSystem": "linux", "kubeletVersion": .string(kubeletVersion),
                "containerRuntimeVersion": "podman://4", "kernelVersion": .string(kernelRelease),
                "osImage": .string(ProcessInfo.processInfo.operatingSystemVersionString), "machineID": .string(fileText("/etc/machine-id")),
                "bootID": .string(fileText("/proc/sys/kernel/random/boot_id")), "systemUUID": "", "kubeProxyVersion": .string(kubeletVersion),
            ],
            "daemonEndpoints": ["kubeletEndpoint": ["Port": 10250]],
        ]
    }

    private func fileText(_ path: String) -> String { ((try? readKernelFile(path)) ?? "").trimmed }

    private func renewLease() async throws(KubernetesError) {
        let key = ObjectKey(namespace: "kube-node-lease", name: name)
        let now = clock()
        let renewTime = Timestamp(microsecondsSince1970: now.microseconds)
        do {
            _ = try await api.patch(Lease.resourceType, key, ["spec": ["renewTime": .string(renewTime.description)]])
        } catch  where error.code == .notFound {
            let lease = Lease(
                metadata: ObjectMeta(name: name, namespace: key.namespace),
                spec: LeaseSpec(holderIdentity: name, leaseDurationSeconds: Self.leaseDuration, renewTime: renewTime))
            _ = try await api.create(lease)
        }
    }
}

private var kernelRelease: String {
    var names = utsname()
    uname(&names)
    return withUnsafeBytes(of: names.release) { bytes in String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
}
