import Foundation
import Glibc
import KubernetesModel
import Logging

/// The cluster's DNS: dnsmasq with the cluster's names, on an address of its own.
actor NameServer {
    let network: NetworkConfiguration
    /// Directory for its files.
    let directory: String
    let logger: Logger
    private var process: ChildProcess?
    private var records: String?

    init(network: NetworkConfiguration, directory: String, logger: Logger) {
        self.network = network
        self.directory = directory
        self.logger = logger
    }

    private var hostsPath: String { "\(directory)/hosts" }
    private var processPath: String { "\(directory)/dnsmasq.pid" }

    /// Makes these the names that are known.
    func show(_ hosts: String) {
        guard hosts != records else { return }
        do {
            try hosts.write(toFile: hostsPath, atomically: true, encoding: .utf8)
            chmod(hostsPath, 0o644)
            records = hosts
            // It reads the file again.
            if let process { kill(process.id, SIGHUP) }
        } catch {
            logger.error("The names of the cluster cannot be written", metadata: ["reason": "\(error)"])
        }
    }

    /// Runs the server, again whenever it ends, until the task is cancelled.
    func run() async throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        endPredecessor()
        while !Task.isCancelled {
            if !FileManager.default.fileExists(atPath: hostsPath) { try "".write(toFile: hostsPath, atomically: true, encoding: .utf8) }
            let process = try launch()
            self.process = process
            let status = await withTaskCancellationHandler {
                await process.wait()
            } onCancel: {
                process.send(signal: SIGTERM)
            }
            self.process = nil
            if Task.isCancelled { break }
            logger.warning("dnsmasq ended and is started again", metadata: ["status": "\(status.code)", "log": "\(lastWords)"])
            try? await Task.sleep(for: .seconds(1))
        }
        unlink(processPath)
    }

    private var lastWords: String {
        String((try? String(contentsOfFile: "\(directory)/dnsmasq.log", encoding: .utf8))?.suffix(300) ?? "").trimmed
    }

    /// Ends the server that a killed control plane left behind.
    func endPredecessor() {
        guard let text = try? String(contentsOfFile: processPath, encoding: .utf8), let id = pid_t(text.trimmed), id > 1 else { return }
        let command = (try? readKernelFile("/proc/\(id)/cmdline")) ?? ""
        if command.contains("dnsmasq"), command.contains(hostsPath) { kill(id, SIGKILL) }
    }

    private func launch() throws -> ChildProcess {
        let log = open("\(directory)/dnsmasq.log", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        let none = open("/dev/null", O_RDONLY | O_CLOEXEC)
        guard log >= 0, none >= 0 else { throw SystemError("open \(directory)/dnsmasq.log") }
        defer {
            close(log)
            close(none)
        }
        var arguments = [
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--addn-hosts=\(hostsPath)",
            "--listen-address=\(network.nameServer)", "--bind-interfaces", "--except-interface=lo", "--port=53", "--user=root",
            "--pid-file=\(processPath)",
            "--local=/\(network.clusterDomain)/", "--log-facility=-", "--cache-size=1000", "--no-negcache", "--no-poll", "--dns-forward-max=1000",
        ]
        // Without a server to ask, what is not known does not exist: better at once than after a time-out.
        arguments += network.upstreamNameServers.isEmpty ? ["--local=/#/"] : network.upstreamNameServers.map { "--server=\($0)" }
        return try ChildProcess.start(arguments, input: none, output: log, error: log)
    }
}
