import KubernetesModel

/// What a Service gets besides its addresses and ports themselves, which storage allocates. The cluster has IPv4 only.
enum ServiceAddresses {
    static func prepareForCreate(_ object: inout JSONValue) {
        object["status"] = ["loadBalancer": [:]]
        object.update("spec") { spec in
            let address = spec.text("clusterIP")
            if spec.list("clusterIPs").isEmpty, !address.isEmpty { spec["clusterIPs"] = [.string(address)] }
            dropWhatTheTypeHasNot(&spec)
            setFamilies(&spec)
        }
    }

    /// Whether the Service needs a cluster address that it does not have.
    static func needsClusterAddress(_ service: JSONValue) -> Bool {
        let spec = service["spec"] ?? .emptyObject
        return spec.text("type") != "ExternalName" && spec.text("clusterIP").isEmpty
    }

    /// Whether the ports of the Service need node ports.
    static func needsNodePorts(_ service: JSONValue) -> Bool {
        let spec = service["spec"] ?? .emptyObject
        return spec.text("type") == "NodePort" || spec.text("type") == "LoadBalancer" && spec["allocateLoadBalancerNodePorts"]?.bool != false
    }

    /// Whether the Service needs a port for the health check of a load balancer.
    static func needsHealthCheckPort(_ service: JSONValue) -> Bool {
        let spec = service["spec"] ?? .emptyObject
        return spec.text("type") == "LoadBalancer" && spec.text("externalTrafficPolicy") == "Local"
    }

    static func carryOver(_ object: inout JSONValue, _ old: JSONValue) {
        let before = old["spec"] ?? .emptyObject
        object.update("spec") { spec in
            normalize(&spec, before)
            let hadAddress = before.text("type") != "ExternalName"
            let needsAddress = spec.text("type") != "ExternalName"
            if hadAddress, needsAddress {
                if spec.text("clusterIP").isEmpty { spec["clusterIP"] = before["clusterIP"] }
                if spec.list("clusterIPs").isEmpty, spec["clusterIP"] == before["clusterIP"] { spec["clusterIPs"] = before["clusterIPs"] }
                for name in ["ipFamilies", "ipFamilyPolicy"] where !spec.has(name) { spec[name] = before[name] }
            }
            keepNodePorts(&spec, before)
            if needsHealthCheckPort(["spec": spec]), needsHealthCheckPort(["spec": before]), !spec.has("healthCheckNodePort") {
                spec["healthCheckNodePort"] = before["healthCheckNodePort"]
            }
            dropWhatTheTypeHasNot(&spec)
            setFamilies(&spec)
        }
    }

    /// A client that knows only one of `clusterIP` and `clusterIPs` means both.
    private static func normalize(_ spec: inout JSONValue, _ before: JSONValue) {
        let single = spec.text("clusterIP")
        let listUnchanged = spec["clusterIPs"] == before["clusterIPs"]
        if single != before.text("clusterIP"), listUnchanged {
            if single.isEmpty {
                spec["clusterIPs"] = nil
            } else {
                spec["clusterIPs"] = [.string(single)]
            }
        } else if spec.list("clusterIPs").isEmpty, !single.isEmpty, before.text("clusterIP") != single {
            spec["clusterIPs"] = [.string(single)]
        }
    }

    private static func keepNodePorts(_ spec: inout JSONValue, _ before: JSONValue) {
        guard needsNodePorts(["spec": spec]), needsNodePorts(["spec": before]) else { return }
        let earlier = before.list("ports")
        spec.updateEach("ports") { port in
            guard !port.has("nodePort") else { return }
            let match = earlier.first { $0["port"] == port["port"] && $0.text("protocol") == port.text("protocol") }
            if let nodePort = match?["nodePort"] { port["nodePort"] = nodePort }
        }
    }

    private static func dropWhatTheTypeHasNot(_ spec: inout JSONValue) {
        let type = spec.text("type")
        if type == "ClusterIP" || type == "ExternalName" { spec.updateEach("ports") { $0["nodePort"] = nil } }
        if type != "LoadBalancer" {
            spec["allocateLoadBalancerNodePorts"] = nil
            spec["healthCheckNodePort"] = nil
            spec["loadBalancerClass"] = nil
        } else if spec.text("externalTrafficPolicy") != "Local" {
            spec["healthCheckNodePort"] = nil
        }
        if type == "ExternalName" {
            for name in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"] { spec[name] = nil }
        }
    }

    private static func setFamilies(_ spec: inout JSONValue) {
        guard spec.text("type") != "ExternalName" else { return }
        if spec.text("clusterIP") == "None", spec.texts("selector").isEmpty {
            // Whoever writes the endpoints may use both families.
            spec.setDefault("ipFamilyPolicy", "RequireDualStack")
            if spec.list("ipFamilies").isEmpty { spec["ipFamilies"] = spec.text("ipFamilyPolicy") == "SingleStack" ? ["IPv4"] : ["IPv4", "IPv6"] }
        } else {
            spec.setDefault("ipFamilyPolicy", "SingleStack")
            if spec.list("ipFamilies").isEmpty { spec["ipFamilies"] = ["IPv4"] }
        }
    }
}
