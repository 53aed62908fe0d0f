import Foundation
import Glibc
import KubernetesModel

/// A pod's files on this machine.
struct PodDirectory: Sendable {
    let path: String

    var volumes: String { "\(path)/volumes" }
    private var sandbox: String { "\(path)/sandbox.json" }

    /// What is remembered of a pod beside its containers.
    struct Sandbox: Codable, Sendable {
        var namespace: String
        var name: String
        /// Nil for a pod in the machine's network.
        var attachment: PodAttachment?
        /// Process that keeps the process namespace which all containers share.
        var processHolder: Int32?
    }

    func logPath(container: String, run: Int) -> String { "\(path)/logs/\(container)/\(run).log" }
    func terminationPath(container: String, run: Int) -> String { "\(path)/termination/\(container)-\(run)" }
    func networkFile(_ name: String) -> String { "\(path)/network/\(name)" }

    func make() throws {
        for name in ["volumes", "logs", "termination", "network"] {
            try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
        }
    }

    /// Nil if nothing is remembered.
    func readSandbox() -> Sandbox? {
        FileManager.default.contents(atPath: sandbox).flatMap { try? JSONDecoder().decode(Sandbox.self, from: $0) }
    }

    func write(_ sandbox: Sandbox) throws {
        try JSONEncoder().encode(sandbox).write(to: URL(fileURLWithPath: self.sandbox), options: .atomic)
    }

    func writeNetworkFiles(_ files: ResolverFiles) throws {
        for (name, text) in [("hosts", files.hosts), ("resolv.conf", files.resolver)] {
            let file = networkFile(name)
            // Written in place: running containers see this very file.
            if (try? String(contentsOfFile: file, encoding: .utf8)) == text { continue }
            try text.write(toFile: file, atomically: false, encoding: .utf8)
            chmod(file, 0o644)
        }
    }

    /// Makes the files that a run of a container writes to, and forgets runs before the last one.
    func prepareRun(container: String, run: Int) throws {
        try FileManager.default.createDirectory(atPath: "\(path)/logs/\(container)", withIntermediateDirectories: true)
        let file = terminationPath(container: container, run: run)
        _ = FileManager.default.createFile(atPath: file, contents: nil)
        chmod(file, 0o666)
        for old in 0..<max(0, run - 1) {
            unlink(logPath(container: container, run: old))
            unlink(terminationPath(container: container, run: old))
        }
    }

    /// A container's last words: what it wrote to its termination file, or the end of its log if that is asked for.
    func lastWords(of container: Container, run: Int, exitCode: Int) -> String? {
        let name = container.name ?? ""
        if let data = FileManager.default.contents(atPath: terminationPath(container: name, run: run)), !data.isEmpty {
            return String(decoding: data.prefix(4096), as: UTF8.self)
        }
        guard container.terminationMessagePolicy == "FallbackToLogsOnError", exitCode != 0 else { return nil }
        let log = ContainerLog(path: logPath(container: name, run: run))
        let text = (try? log.read(LogSelection(tailLines: 80)))?.joined() ?? ""
        return text.isEmpty ? nil : String(text.suffix(2048))
    }
}
