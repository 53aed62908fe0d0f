import KubernetesModel

/// Gives a pod its service account, and the volume with the account's token.
struct ServiceAccountAdmission {
    static let mountPath = "/var/run/secrets/kubernetes.io/serviceaccount"

    let admission: Admission

    func mutate(_ pod: inout JSONValue) throws(StatusError) {
        var spec = pod["spec"] ?? .emptyObject
        // A pod that mirrors a static one of the node has no account.
        if pod[path: ["metadata", "annotations", "kubernetes.io/config.mirror"]] != nil { return }
        var name = spec["serviceAccountName"]?.string ?? ""
        if name.isEmpty { name = spec["serviceAccount"]?.string ?? "" }
        if name.isEmpty { name = "default" }
        spec["serviceAccountName"] = .string(name)
        spec["serviceAccount"] = .string(name)
        let namespace = admission.namespace
        guard let account = admission.store.get(StorageKey(GroupResource("", "serviceaccounts"), namespace: namespace, name: name)) else {
            throw admission.forbidden(
                admission.name(pod), "error looking up service account \(namespace)/\(name): serviceaccount \"\(name)\" not found")
        }
        if spec["imagePullSecrets"]?.array?.isEmpty ?? true, let secrets = account.value["imagePullSecrets"]?.array, !secrets.isEmpty {
            spec["imagePullSecrets"] = .array(secrets)
        }
        let wantsToken = spec["automountServiceAccountToken"]?.bool ?? account.value["automountServiceAccountToken"]?.bool ?? true
        if wantsToken { mount(&spec) }
        pod["spec"] = spec
    }

    /// Mounts the token in every container that has nothing else at that path.
    private func mount(_ spec: inout JSONValue) {
        let existing = Self.existingVolume(spec)
        let volume = existing ?? "kube-api-access-\(admission.services.nameSuffix())"
        var isUsed = false
        for kind in ["initContainers", "containers"] {
            guard var containers = spec[kind]?.array else { continue }
            for index in containers.indices {
                var mounts = containers[index]["volumeMounts"]?.array ?? []
                if mounts.contains(where: { $0["mountPath"]?.string == Self.mountPath }) { continue }
                mounts.append(["name": .string(volume), "readOnly": true, "mountPath": .string(Self.mountPath)])
                containers[index]["volumeMounts"] = .array(mounts)
                isUsed = true
            }
            spec[kind] = .array(containers)
        }
        if isUsed, existing == nil { spec["volumes"] = .array((spec["volumes"]?.array ?? []) + [Self.volume(name: volume)]) }
    }

    /// A volume of this kind that is already there, as in a pod that was copied.
    private static func existingVolume(_ spec: JSONValue) -> String? {
        spec["volumes"]?.array?.lazy.compactMap { $0["name"]?.string }.first { $0.hasPrefix("kube-api-access-") }
    }

    private static func volume(name: String) -> JSONValue {
        [
            "name": .string(name),
            "projected": [
                "defaultMode": 420,
                "sources": [
                    ["serviceAccountToken": ["expirationSeconds": 3607, "path": "token"]],
                    ["configMap": ["name": "kube-root-ca.crt", "items": [["key": "ca.crt", "path": "ca.crt"]]]],
                    [
                        "downwardAPI": [
                            "items": [["path": "namespace", "fieldRef": ["apiVersion": "v1", "fieldPath": "metadata.namespace"]]]
                        ]
                    ],
                ],
            ],
        ]
    }
}
