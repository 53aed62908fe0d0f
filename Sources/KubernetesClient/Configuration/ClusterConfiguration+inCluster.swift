import FoundationEssentials
import KubernetesModel

extension ClusterConfiguration {
    /// Where Kubernetes puts the credentials of a Pod's service account.
    public static let serviceAccountDirectory = "/var/run/secrets/kubernetes.io/serviceaccount"

    /// The configuration that every Pod with a service account has.
    ///
    /// The token is read again as the kubelet replaces it, the certificate authorities too.
    ///
    /// - Parameters:
    ///   - environment: has `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`; nil for that of this process.
    ///   - directory: has `token`, `ca.crt` and `namespace`.
    /// - Throws: ``KubernetesError`` with code `configuration`, which names the variable or file, if this is no Pod or it has no service account.
    /// - Source: Kubernetes documentation, "Accessing the Kubernetes API from a Pod".
    public static func inCluster(
        environment: [String: String]? = nil, directory: String = serviceAccountDirectory
    ) throws(KubernetesError) -> ClusterConfiguration {
        let environment = environment ?? ProcessInfo.processInfo.environment
        func variable(_ name: String) throws(KubernetesError) -> String {
            guard let value = environment[name], !value.isEmpty else {
                throw KubernetesError(
                    .configuration, request: "configuration of a Pod",
                    hint: "the environment has no \(name): this is not a container of a Kubernetes Pod; give a kubeconfig instead")
            }
            return value
        }
        let host = try variable("KUBERNETES_SERVICE_HOST")
        let portText = try variable("KUBERNETES_SERVICE_PORT")
        guard let port = UInt16(portText), port > 0 else {
            throw KubernetesError(
                .configuration, request: "configuration of a Pod", hint: "KUBERNETES_SERVICE_PORT must be a port, is \"\(portText)\"")
        }
        let token = Material.file("\(directory)/token")
        let authorities = Material.file("\(directory)/ca.crt")
        _ = try token.read(for: "configuration of a Pod")
        _ = try authorities.read(for: "configuration of a Pod")
        let namespace =
            (try? Material.file("\(directory)/namespace").read(for: "configuration of a Pod")).map { String(decoding: $0, as: UTF8.self).trimmed }
            ?? ""
        return ClusterConfiguration(
            server: ServerAddress(host: host, port: Int(port)), trust: .authorities(authorities),
            credentials: MaterialCredentials(token: token), namespace: namespace.isEmpty ? "default" : namespace)
    }
}
