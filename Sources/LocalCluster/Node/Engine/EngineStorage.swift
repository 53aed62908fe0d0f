import Foundation
import Glibc
import KubernetesModel

/// Where the engine keeps images and containers, and how it is called.
///
/// A storage of our own keeps the containers of a person apart from ours: neither sees the other, and removing ours is removing directories.
public struct EngineStorage: Sendable, Hashable {
    /// Directory of images and containers, for example `/var/lib/egret/containers`.
    public var root: String
    /// Directory for what is lost when the machine restarts, for example `/run/egret/containers`.
    public var runRoot: String

    public init(root: String, runRoot: String) {
        self.root = root
        self.runRoot = runRoot
    }

    var socketPath: String { "\(runRoot)/podman.sock" }
    var configurationPath: String { "\(runRoot)/containers.conf" }
    /// Here appears a file, named for the container, as soon as a container has ended.
    var exitDirectory: String { "\(runRoot)/libpod/exits" }

    /// The program and its flags before the command.
    var command: [String] { ["podman", "--root", root, "--runroot", "\(runRoot)/storage"] }

    /// The environment in which podman is called.
    var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment
        environment["CONTAINERS_CONF"] = configurationPath
        // What would lead podman elsewhere.
        for name in ["CONTAINER_HOST", "CONTAINERS_STORAGE_CONF", "NOTIFY_SOCKET", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] {
            environment[name] = nil
        }
        return environment
    }

    /// Podman's configuration.
    ///
    /// Its default limits exceed what some machines allow, and then no container starts: ours are never above the hard limits here.
    var configuration: String {
        let files = min(1_048_576, hardLimit(of: Int32(RLIMIT_NOFILE.rawValue)))
        // Podman lowers its own limit to the kernel's number of process identifiers.
        let identifiers = (try? readKernelFile("/proc/sys/kernel/pid_max")).flatMap { UInt64($0.trimmed) }
        let processes = min(identifiers ?? 32_768, hardLimit(of: Int32(__RLIMIT_NPROC.rawValue)))
        return """
            [containers]
            default_ulimits = ["nofile=\(files):\(files)", "nproc=\(processes):\(processes)"]
            log_size_max = -1
            [engine]
            tmp_dir = "\(runRoot)/libpod"
            events_logger = "none"
            """ + "\n"
    }

    /// Makes the directories and the configuration file.
    func prepare() throws {
        for directory in [root, runRoot, exitDirectory] {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        }
        try configuration.write(toFile: configurationPath, atomically: true, encoding: .utf8)
    }
}

private func hardLimit(of resource: Int32) -> UInt64 {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(UInt32(resource)), &limit) == 0 else { return 16_384 }
    return UInt64(limit.rlim_max)
}
