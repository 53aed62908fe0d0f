import KubernetesModel

/// Defaults of services and of what they lead to.
enum ServiceDefaults {
    static func service(_ object: inout JSONValue) {
        object.setDefault("spec", .emptyObject)
        object.update("spec") { spec in
            spec.setDefaultText("sessionAffinity", "None")
            if spec.text("sessionAffinity") == "ClientIP" {
                spec.setDefault("sessionAffinityConfig", .emptyObject)
                spec.update("sessionAffinityConfig") { config in
                    config.setDefault("clientIP", .emptyObject)
                    config.update("clientIP") { $0.setDefault("timeoutSeconds", 10800) }
                }
            } else if spec.text("sessionAffinity") == "None" {
                spec["sessionAffinityConfig"] = nil
            }
            spec.setDefaultText("type", "ClusterIP")
            let type = spec.text("type")
            spec.updateEach("ports") { port in
                port.setDefaultText("protocol", "TCP")
                if !port.has("targetPort") || port["targetPort"] == 0 || port["targetPort"] == "" { port["targetPort"] = port["port"] ?? 0 }
            }
            if type == "NodePort" || type == "LoadBalancer" { spec.setDefaultText("externalTrafficPolicy", "Cluster") }
            if ["ClusterIP", "NodePort", "LoadBalancer"].contains(type) { spec.setDefault("internalTrafficPolicy", "Cluster") }
            if type == "LoadBalancer" { spec.setDefault("allocateLoadBalancerNodePorts", true) }
            // The list leads; the single address is its first.
            let addresses = spec.list("clusterIPs")
            if let first = addresses.first, spec.text("clusterIP").isEmpty { spec["clusterIP"] = first }
        }
        object.setDefault("status", ["loadBalancer": [:]])
        object.update("status") { status in
            status.setDefault("loadBalancer", .emptyObject)
            status.update("loadBalancer") { balancer in
                balancer.updateEach("ingress") { ingress in if ingress.has("ip") { ingress.setDefault("ipMode", "VIP") } }
            }
        }
    }

    static func endpoints(_ object: inout JSONValue) {
        object.updateEach("subsets") { $0.updateEach("ports") { $0.setDefaultText("protocol", "TCP") } }
    }

    static func endpointSlice(_ object: inout JSONValue) {
        object.updateEach("ports") { port in
            port.setDefault("name", "")
            port.setDefault("protocol", "TCP")
        }
    }

    static func networkPolicy(_ object: inout JSONValue) {
        object.setDefault("spec", .emptyObject)
        object.update("spec") { spec in
            if spec.list("policyTypes").isEmpty {
                spec["policyTypes"] = spec.list("egress").isEmpty ? ["Ingress"] : ["Ingress", "Egress"]
            }
            for direction in ["ingress", "egress"] {
                spec.updateEach(direction) { rule in rule.updateEach("ports") { $0.setDefault("protocol", "TCP") } }
            }
        }
    }
}
