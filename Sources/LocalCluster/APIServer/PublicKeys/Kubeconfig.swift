import Foundation
import Yams

/// The administrator's part of a kubeconfig: a cluster, a user and a context.
///
/// A person may add to the file and set a namespace: all that is not the server's address, its authority or the administrator's keys is theirs.
struct AdministratorKubeconfig {
    static let clusterName = "egret-local"
    static let userName = "egret-admin"

    /// The file that exists is not one that can be added to.
    struct Unreadable: Error {}

    /// URL of the API server.
    var server: String
    /// Certificates and the key as PEM.
    var authority: String
    var certificate: String
    var key: String

    init(server: String, infrastructure: PublicKeyInfrastructure) throws {
        self.server = server
        authority = try infrastructure.authority.identity.certificatePEM
        certificate = try infrastructure.administrator.certificatePEM
        key = infrastructure.administrator.keyPEM
    }

    init(server: String, authority: String, certificate: String, key: String) {
        self.server = server
        self.authority = authority
        self.certificate = certificate
        self.key = key
    }

    /// A new file's text, with certificates and key inside, so that it can be copied as one file.
    var text: String {
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: \(Self.clusterName)
          cluster:
            server: \(server)
            certificate-authority-data: \(Self.base64(authority))
        users:
        - name: \(Self.userName)
          user:
            client-certificate-data: \(Self.base64(certificate))
            client-key-data: \(Self.base64(key))
        contexts:
        - name: \(Self.clusterName)
          context:
            cluster: \(Self.clusterName)
            user: \(Self.userName)
        current-context: \(Self.clusterName)

        """
    }

    /// A file's text with this part brought up to date, and everything else as it was.
    ///
    /// - Returns: the text itself, comments and all, if nothing has changed.
    /// - Throws: ``Unreadable`` if the text is no kubeconfig.
    func text(updating present: String) throws -> String {
        guard var root = try? Yams.compose(yaml: present), root.mapping != nil else { throw Unreadable() }
        let before = root
        try update(&root, "clusters", Self.clusterName, "cluster", ["server": server, "certificate-authority-data": Self.base64(authority)])
        try update(
            &root, "users", Self.userName, "user",
            ["client-certificate-data": Self.base64(certificate), "client-key-data": Self.base64(key)])
        let names = try entries(root, "contexts").compactMap { $0["name"]?.string }
        if !names.contains(Self.clusterName) {
            try update(&root, "contexts", Self.clusterName, "context", ["cluster": Self.clusterName, "user": Self.userName])
        }
        if root["current-context"]?.string?.isEmpty ?? true { root["current-context"] = Node(Self.clusterName) }
        return root == before ? present : try Yams.serialize(node: root)
    }

    private func entries(_ root: Node, _ list: String) throws -> [Node] {
        guard let node = root[list], node.null == nil else { return [] }
        guard let entries = node.sequence, entries.allSatisfy({ $0.mapping != nil }) else { throw Unreadable() }
        return Array(entries)
    }

    /// Sets fields of the entry of a list that has a name, and adds the entry if there is none.
    private func update(_ root: inout Node, _ list: String, _ name: String, _ part: String, _ fields: [String: String]) throws {
        var entries = try entries(root, list)
        let index = entries.firstIndex { $0["name"]?.string == name }
        var entry = index.map { entries[$0] } ?? Node([("name", Node(name))] as [(Node, Node)])
        var value = entry[part].flatMap { $0.mapping == nil ? nil : $0 } ?? Node([] as [(Node, Node)])
        for (field, text) in fields.sorted(by: { $0.key < $1.key }) where value[field]?.string != text { value[field] = Node(text) }
        entry[part] = value
        if let index { entries[index] = entry } else { entries.append(entry) }
        root[list] = Node(entries)
    }

    private static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
}
