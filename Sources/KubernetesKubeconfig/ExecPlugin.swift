import Foundation
import KubernetesClient
import KubernetesModel

/// A program that a kubeconfig names, which prints credentials (`client.authentication.k8s.io/v1`).
///
/// - Source: Kubernetes documentation, "client-go credential plugins".
struct ExecPlugin: Sendable {
    static let supportedVersions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"]
    /// A person may have to log in with a browser.
    static let timeout = Duration.seconds(120)

    let section: KubeconfigSection
    let apiVersion: String
    /// Absolute path, or a name to look up in `PATH`.
    let command: String
    let arguments: [String]
    let environment: [String: String]
    /// How to install the program, in the words of the kubeconfig.
    let installHint: String?
    let interactiveMode: InteractiveMode
    /// Given to the program if it asks for it.
    let clusterInfo: JSONValue?

    enum InteractiveMode: String, Sendable { case never = "Never", ifAvailable = "IfAvailable", always = "Always" }

    init(_ section: KubeconfigSection, cluster: KubeconfigSection) throws(KubernetesError) {
        self.section = section
        apiVersion = try section.requiredText("apiVersion", like: Self.supportedVersions[0])
        guard Self.supportedVersions.contains(apiVersion) else {
            throw section.error("apiVersion", "must be \(Self.supportedVersions.joined(separator: " or ")), is \"\(apiVersion)\"")
        }
        let command = try section.requiredText("command", like: "the program that prints credentials")
        self.command = command.contains("/") ? section.absolute(command) : command
        arguments = try section.texts("args")
        var environment: [String: String] = [:]
        for variable in try section.sections("env") {
            environment[try variable.requiredText("name", like: "the name of an environment variable")] = try variable.text("value") ?? ""
        }
        self.environment = environment
        installHint = try section.text("installHint")
        let mode = try section.text("interactiveMode")
        guard let interactiveMode = InteractiveMode(rawValue: mode ?? "IfAvailable") else {
            throw section.error("interactiveMode", "must be Never, IfAvailable or Always, is \"\(mode ?? "")\"")
        }
        self.interactiveMode = interactiveMode
        clusterInfo = try section.flag("provideClusterInfo") ? try Self.info(on: cluster) : nil
    }

    private static func info(on cluster: KubeconfigSection) throws(KubernetesError) -> JSONValue {
        var info = JSONValue.emptyObject
        info.write(try cluster.text("server"), at: "server")
        info.write(try cluster.text("tls-server-name"), at: "tls-server-name")
        if try cluster.flag("insecure-skip-tls-verify") { info["insecure-skip-tls-verify"] = true }
        switch try cluster.material("certificate-authority") {
        case .bytes(let bytes): info["certificate-authority-data"] = .string(Data(bytes).base64EncodedString())
        case .file(let path):
            info["certificate-authority-data"] = .string((FileManager.default.contents(atPath: path) ?? Data()).base64EncodedString())
        case nil: break
        }
        return info
    }

    /// Runs the program and reads what it prints. Its stderr is ours, for it may ask a person to do something.
    func run() async throws(KubernetesError) -> ExecCredential {
        let isTerminal = isatty(STDIN_FILENO) == 1
        if interactiveMode == .always, !isTerminal {
            throw section.error("interactiveMode", "is Always, but stdin is no terminal; log in with kubectl first, or use a token")
        }
        let isInteractive = isTerminal && interactiveMode != .never
        var spec: JSONValue = ["interactive": .bool(isInteractive)]
        spec.write(clusterInfo, at: "cluster")
        let request: JSONValue = ["apiVersion": .string(apiVersion), "kind": "ExecCredential", "spec": spec]

        let process = Process()
        process.executableURL = URL(fileURLWithPath: try executable())
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment
            .merging(environment) { _, ours in ours }
            .merging(["KUBERNETES_EXEC_INFO": request.text]) { _, ours in ours }
        if !isInteractive { process.standardInput = FileHandle.nullDevice }
        let output: Result<Data, any Error> = await Self.output(of: process)
        switch output {
        case .success(let bytes):
            guard process.terminationReason == .exit, process.terminationStatus == 0 else {
                throw section.error("command", "\(command) failed with exit status \(process.terminationStatus)\(hintText)")
            }
            return try ExecCredential(parsing: bytes, plugin: self)
        case .failure(let error): throw section.error("command", "\(command) cannot be run: \(error.localizedDescription)\(hintText)")
        }
    }

    private var hintText: String { installHint.map { "; \($0)" } ?? "" }

    private func executable() throws(KubernetesError) -> String {
        if command.hasPrefix("/") {
            guard FileManager.default.isExecutableFile(atPath: command) else {
                throw section.error("command", "there is no program \(command)\(hintText)")
            }
            return command
        }
        let directories = (environment["PATH"] ?? ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let found = directories.map({ "\($0)/\(command)" }).first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw section.error("command", "there is no program \(command) in PATH\(hintText)")
        }
        return found
    }

    /// Runs a process to its end, on a thread that may wait, and gives what it wrote to stdout.
    private static func output(of process: Process) async -> Result<Data, any Error> {
        let pipe = Pipe()
        process.standardOutput = pipe
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                do {
                    try process.run()
                } catch {
                    continuation.resume(returning: .failure(error))
                    return
                }
                let id = process.processIdentifier
                let timer = DispatchSource.makeTimerSource(queue: .global())
                timer.schedule(deadline: .now() + .seconds(Int(timeout.components.seconds)))
                timer.setEventHandler { kill(id, SIGTERM) }
                timer.resume()
                let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                timer.cancel()
                continuation.resume(returning: .success(bytes))
            }
        }
    }
}
