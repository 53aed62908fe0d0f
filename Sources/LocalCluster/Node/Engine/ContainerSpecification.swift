import KubernetesModel

/// A directory or file of this machine that a container sees.
struct BindMount: Sendable, Hashable {
    var source: String
    var destination: String
    var isReadOnly: Bool
    /// Whether mounts that appear later on one side are seen on the other: `private`, `slave` (host to container) or `shared`.
    var propagation = "private"
}

/// Where a container's namespace of one kind comes from.
enum NamespaceSource: Sendable, Hashable {
    case own
    case host
    case path(String)

    var json: JSONValue {
        switch self {
        case .own: ["nsmode": "private"]
        case .host: ["nsmode": "host"]
        case .path(let path): ["nsmode": "path", "value": .string(path)]
        }
    }
}

/// Limits that the kernel enforces on a container; nil for none.
struct ResourceLimits: Sendable, Hashable {
    var cpuShares: Int64?
    /// Microseconds of processor time in each 100 ms.
    var cpuQuota: Int64?
    /// Bytes.
    var memory: Int64?
}

/// A container to be made.
struct ContainerSpecification: Sendable, Hashable {
    var name: String
    var image: String
    /// Nil for the image's own.
    var entrypoint: [String]?
    var arguments: [String]?
    var environment: [String: String] = [:]
    var labels: [String: String] = [:]
    var workingDirectory: String?
    /// `uid` or `uid:gid`; nil for the image's own.
    var user: String?
    var groups: [Int] = []
    var hostname: String?
    var network: NamespaceSource
    var processes: NamespaceSource = .own
    var mounts: [BindMount] = []
    var addedCapabilities: [String] = []
    var droppedCapabilities: [String] = []
    var isPrivileged = false
    var mayGainPrivileges = true
    var seccompProfile: String?
    var hasReadOnlyRoot = false
    var hasTerminal = false
    var keepsInputOpen = false
    var limits = ResourceLimits()
    /// File that takes the output, one line for each line, with its time and stream.
    var logPath: String

    /// The request of Podman's API ("SpecGenerator").
    var json: JSONValue {
        var json: JSONValue = [
            "name": .string(name),
            "image": .string(image),
            "env": .object(environment.mapValues { .string($0) }),
            "labels": .object(labels.mapValues { .string($0) }),
            "netns": network.json,
            "pidns": processes.json,
            "mounts": .array(mounts.map(\.json)),
            "read_only_filesystem": .bool(hasReadOnlyRoot),
            "privileged": .bool(isPrivileged),
            "no_new_privileges": .bool(!mayGainPrivileges),
            "terminal": .bool(hasTerminal),
            "stdin": .bool(keepsInputOpen),
            // Names, resolver and users are the pod's, or the image's: nothing of podman's own.
            "use_image_hosts": true,
            "use_image_resolve_conf": true,
            "manage_password": false,
            "image_volume_mode": "ignore",
            // Volumes are directories that several containers share: no labels of SELinux on them.
            "selinux_opts": ["disable"],
            "resource_limits": limits.json,
            "log_configuration": ["driver": "k8s-file", "path": .string(logPath)],
        ]
        json.write(entrypoint, at: "entrypoint")
        json.write(arguments, at: "command")
        json.write(workingDirectory, at: "work_dir")
        json.write(user, at: "user")
        json.write(seccompProfile, at: "seccomp_profile_path")
        if network != .host { json.write(hostname, at: "hostname") }
        if network == .host { json["utsns"] = NamespaceSource.host.json }
        if !groups.isEmpty { json["groups"] = .array(groups.map { .string(String($0)) }) }
        if !addedCapabilities.isEmpty { json.write(addedCapabilities, at: "cap_add") }
        if !droppedCapabilities.isEmpty { json.write(droppedCapabilities, at: "cap_drop") }
        return json
    }
}

extension BindMount {
    fileprivate var json: JSONValue {
        [
            "destination": .string(destination), "type": "bind", "source": .string(source),
            "options": ["rbind", .string("r\(propagation)"), .string(isReadOnly ? "ro" : "rw")],
        ]
    }
}

extension ResourceLimits {
    fileprivate var json: JSONValue {
        var json = JSONValue.emptyObject
        if cpuShares != nil || cpuQuota != nil {
            var cpu = JSONValue.emptyObject
            cpu["shares"] = cpuShares.map { .integer($0) }
            if let cpuQuota {
                cpu["quota"] = .integer(cpuQuota)
                cpu["period"] = 100_000
            }
            json["cpu"] = cpu
        }
        if let memory { json["memory"] = ["limit": .integer(memory)] }
        return json
    }
}
