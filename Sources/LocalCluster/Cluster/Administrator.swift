public import KubernetesClient
import LocalAPIServer

extension LocalClusterConfiguration {
    /// How the administrator reaches the API server, whatever a person has chosen in the kubeconfig.
    public var administrator: ClusterConfiguration {
        LocalAPIServer.Configuration(dataDirectory: apiDirectory).administrator(port: port)
    }
}

extension LocalAPIServer.Configuration {
    /// The administrator, by the files that the server has made.
    func administrator(port: Int) -> ClusterConfiguration {
        let host = addresses.first.map { $0 == "0.0.0.0" ? "127.0.0.1" : $0 } ?? "127.0.0.1"
        return ClusterConfiguration(
            server: ServerAddress(host: host, port: port), trust: .authorities(.file(keyPath("ca.crt"))),
            credentials: MaterialCredentials(certificate: .file(keyPath("admin.crt")), key: .file(keyPath("admin.key"))))
    }

    private func keyPath(_ name: String) -> String { "\(dataDirectory)/pki/\(name)" }
}
