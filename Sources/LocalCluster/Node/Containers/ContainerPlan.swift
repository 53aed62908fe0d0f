import KubernetesModel

/// Turns a container of a pod into what the engine is asked for.
struct ContainerPlan {
    let facts: PodFacts
    let objects: any ObjectSource
    let container: Container
    let image: ImageReport
    /// Directory of each volume on this machine, by the volume's name.
    let volumes: [String: VolumeLocation]
    let place: ContainerPlace

    /// - Throws: ``PodProblem`` with the reason that the container's status shows.
    func specification() throws(PodProblem) -> ContainerSpecification {
        let environment = ContainerEnvironment(facts: facts, objects: objects, container: container)
        let variables = try environment.variables()
        let security = container.securityContext
        let pod = facts.pod.spec?.securityContext
        try refuseRoot()
        var specification = ContainerSpecification(
            name: place.name, image: image.id, network: place.network, processes: place.processes, logPath: place.logPath)
        specification.entrypoint = container.command?.map { expandVariables($0) { variables[$0] } }
        specification.arguments = container.args?.map { expandVariables($0) { variables[$0] } }
        specification.environment = variables
        specification.labels = place.labels
        specification.workingDirectory = container.workingDir
        specification.hostname = place.hostname
        specification.user = user(security, pod)
        specification.groups = (pod?.supplementalGroups ?? []) + [pod?.fsGroup].compactMap { $0 }
        specification.mounts = try mounts(variables) + place.mounts
        specification.isPrivileged = security?.privileged ?? false
        specification.mayGainPrivileges = security?.allowPrivilegeEscalation ?? true
        specification.hasReadOnlyRoot = security?.readOnlyRootFilesystem ?? false
        specification.addedCapabilities = capabilities(security?.capabilities?.add)
        specification.droppedCapabilities = capabilities(security?.capabilities?.drop)
        specification.hasTerminal = container.tty ?? false
        specification.keepsInputOpen = container.stdin ?? false
        specification.limits = limits
        switch (security?.seccompProfile ?? pod?.seccompProfile)?.type {
        case "Unconfined": specification.seccompProfile = "unconfined"
        default: break
        }
        return specification
    }

    private func user(_ security: SecurityContext?, _ pod: PodSecurityContext?) -> String? {
        let user = security?.runAsUser ?? pod?.runAsUser
        let group = security?.runAsGroup ?? pod?.runAsGroup
        guard let user else { return group.map { "\(image.user.isEmpty ? "0" : image.user.userPart):\($0)" } }
        return group.map { "\(user):\($0)" } ?? String(user)
    }

    private func refuseRoot() throws(PodProblem) {
        let security = container.securityContext
        let pod = facts.pod.spec?.securityContext
        guard security?.runAsNonRoot ?? pod?.runAsNonRoot ?? false else { return }
        let name = "pod: \"\(facts.pod.fullName)\", container: \(container.name ?? "")"
        if let user = security?.runAsUser ?? pod?.runAsUser {
            guard user == 0 else { return }
            throw PodProblem(
                reason: "CreateContainerConfigError", message: "container's runAsUser breaks non-root policy (\(name))")
        }
        let user = image.user.userPart
        if user.isEmpty || user == "0" || user == "root" {
            throw PodProblem(
                reason: "CreateContainerConfigError", message: "container has runAsNonRoot and image will run as root (\(name))")
        }
        if Int(user) == nil {
            throw PodProblem(
                reason: "CreateContainerConfigError",
                message: "container has runAsNonRoot and image has non-numeric user (\(user)), cannot verify user is non-root (\(name))")
        }
    }

    private func capabilities(_ names: [String]?) -> [String] {
        (names ?? []).map { $0 == "ALL" || $0.hasPrefix("CAP_") ? $0 : "CAP_\($0)" }
    }

    private var limits: ResourceLimits {
        let limits = container.resources?.limits ?? [:]
        let requests = container.resources?.requests ?? [:]
        var result = ResourceLimits()
        if let cpu = requests["cpu"] ?? limits["cpu"], cpu.milli > 0 { result.cpuShares = max(2, cpu.milli * 1024 / 1000) }
        // The kernel takes no quota below 1 ms.
        if let cpu = limits["cpu"], cpu.milli > 0 { result.cpuQuota = max(1000, cpu.milli * 100) }
        if let memory = limits["memory"], memory.value > 0 { result.memory = memory.value }
        return result
    }

    private func mounts(_ variables: [String: String]) throws(PodProblem) -> [BindMount] {
        var result: [BindMount] = []
        for mount in container.volumeMounts ?? [] {
            guard let name = mount.name, let path = mount.mountPath else { continue }
            guard let volume = volumes[name] else {
                throw PodProblem(reason: "CreateContainerConfigError", message: "volume \"\(name)\" of mount \(path) is not one of the pod's volumes")
            }
            let subPath = mount.subPathExpr.map { expandVariables($0) { variables[$0] } } ?? mount.subPath ?? ""
            result.append(
                BindMount(
                    source: subPath.isEmpty ? volume.path : try volume.resolve(subPath: subPath), destination: path,
                    isReadOnly: (mount.readOnly ?? false) || volume.isReadOnly, propagation: propagation(mount.mountPropagation)))
        }
        return result
    }

    private func propagation(_ name: String?) -> String {
        switch name {
        case "HostToContainer": "slave"
        case "Bidirectional": "shared"
        default: "private"
        }
    }
}

/// What of a container is decided by its pod and this node.
struct ContainerPlace: Sendable {
    var name: String
    var labels: [String: String]
    var network: NamespaceSource
    var processes: NamespaceSource
    var hostname: String
    /// Mounts that every container of the pod has.
    var mounts: [BindMount]
    var logPath: String
}

extension String {
    /// Of `user:group` the user.
    fileprivate var userPart: String { String(prefix { $0 != ":" }) }
}
