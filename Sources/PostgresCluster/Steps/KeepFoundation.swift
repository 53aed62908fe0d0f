import KubernetesModel

/// Services, access rights, and the configuration that all members share.
///
/// - Reads: the address of `{c}-ha`, whether a database system exists, whether there is a backup to make replicas from.
/// - Plans: the objects.
/// - Never: deletes anything.
struct KeepFoundation: PlanStep {
    func plan(_ cluster: ClusterSnapshot, into plan: inout Plan) {
        let definition = cluster.definition
        plan.objects.append(contentsOf: AccessControl.instances(of: definition).objects)
        for service in [Service.pods(of: definition), .leader(of: definition), .patroniState(of: definition), .primary(of: definition)] {
            plan.objects.append(DesiredObject(service))
        }
        if let replicas = Service.replicas(of: definition) { plan.objects.append(DesiredObject(replicas)) }
        // The address of `{c}-ha` is known once the server has given one.
        if let address = cluster.services[definition.names.ha]?.spec?.clusterIP, !address.isEmpty, address != "None" {
            plan.objects.append(DesiredObject(Endpoints.primary(of: definition, leadingTo: address)))
        }
        // What ran before a restore was checked already.
        let initial = cluster.activeRestore?.isBootstrap == false ? definition.dynamicConfiguration : definition.initialConfiguration
        let bootstrap = cluster.isBootstrapped ? nil : initial
        plan.objects.append(DesiredObject(ConfigMap.patroniCluster(of: definition, bootstrap: bootstrap, origin: cluster.dataOrigin)))
    }
}

extension AccessControl {
    /// The three objects, in the order in which they are needed.
    var objects: [DesiredObject] { [DesiredObject(account), DesiredObject(role), DesiredObject(binding)] }
}

extension ClusterDefinition {
    /// The dynamic configuration that is wanted.
    var dynamicConfiguration: JSONValue { DynamicConfiguration.content(of: self) }

    /// The dynamic configuration to start with.
    ///
    /// The user's parameters are left out: they are checked against what PostgreSQL knows before Patroni sees them, and for that it must run.
    var initialConfiguration: JSONValue {
        var careful = self
        careful.parameters = [:]
        careful.patroni.dynamicConfiguration[path: ["postgresql", "parameters"]] = nil
        return DynamicConfiguration.content(of: careful)
    }
}
