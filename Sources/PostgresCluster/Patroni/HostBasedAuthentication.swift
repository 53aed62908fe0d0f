import KubernetesModel

/// The lines of `pg_hba.conf`; the first that matches a connection counts.
///
/// - Source: Percona operator 3.1.0; syntax: PostgreSQL documentation, "The pg_hba.conf File".
enum HostBasedAuthentication {
    static func rules(of cluster: ClusterDefinition) -> [String] {
        var own = mandatory(of: cluster)
        var user = cluster.authenticationRules.map(line)
        user += cluster.patroni.dynamicConfiguration[path: "postgresql", "pg_hba"]?.array?.compactMap(\.string) ?? []
        if user.isEmpty { own.append("hostssl all all all scram-sha-256") }
        if cluster.tlsOnly { own = own.map(encrypted) }
        return own + user
    }

    private static func mandatory(of cluster: ClusterDefinition) -> [String] {
        let replication = DatabaseRole.replication
        let monitor = DatabaseRole.monitor
        var rules = [
            #"local all "\#(DatabaseRole.superuser)" peer"#,
            #"hostssl replication "\#(replication)" all cert"#,
            #"hostssl "postgres" "\#(replication)" all cert"#,
            #"host all "\#(replication)" all reject"#,
            #"host all "\#(monitor)" "127.0.0.0/8" scram-sha-256"#,
            #"host all "\#(monitor)" "::1/128" scram-sha-256"#,
            #"host all "\#(monitor)" all reject"#,
        ]
        if cluster.pgBouncer != nil {
            rules += [
                #"hostssl all "\#(DatabaseRole.pgBouncer)" all scram-sha-256"#,
                #"host all "\#(DatabaseRole.pgBouncer)" all reject"#,
            ]
        }
        return rules
    }

    /// The rule for connections with TLS only; one that rejects goes on rejecting all.
    private static func encrypted(_ rule: String) -> String {
        if rule.hasSuffix(" reject") { return rule }
        for prefix in ["host ", "hostnossl "] where rule.hasPrefix(prefix) { return "hostssl " + rule.dropFirst(prefix.count) }
        return rule
    }

    private static func line(_ rule: AuthenticationRule) -> String {
        if let hba = rule.hba { return hba }
        let names = { (list: [String]) in list.isEmpty ? "all" : list.map(name).joined(separator: ",") }
        let method = rule.method == "password" ? "scram-sha-256" : rule.method
        // A local connection has no address.
        let address = rule.connection == "local" ? [] : ["all"]
        let options = rule.options.sorted { $0.key < $1.key }.map { "\(quoted($0.key))=\(quoted($0.value.plainText))" }
        return ([quoted(rule.connection), names(rule.databases), names(rule.users)] + address + [method] + options).joined(separator: " ")
    }

    /// A database or user. A name that begins with `/` would be a regular expression: it becomes one that matches itself only.
    static func name(_ name: String) -> String {
        guard name.hasPrefix("/") else { return quoted(name) }
        let special = Set(#"\^$.|?*+()[]{}"#)
        return quoted("/^" + name.map { special.contains($0) ? "\\\($0)" : String($0) }.joined() + "$")
    }

    /// In double quotes, so that no word is a keyword. A line cannot hold a line end: it becomes a space.
    static func quoted(_ text: String) -> String {
        "\"" + text.map { $0 == "\"" ? "\"\"" : $0.isNewline ? " " : String($0) }.joined() + "\""
    }
}

extension JSONValue {
    /// A text as it is, anything else as JSON.
    var plainText: String { string ?? text }
}
