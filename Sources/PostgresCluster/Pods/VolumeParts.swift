import KubernetesModel

extension Volume {
    static func emptyDir(_ name: String, medium: String? = nil, sizeLimit: Quantity? = nil) -> Volume {
        Volume(emptyDir: EmptyDirVolumeSource(medium: medium, sizeLimit: sizeLimit), name: name)
    }
    static func claim(_ name: String, _ claim: String) -> Volume {
        Volume(name: name, persistentVolumeClaim: PersistentVolumeClaimVolumeSource(claimName: claim))
    }
    static func projected(_ name: String, mode: Int? = nil, _ sources: [VolumeProjection]) -> Volume {
        Volume(name: name, projected: ProjectedVolumeSource(defaultMode: mode, sources: sources))
    }
}

extension VolumeProjection {
    static func secret(_ name: String, isOptional: Bool? = nil, _ items: [KeyToPath]) -> VolumeProjection {
        VolumeProjection(secret: SecretProjection(items: items, name: name, optional: isOptional))
    }
    static func configMap(_ name: String, isOptional: Bool? = nil, _ items: [KeyToPath]) -> VolumeProjection {
        VolumeProjection(configMap: ConfigMapProjection(items: items, name: name, optional: isOptional))
    }
}

extension KeyToPath {
    /// Mode of files that only their owner may read: 0600.
    static let ownerOnly = 0o600

    init(_ key: String, _ path: String, mode: Int? = nil) { self.init(key: key, mode: mode, path: path) }
}

extension VolumeMount {
    init(_ name: String, _ path: String, readOnly: Bool? = nil) { self.init(mountPath: path, name: name, readOnly: readOnly) }

    /// Temporary files, in every container of Pods that have the volume.
    static let tmp = VolumeMount("tmp", "/tmp")
    /// Egret's program.
    static let programs = VolumeMount("crunchy-bin", "/opt/crunchy", readOnly: true)
    /// Egret's program, where it is installed.
    static let programsToInstall = VolumeMount("crunchy-bin", "/opt/crunchy")
}

extension Volume {
    static let programs = Volume.emptyDir("crunchy-bin")

    /// Size of `/tmp` unless the set limits ephemeral storage: enough for the logs and sort files of tools, and a bound for runaway ones.
    static let temporarySize: Quantity = "2Gi"

    static func tmp(limit: Quantity? = nil) -> Volume { .emptyDir("tmp", sizeLimit: limit ?? temporarySize) }
}

extension TopologySpreadConstraint {
    /// Spreads Pods over nodes and zones where that is possible.
    static func spreading(_ selector: LabelSelector) -> [TopologySpreadConstraint] {
        ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map {
            TopologySpreadConstraint(labelSelector: selector, maxSkew: 1, topologyKey: $0, whenUnsatisfiable: "ScheduleAnyway")
        }
    }

    /// Spreads everything of a cluster that has data.
    static func spreadingData(of cluster: ClusterDefinition) -> [TopologySpreadConstraint] {
        spreading(
            LabelSelector(
                matchExpressions: [LabelSelectorRequirement(key: Label.data, operator: "In", values: ["postgres", "pgbackrest"])],
                matchLabels: cluster.clusterLabel))
    }
}

extension PodSpec {
    /// Where a Pod may run, as the user said, and the default spread after it.
    mutating func schedule(_ scheduling: SchedulingDefinition, spread: [TopologySpreadConstraint]) {
        affinity = scheduling.affinity
        tolerations = scheduling.tolerations.unlessEmpty
        priorityClassName = scheduling.priorityClassName
        topologySpreadConstraints = scheduling.topologySpread + spread
    }
}
