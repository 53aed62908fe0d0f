public import KubernetesModel

extension ClusterDefinition {
    /// The label that every object carries.
    public var clusterLabel: [String: String] { [Label.cluster: name] }

    /// The labels that tools know: `app.kubernetes.io/…`.
    func appLabels(component: String? = nil) -> [String: String] {
        var labels = [
            Label.appName: "percona-postgresql", Label.appPartOf: "percona-postgresql", Label.appManagedBy: "percona-postgresql-operator",
            Label.appInstance: name,
        ]
        labels[Label.appComponent] = component
        return labels
    }

    /// The labels by which workloads of a set find their Pods.
    public func setSelector(_ set: String) -> [String: String] {
        [Label.cluster: name, Label.instanceSet: set]
    }

    /// The labels by which an instance's StatefulSet finds its Pod.
    public func selector(of instance: Instance) -> [String: String] {
        [Label.cluster: name, Label.instanceSet: instance.set.name, Label.instance: instance.name]
    }

    /// The labels of the repository host's Pod.
    public var repoHostSelector: [String: String] {
        [Label.cluster: name, Label.pgBackRest: "", Label.pgBackRestDedicated: ""]
    }

    /// The labels of the pooler's Pods.
    public var pgBouncerSelector: [String: String] {
        [Label.cluster: name, Label.role: "pgbouncer"]
    }

    /// `spec.metadata` with that of a component over it; `crVersion` becomes a label.
    func metadata(of component: CustomMetadata) -> CustomMetadata {
        metadata.merging(CustomMetadata(labels: [Label.version: crVersion])).merging(component)
    }

    var instanceMetadata: CustomMetadata { metadata.merging(CustomMetadata(labels: [Label.version: crVersion])) }
    var pgBackRestMetadata: CustomMetadata { metadata(of: backups.metadata) }
}

extension ObjectMeta {
    /// Metadata of an object of the cluster.
    ///
    /// - Parameters:
    ///   - labels: win over those of `custom`.
    ///   - custom: nil: `spec.metadata`.
    ///   - annotations: win over those of `custom`.
    ///   - isOwned: whether the object goes with the PerconaPGCluster.
    static func of(
        _ cluster: ClusterDefinition, _ name: String, labels: [String: String], custom: CustomMetadata? = nil,
        annotations: [String: String] = [:], isOwned: Bool = true
    ) -> ObjectMeta {
        let custom = custom ?? cluster.metadata
        let allAnnotations = custom.annotations.merging(annotations) { _, ours in ours }
        return ObjectMeta(
            annotations: allAnnotations.isEmpty ? nil : allAnnotations,
            labels: custom.labels.merging(labels) { _, ours in ours },
            name: name,
            namespace: cluster.namespace,
            ownerReferences: isOwned ? [cluster.ownerReference] : nil)
    }

    /// Metadata of the Pods that a workload makes.
    static func template(labels: [String: String], custom: CustomMetadata, annotations: [String: String] = [:]) -> ObjectMeta {
        let all = custom.annotations.merging(annotations) { _, ours in ours }
        return ObjectMeta(annotations: all.isEmpty ? nil : all, labels: custom.labels.merging(labels) { _, ours in ours })
    }
}

extension ClusterDefinition {
    /// Points at the PerconaPGCluster as controlling owner.
    public var ownerReference: OwnerReference {
        OwnerReference(apiVersion: "pgv2.percona.com/v2", blockOwnerDeletion: true, controller: true, kind: "PerconaPGCluster", name: name, uid: uid)
    }
}
