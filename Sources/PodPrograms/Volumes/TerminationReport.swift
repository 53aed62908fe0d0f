internal import Glibc
internal import KubernetesModel

/// A container's last word: one JSON object in its termination message, which Kubernetes shows in the Pod's status.
struct TerminationReport: Sendable {
    private let invocation: Invocation
    private let path: String
    /// Where the line goes too; standard output by default.
    var print: @Sendable (String) -> Void = { standardOutput($0) }

    /// The kubelet takes this many bytes of a message.
    static let longestMessage = 4096

    init(_ invocation: Invocation) {
        self.invocation = invocation
        path = invocation.environment["EGRET_TERMINATION_LOG"] ?? "/dev/termination-log"
    }

    /// Does something and reports its result, or why it failed, under `error`. Returns the exit status.
    ///
    /// - Parameter failing: whether the result itself tells of a failure.
    func finish(failing: Bool = false, _ body: () throws -> [String: JSONValue]) -> Int32 {
        do {
            try leave(body())
            return failing ? 1 : 0
        } catch {
            invocation.log("\(error)")
            leave(["error": .string("\(error)")])
            return 1
        }
    }

    private func leave(_ report: [String: JSONValue]) {
        var report = report
        report["program"] = .string(invocation.name)
        if JSONValue.object(report).utf8.count > Self.longestMessage, let error = report["error"]?.string {
            report["error"] = .string(String(decoding: Array(error.utf8.prefix(Self.longestMessage / 2)), as: UTF8.self) + "…")
        }
        let text = JSONValue.object(report).text
        print(text + "\n")
        // The file was made and mounted by the node: it is written in place. Where there is none, the line above has to do.
        let descriptor = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        do { try Files.append(Array(text.utf8), to: descriptor, path: path) } catch { invocation.log("\(error)") }
    }
}
