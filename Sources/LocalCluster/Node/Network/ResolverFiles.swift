import KubernetesModel

/// The files by which the programs of a pod resolve names: `/etc/resolv.conf`, `/etc/hosts`, and its host name.
struct ResolverFiles {
    let pod: Pod
    let network: NetworkConfiguration
    /// The pod's address; nil for one in the machine's network.
    let address: String?
    /// The machine's own files, for pods that resolve names as the machine does.
    let machineResolver: String

    /// The host name within the pod.
    var hostname: String {
        let name = pod.spec?.hostname ?? pod.name
        // The kernel takes 64 bytes; a name that long is cut, as a kubelet cuts it.
        return String(name.prefix(63)).trimmingEnd(of: "-.")
    }

    /// The pod's full name in DNS; nil without a subdomain.
    var fullName: String? {
        pod.spec?.subdomain.map { "\(hostname).\($0).\(pod.namespace).svc.\(network.clusterDomain)" }
    }

    var resolver: String {
        let config = pod.spec?.dnsConfig
        var servers: [String] = []
        var searches: [String] = []
        var options: [(String, String?)] = []
        let policy = pod.spec?.dnsPolicy ?? "ClusterFirst"
        switch policy {
        case "None": break
        case "Default": return machineResolver
        case "ClusterFirst" where pod.spec?.hostNetwork == true: return machineResolver
        default:
            servers = [network.nameServer.description]
            let domain = network.clusterDomain
            searches = ["\(pod.namespace).svc.\(domain)", "svc.\(domain)", domain]
            options = [("ndots", "5")]
        }
        servers += config?.nameservers ?? []
        searches += config?.searches ?? []
        for option in config?.options ?? [] {
            guard let name = option.name else { continue }
            options.removeAll { $0.0 == name }
            options.append((name, option.value))
        }
        var lines: [String] = []
        if !searches.isEmpty { lines.append("search \(unique(searches).joined(separator: " "))") }
        lines += unique(servers).map { "nameserver \($0)" }
        if !options.isEmpty {
            let texts = options.map { name, value in value.map { "\(name):\($0)" } ?? name }
            lines.append("options \(texts.joined(separator: " "))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    var hosts: String {
        var lines = [
            "127.0.0.1\tlocalhost", "::1\tlocalhost ip6-localhost ip6-loopback", "fe00::0\tip6-localnet", "fe00::0\tip6-mcastprefix",
            "fe00::1\tip6-allnodes", "fe00::2\tip6-allrouters",
        ]
        if let address { lines.append("\(address)\t\(fullName.map { "\($0)\t\(hostname)" } ?? hostname)") }
        for alias in pod.spec?.hostAliases ?? [] {
            guard let ip = alias.ip, let names = alias.hostnames, !names.isEmpty else { continue }
            lines.append("\(ip)\t\(names.joined(separator: "\t"))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func unique(_ values: [String]) -> [String] {
        var seen: Set<String> = []
        return values.filter { seen.insert($0).inserted }
    }
}

extension String {
    fileprivate func trimmingEnd(of characters: String) -> String {
        var text = self
        while let last = text.last, characters.contains(last) { text.removeLast() }
        return text
    }
}
