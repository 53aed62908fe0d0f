import Foundation

/// The kubeconfig of the administrator.
struct AdministratorKubeconfig {
    var server: String
    var infrastructure: PublicKeyInfrastructure

    /// The file's text, with certificates and key inside, so that it can be copied as one file.
    func text() throws -> String {
        let certificate = try infrastructure.administrator.certificatePEM
        return """
            apiVersion: v1
            kind: Config
            clusters:
            - name: egret-local
              cluster:
                server: \(server)
                certificate-authority-data: \(Self.base64(try infrastructure.authority.identity.certificatePEM))
            users:
            - name: egret-admin
              user:
                client-certificate-data: \(Self.base64(certificate))
                client-key-data: \(Self.base64(infrastructure.administrator.keyPEM))
            contexts:
            - name: egret-local
              context:
                cluster: egret-local
                user: egret-admin
            current-context: egret-local

            """
    }

    /// Whether a file leads to this server with these keys, whatever people have added to it, such as the namespace of a context.
    func isContained(in text: String) throws -> Bool {
        let parts = [
            server, Self.base64(try infrastructure.authority.identity.certificatePEM), Self.base64(try infrastructure.administrator.certificatePEM),
            Self.base64(infrastructure.administrator.keyPEM),
        ]
        let words = Set(text.split { $0.isWhitespace || $0 == "\"" || $0 == "'" }.map(String.init))
        return parts.allSatisfy(words.contains)
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
