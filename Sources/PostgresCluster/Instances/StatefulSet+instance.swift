public import KubernetesModel

extension StatefulSet {
    /// Seconds that an instance has for handing over the leadership and for its shutdown checkpoint.
    ///
    /// The hook before the stop waits for a switchover for at most 60 s; the rest is for the checkpoint.
    public static let instanceGracePeriod = 300

    /// The StatefulSet of one instance.
    ///
    /// Its Pod is replaced only when someone deletes it (`OnDelete`): the planner does, one at a time, the primary last.
    ///
    /// - Parameters:
    ///   - replicas: 1, or 0 while the cluster is paused or the instance must not run.
    ///   - rollOut: annotations whose change replaces the Pod.
    public static func instance(
        _ instance: Instance, of cluster: ClusterDefinition, replicas: Int = 1, rollOut: [String: String] = [:]
    ) -> StatefulSet {
        let custom = cluster.instanceMetadata.merging(instance.set.metadata).merging(CustomMetadata(annotations: rollOut))
        let labels = cluster.selector(of: instance)
            .merging([Label.data: "postgres"]) { $1 }.merging(cluster.appLabels(component: "pg")) { $1 }
        let podLabels = labels.merging([Label.patroni: cluster.names.ha]) { $1 }
        let template = PodTemplateSpec(
            metadata: .template(labels: podLabels, custom: custom, annotations: [Annotation.defaultContainer: "database"]),
            spec: .instance(instance, of: cluster))
        return StatefulSet(
            metadata: .of(cluster, instance.name, labels: labels, custom: custom),
            spec: StatefulSetSpec(
                replicas: replicas,
                revisionHistoryLimit: 0,
                selector: LabelSelector(matchLabels: cluster.selector(of: instance)),
                serviceName: cluster.names.pods,
                template: template,
                updateStrategy: StatefulSetUpdateStrategy(type: "OnDelete")))
    }
}

extension PodSpec {
    fileprivate static func instance(_ instance: Instance, of cluster: ClusterDefinition) -> PodSpec {
        let containers = InstanceContainers(cluster: cluster, instance: instance)
        var pod = PodSpec(
            containers: containers.main,
            enableServiceLinks: false,
            imagePullSecrets: cluster.imagePullSecrets.unlessEmpty,
            initContainers: containers.initial,
            restartPolicy: "Always",
            securityContext: instance.set.securityContext
                ?? .volumes(ownedBy: cluster.isOpenShift ? nil : PodSecurityContext.postgresGroup),
            serviceAccountName: cluster.names.instance,
            // PostgreSQL's processes end with their container: the kernel kills what is left in its process namespace.
            shareProcessNamespace: false,
            terminationGracePeriodSeconds: StatefulSet.instanceGracePeriod,
            volumes: InstanceVolumes(cluster: cluster, instance: instance).all)
        pod.schedule(instance.set.scheduling, spread: TopologySpreadConstraint.spreadingData(of: cluster))
        return pod
    }
}
