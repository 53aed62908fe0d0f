import Glibc
import KubernetesModel

/// A process that keeps a process namespace for the containers of a pod that share one.
///
/// It does nothing but reap orphans. The namespace must not be that of one of the containers: the kernel ends all processes of a namespace when
/// its first one ends.
enum ProcessHolder {
    /// - Returns: identifier of the namespace's first process.
    static func start() async throws -> Int32 {
        // `unshare --fork` stays as the parent of the first process, which writes its identifier as seen from here: the session's child.
        let script = "trap exit TERM; while :; do sleep 86400 & wait; done"
        let command = [
            "unshare", "--pid", "--mount-proc", "--fork", "--kill-child", "setpriv", "--reuid=65535", "--regid=65535", "--clear-groups",
            "--no-new-privs",
        ]
        let none = open("/dev/null", O_RDWR | O_CLOEXEC)
        guard none >= 0 else { throw SystemError("open /dev/null") }
        defer { close(none) }
        let parent = try ChildProcess.start(
            command + ["sh", "-c", script], environment: ["PATH": "/usr/bin:/bin"], input: none, output: none, error: none)
        // Nobody waits for it but this: it would stay as a zombie.
        Task.detached { _ = await parent.wait() }
        for _ in 0..<200 {
            if let child = child(of: parent.id) { return child }
            try await Task.sleep(for: .milliseconds(5))
        }
        parent.send(signal: SIGKILL)
        throw SystemError("make a process namespace", ETIMEDOUT)
    }

    private static func child(of id: pid_t) -> pid_t? {
        guard let text = try? readKernelFile("/proc/\(id)/task/\(id)/children"), let child = pid_t(text.trimmed) else { return nil }
        // Only when it became the shell it is in its place for good.
        guard let command = try? readKernelFile("/proc/\(child)/cmdline"), command.hasPrefix("sh") else { return nil }
        return child
    }

    static func isAlive(_ id: Int32) -> Bool {
        ((try? readKernelFile("/proc/\(id)/cmdline")) ?? "").contains("sleep 86400")
    }

    static func end(_ id: Int32) {
        if isAlive(id) { kill(id, SIGKILL) }
    }

}
