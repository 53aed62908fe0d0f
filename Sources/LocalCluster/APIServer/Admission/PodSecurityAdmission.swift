import KubernetesModel

/// Enforces the Pod Security Standard that a namespace's label `pod-security.kubernetes.io/enforce` asks for.
///
/// - Source: Kubernetes documentation, "Pod Security Standards".
struct PodSecurityAdmission {
    let admission: Admission

    func check(_ pod: JSONValue) throws(StatusError) {
        let namespace = admission.store.get(StorageKey(NamespaceAdmission.namespaces, name: admission.namespace))
        let labels = namespace?.value[path: ["metadata", "labels"]]
        let level = labels?["pod-security.kubernetes.io/enforce"]?.string ?? "privileged"
        let version = labels?["pod-security.kubernetes.io/enforce-version"]?.string ?? "latest"
        guard level == "baseline" || level == "restricted" else { return }
        let spec = pod["spec"] ?? .emptyObject
        var problems = Self.baseline(spec)
        if level == "restricted" { problems += Self.restricted(spec) }
        if problems.isEmpty { return }
        throw admission.forbidden(
            admission.name(pod), "violates PodSecurity \"\(level):\(version)\": \(problems.joined(separator: ", "))")
    }

    private static func containers(_ spec: JSONValue) -> [JSONValue] {
        ["initContainers", "containers", "ephemeralContainers"].flatMap { spec[$0]?.array ?? [] }
    }

    private static func named(_ containers: [JSONValue]) -> String {
        let names = containers.map { "\"\($0["name"]?.string ?? "")\"" }
        return (names.count == 1 ? "container " : "containers ") + names.joined(separator: ", ")
    }

    static func baseline(_ spec: JSONValue) -> [String] {
        var problems: [String] = []
        let hosts = ["hostNetwork", "hostPID", "hostIPC"].filter { spec[$0]?.bool == true }
        if !hosts.isEmpty { problems.append("host namespaces (\(hosts.map { "\($0)=true" }.joined(separator: ", ")))") }
        let privileged = containers(spec).filter { $0[path: ["securityContext", "privileged"]]?.bool == true }
        if !privileged.isEmpty { problems.append("privileged (\(named(privileged)) must not set securityContext.privileged=true)") }
        let allowed: Set = [
            "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
            "SETUID", "SYS_CHROOT",
        ]
        let capable = containers(spec).filter { container in
            (container[path: ["securityContext", "capabilities", "add"]]?.array ?? []).contains { !allowed.contains($0.string ?? "") }
        }
        if !capable.isEmpty {
            problems.append("non-default capabilities (\(named(capable)) must not include more in securityContext.capabilities.add)")
        }
        let hostPaths = (spec["volumes"]?.array ?? []).filter { $0["hostPath"] != nil }
        if !hostPaths.isEmpty {
            problems.append("hostPath volumes (volumes \(hostPaths.map { "\"\($0["name"]?.string ?? "")\"" }.joined(separator: ", ")))")
        }
        let ports = containers(spec).filter { ($0["ports"]?.array ?? []).contains { ($0["hostPort"]?.integer ?? 0) != 0 } }
        if !ports.isEmpty { problems.append("hostPort (\(named(ports)) uses host ports)") }
        return problems
    }

    static func restricted(_ spec: JSONValue) -> [String] {
        var problems: [String] = []
        let escalating = containers(spec).filter { $0[path: ["securityContext", "allowPrivilegeEscalation"]]?.bool != false }
        if !escalating.isEmpty {
            problems.append("allowPrivilegeEscalation != false (\(named(escalating)) must set securityContext.allowPrivilegeEscalation=false)")
        }
        let capable = containers(spec).filter { container in
            let drop = container[path: ["securityContext", "capabilities", "drop"]]?.array ?? []
            let add = container[path: ["securityContext", "capabilities", "add"]]?.array ?? []
            return !drop.contains("ALL") || add.contains { $0 != "NET_BIND_SERVICE" }
        }
        if !capable.isEmpty {
            problems.append("unrestricted capabilities (\(named(capable)) must set securityContext.capabilities.drop=[\"ALL\"])")
        }
        let kinds: Set = [
            "name", "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret",
        ]
        let volumes = (spec["volumes"]?.array ?? []).filter { !($0.object?.keys.allSatisfy(kinds.contains) ?? true) && $0["hostPath"] == nil }
        if !volumes.isEmpty {
            problems.append("restricted volume types (volumes \(volumes.map { "\"\($0["name"]?.string ?? "")\"" }.joined(separator: ", ")))")
        }
        let podRuns = spec[path: ["securityContext", "runAsNonRoot"]]?.bool
        let roots = containers(spec).filter { ($0[path: ["securityContext", "runAsNonRoot"]]?.bool ?? podRuns) != true }
        if !roots.isEmpty {
            problems.append("runAsNonRoot != true (pod or \(named(roots)) must set securityContext.runAsNonRoot=true)")
        }
        let podUser = spec[path: ["securityContext", "runAsUser"]]?.integer
        let zero = containers(spec).filter { ($0[path: ["securityContext", "runAsUser"]]?.integer ?? podUser) == 0 }
        if !zero.isEmpty { problems.append("runAsUser=0 (pod or \(named(zero)) must not set runAsUser=0)") }
        let podProfile = spec[path: ["securityContext", "seccompProfile", "type"]]?.string
        let unconfined = containers(spec).filter {
            let type = $0[path: ["securityContext", "seccompProfile", "type"]]?.string ?? podProfile
            return type != "RuntimeDefault" && type != "Localhost"
        }
        if !unconfined.isEmpty {
            problems.append(
                "seccompProfile (pod or \(named(unconfined)) must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")")
        }
        return problems
    }
}
