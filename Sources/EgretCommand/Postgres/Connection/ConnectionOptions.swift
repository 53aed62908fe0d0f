import ArgumentParser
import Foundation
import KubernetesClient
import KubernetesKubeconfig
import Logging

/// Which Kubernetes a command speaks to: the options of kubectl.
struct ConnectionOptions: ParsableArguments {
    @Option(name: .shortAndLong, help: "Namespace (default: that of the context).")
    var namespace: String?

    @Option(help: "Context of the kubeconfig (default: the current one).")
    var context: String?

    @Option(help: "Path of a kubeconfig (default: those in KUBECONFIG, else ~/.kube/config, else that of the Pod this runs in).")
    var kubeconfig: String?

    @Option(name: .customLong("request-timeout"), help: "Seconds that one request to the API server may take.")
    var requestTimeout = 30

    func validate() throws {
        guard requestTimeout > 0 else { throw ValidationError("--request-timeout: must be at least 1 second, is \(requestTimeout)") }
    }

    /// A client, and the namespace that is meant.
    ///
    /// - Throws: `KubernetesError` with code `configuration`, which names file and field.
    func connect(environment: [String: String] = ProcessInfo.processInfo.environment) throws -> (client: KubernetesClient, namespace: String) {
        let configuration = try configuration(environment: environment)
        var options = KubernetesClient.Options()
        options.requestTimeout = .seconds(requestTimeout)
        var logger = Logger(label: "egret", factory: { _ in SwiftLogNoOpLogHandler() })
        logger.logLevel = .critical
        return (KubernetesClient(configuration, options: options, logger: logger), namespace ?? configuration.namespace)
    }

    private func configuration(environment: [String: String]) throws -> ClusterConfiguration {
        if let kubeconfig { return try Kubeconfig(files: [kubeconfig]).configuration(context: context) }
        do {
            return try .detect(context: context, environment: environment)
        } catch {
            guard error.code == .configuration, error.hint?.hasPrefix("there is no file") == true else { throw error }
            throw CommandFailure("\(error); for a local cluster: export KUBECONFIG=$(egret local kubeconfig)")
        }
    }
}
