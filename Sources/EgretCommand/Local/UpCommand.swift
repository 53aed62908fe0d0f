import ArgumentParser
import Foundation
import Glibc
import KubernetesClient
import LocalCluster
import Logging

/// `egret local up`: starts the cluster, or finds it started.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up", abstract: "Start the local cluster, and wait until its node is ready.",
        discussion: "Port and ranges are settled when a cluster is first started. Containers of pods outlive the control plane, and are taken over.")

    @OptionGroup var cluster: ClusterOptions

    @Flag(help: "Stay in the foreground and log to standard error.")
    var foreground = false

    @Option(help: "Port of the API server (default: 6443).")
    var port: Int?

    @Option(name: .customLong("pod-cidr"), help: "IPv4 range of pods (default: 10.244.0.0/16).")
    var podRange: String?

    @Option(name: .customLong("service-cidr"), help: "IPv4 range of services (default: 10.96.0.0/16).")
    var serviceRange: String?

    @Flag(name: .customLong("outside"), help: "Let pods reach networks outside of this machine.")
    var allowsOutside = false

    @Option(help: "Seconds to wait for the node.")
    var timeout = 120

    @Flag(help: "Log at debug level.")
    var verbose = false

    func run() async throws {
        addSystemDirectoriesToPath()
        let missing = Requirements.missing()
        guard missing.isEmpty else {
            throw CommandFailure("a local cluster needs what this machine does not have:\n" + missing.map { "  - \($0)" }.joined(separator: "\n"))
        }
        let configuration = try settled()
        _ = try configuration.node
        if foreground { return try await runHere(configuration) }
        let process = ControlPlaneProcess(configuration: configuration)
        if let identifier = process.identifier {
            printError("The cluster runs already, as process \(identifier).")
        } else {
            try FileManager.default.createDirectory(
                atPath: configuration.dataDirectory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            let started = try process.launch(arguments(configuration))
            printError("Starting the cluster in \(configuration.dataDirectory), as process \(started); its log is \(configuration.logPath).")
            try await wait(for: process, started: started)
        }
        printError("The cluster is up. Next: export KUBECONFIG=\(configuration.kubeconfigPath)")
    }

    /// The configuration of the cluster that exists, or of the one to be made.
    ///
    /// - Throws: ``CommandFailure`` for an option that an existing cluster cannot follow.
    func settled() throws -> LocalClusterConfiguration {
        var configuration = try cluster.configuration
        func settle<Value: Equatable>(_ option: String, _ value: Value?, _ path: WritableKeyPath<LocalClusterConfiguration, Value>) throws {
            guard let value, value != configuration[keyPath: path] else { return }
            guard !configuration.exists else {
                throw CommandFailure(
                    "--\(option) \(value): the cluster in \(configuration.dataDirectory) was made with \(configuration[keyPath: path]), "
                        + "which cannot be changed: leave the option out, or choose another --data")
            }
            configuration[keyPath: path] = value
        }
        try settle("port", port, \.port)
        try settle("pod-cidr", podRange, \.podRange)
        try settle("service-cidr", serviceRange, \.serviceRange)
        try settle("outside", allowsOutside ? true : nil, \.allowsOutside)
        return configuration
    }

    private func arguments(_ configuration: LocalClusterConfiguration) -> [String] {
        var arguments = ["local", "up", "--foreground", "--data", configuration.dataDirectory]
        if let port { arguments += ["--port", "\(port)"] }
        if let podRange { arguments += ["--pod-cidr", podRange] }
        if let serviceRange { arguments += ["--service-cidr", serviceRange] }
        if allowsOutside { arguments.append("--outside") }
        if verbose { arguments.append("--verbose") }
        return arguments
    }

    private func runHere(_ configuration: LocalClusterConfiguration) async throws {
        try ControlPlaneProcess(configuration: configuration).claim()
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "egret")
        logger.logLevel = verbose ? .debug : .info
        logger.info("The local cluster starts", metadata: ["data": "\(configuration.dataDirectory)"])
        do {
            try await LocalCluster(configuration: configuration, logger: logger).run()
            logger.info("The local cluster has ended")
        } catch {
            // The log is what is left of a process in the background.
            logger.error("The local cluster ends", metadata: ["reason": "\(error)"])
            throw ExitCode.failure
        }
    }

    private func wait(for process: ControlPlaneProcess, started: pid_t) async throws {
        let deadline = ContinuousClock.now + .seconds(timeout)
        var observer = ClusterObserver(configuration: process.configuration)
        while true {
            var status: Int32 = 0
            if waitpid(started, &status, WNOHANG) == started {
                throw CommandFailure("the cluster did not start; the end of \(process.configuration.logPath):\n\(process.lastWords)")
            }
            let missing = await observer.missing()
            guard let missing else { return }
            if ContinuousClock.now > deadline {
                throw CommandFailure("\(missing) after \(timeout) s; the end of \(process.configuration.logPath):\n\(process.lastWords)")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}

/// Programs of the system are not in everybody's PATH.
func addSystemDirectoriesToPath() {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let missing = ["/usr/sbin", "/sbin"].filter { !path.split(separator: ":").map(String.init).contains($0) }
    if !missing.isEmpty { setenv("PATH", ([path] + missing).filter { !$0.isEmpty }.joined(separator: ":"), 1) }
}

func printError(_ text: String, terminator: String = "\n") { FileHandle.standardError.write(Data((text + terminator).utf8)) }
