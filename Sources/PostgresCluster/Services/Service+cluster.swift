public import KubernetesModel

extension Service {
    /// `{c}-primary`: the headless Service whose Endpoints are the address of `{c}-ha`.
    public static func primary(of cluster: ClusterDefinition) -> Service {
        Service(
            metadata: .of(cluster, cluster.names.primary, labels: cluster.primaryLabels),
            spec: ServiceSpec(clusterIP: "None", ports: [cluster.postgresServicePort], type: "ClusterIP"))
    }

    /// `{c}-ha`: the address of the leader. Patroni writes the Endpoints; `spec.expose` applies.
    public static func leader(of cluster: ClusterDefinition) -> Service {
        let labels = cluster.patroniLabels
        return .exposed(cluster.names.ha, of: cluster, by: cluster.expose, labels: labels, port: cluster.postgresServicePort, limitsSources: true)
    }

    /// `{c}-ha-config`: keeps the Endpoints in which Patroni stores its state from being collected as orphans.
    public static func patroniState(of cluster: ClusterDefinition) -> Service {
        Service(
            metadata: .of(cluster, cluster.names.haConfig, labels: cluster.patroniLabels),
            spec: ServiceSpec(clusterIP: "None", type: "ClusterIP"))
    }

    /// `{c}-replicas`: the replicas; nil where no set has more than one instance. `spec.exposeReplicas` applies.
    public static func replicas(of cluster: ClusterDefinition) -> Service? {
        guard cluster.instanceSets.contains(where: { $0.replicas > 1 }) else { return nil }
        let labels = cluster.clusterLabel.merging([Label.role: "replica"]) { $1 }.merging(cluster.appLabels(component: "pg")) { $1 }
        let selector = [Label.cluster: cluster.name, Label.role: "replica"]
        return .exposed(
            cluster.names.replicas, of: cluster, by: cluster.exposeReplicas, labels: labels, selector: selector, port: cluster.postgresServicePort)
    }

    /// `{c}-pods`: gives every Pod of the cluster a DNS name, ready or not.
    public static func pods(of cluster: ClusterDefinition) -> Service {
        Service(
            metadata: .of(cluster, cluster.names.pods, labels: cluster.clusterLabel),
            spec: ServiceSpec(clusterIP: "None", publishNotReadyAddresses: true, selector: cluster.clusterLabel, type: "ClusterIP"))
    }

    /// `{c}-pgbouncer`: the pooler; nil without one.
    public static func pgBouncer(of cluster: ClusterDefinition) -> Service? {
        guard let pooler = cluster.pgBouncer else { return nil }
        let port = ServicePort(name: "pgbouncer", port: pooler.port, protocol: "TCP", targetPort: "pgbouncer")
        return .exposed(
            cluster.names.pgBouncer, of: cluster, by: pooler.expose, labels: cluster.pgBouncerLabels, custom: cluster.metadata(of: pooler.metadata),
            selector: cluster.pgBouncerSelector, port: port, limitsSources: true)
    }

    /// - Parameter limitsSources: whether `loadBalancerSourceRanges` applies.
    private static func exposed(
        _ name: String, of cluster: ClusterDefinition, by expose: ExposeDefinition, labels: [String: String], custom: CustomMetadata? = nil,
        selector: [String: String]? = nil, port: ServicePort, limitsSources: Bool = false
    ) -> Service {
        var port = port
        if expose.type != "ClusterIP" { port.nodePort = expose.nodePort }
        let isBalanced = expose.type == "LoadBalancer"
        return Service(
            metadata: .of(cluster, name, labels: labels, custom: (custom ?? cluster.metadata).merging(expose.metadata)),
            spec: ServiceSpec(
                loadBalancerClass: isBalanced ? expose.loadBalancerClass : nil,
                loadBalancerSourceRanges: isBalanced && limitsSources ? expose.loadBalancerSourceRanges.unlessEmpty : nil,
                ports: [port], selector: selector, type: expose.type))
    }
}

extension Endpoints {
    /// The Endpoints of `{c}-primary`: the one address of `{c}-ha`, which outlives every leader.
    ///
    /// - Parameter address: `spec.clusterIP` of `{c}-ha`.
    public static func primary(of cluster: ClusterDefinition, leadingTo address: String) -> Endpoints {
        let port = EndpointPort(name: "postgres", port: cluster.port, protocol: "TCP")
        return Endpoints(
            metadata: .of(cluster, cluster.names.primary, labels: cluster.primaryLabels),
            subsets: [EndpointSubset(addresses: [EndpointAddress(ip: address)], ports: [port])])
    }
}

extension ClusterDefinition {
    fileprivate var primaryLabels: [String: String] {
        clusterLabel.merging([Label.role: "primary"]) { $1 }.merging(appLabels(component: "pg")) { $1 }
    }
    fileprivate var patroniLabels: [String: String] {
        clusterLabel.merging([Label.patroni: names.ha]) { $1 }.merging(appLabels()) { $1 }
    }
    var pgBouncerLabels: [String: String] {
        pgBouncerSelector.merging(appLabels(component: "pgbouncer")) { $1 }
    }
    fileprivate var postgresServicePort: ServicePort {
        ServicePort(name: "postgres", port: port, protocol: "TCP", targetPort: "postgres")
    }
}
