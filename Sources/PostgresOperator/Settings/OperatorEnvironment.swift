public import ControllerRuntime
import FoundationEssentials
import KubernetesModel
public import Logging

/// What the operator's environment says: names and meaning as in the Deployment of the Percona operator 3.1.0.
public struct OperatorEnvironment: Sendable {
    /// Version of this operator, and the `crVersion` of clusters that name none.
    public static let version = "3.1.0"

    /// The namespace of the service account that this process runs with; nil outside of a Pod.
    public static var namespaceOfServiceAccount: String? {
        guard let data = try? Data(contentsOf: URL(filePath: "/var/run/secrets/kubernetes.io/serviceaccount/namespace")) else { return nil }
        return String(decoding: data, as: UTF8.self).trimmed
    }

    /// Namespaces that are watched: `WATCH_NAMESPACE`, or `PGO_TARGET_NAMESPACE` if that is set.
    public var scope: WatchScope
    /// The operator's own namespace.
    public var namespace: String
    /// Name of the operator's own Pod: `HOSTNAME`.
    public var podName: String?
    /// `RELATED_IMAGE_*`, by the name of the variable.
    public var relatedImages: [String: String]
    /// Image of the operator itself, from which Pods take their helper program: `EGRET_INIT_IMAGE`, else read from the own Pod.
    public var initImage: String?
    /// How many clusters are worked on in parallel: `PGO_WORKERS`.
    public var workers: Int
    public var logLevel: Logger.Level
    /// One JSON object a line instead of text: `LOG_STRUCTURED`.
    public var logsAreStructured: Bool
    /// Domain of the Kubernetes cluster: `KUBERNETES_CLUSTER_DOMAIN`, `cluster.local` if unset.
    public var dnsDomain: String
    /// Where `/metrics` is served.
    public var metricsPort = 8080
    /// Where `/healthz` and `/readyz` are served.
    public var healthPort = 8081

    /// - Parameters:
    ///   - environment: variables of the process.
    ///   - serviceAccountNamespace: what the service account's file `namespace` says, if there is one.
    /// - Throws: a description of the variable that is missing or wrong.
    public init(environment: [String: String], serviceAccountNamespace: String?) throws {
        scope = try WatchScope(environment: environment, variables: ["PGO_TARGET_NAMESPACE", "WATCH_NAMESPACE"])
        guard let own = environment["OPERATOR_NAMESPACE"] ?? environment["PGO_NAMESPACE"] ?? serviceAccountNamespace, !own.isEmpty else {
            throw SettingsError("OPERATOR_NAMESPACE is not set and there is no service account: name the operator's own namespace")
        }
        namespace = own
        podName = environment["HOSTNAME"]
        relatedImages = environment.filter { $0.key.hasPrefix("RELATED_IMAGE_") && !$0.value.isEmpty }
        initImage = environment["EGRET_INIT_IMAGE"].flatMap { $0.isEmpty ? nil : $0 }
        if let text = environment["PGO_WORKERS"], !text.isEmpty {
            guard let count = Int(text), count >= 0 else { throw SettingsError("PGO_WORKERS must be a number, is \"\(text)\"") }
            workers = max(count, 1)
        } else {
            workers = 1
        }
        logLevel =
            switch environment["LOG_LEVEL"]?.uppercased() {
            case "DEBUG": .debug
            case "ERROR": .error
            default: .info
            }
        logsAreStructured = environment["LOG_STRUCTURED"]?.lowercased() == "true"
        dnsDomain = environment["KUBERNETES_CLUSTER_DOMAIN"].flatMap { $0.isEmpty ? nil : $0 } ?? "cluster.local"
    }
}

/// What is wrong with the operator's environment.
public struct SettingsError: Error, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = "environment: \(description)" }
}
