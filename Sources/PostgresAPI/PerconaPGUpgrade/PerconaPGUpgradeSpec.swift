package import KubernetesModel

/// `spec` of a PerconaPGUpgrade.
package struct PerconaPGUpgradeSpec: FieldSet {
    package static let fields = Self()
    package let affinity = Field<Affinity?>("affinity") {
        "Which nodes the Jobs' Pods may run on; the data's volume must be reachable there."
        Effect.nextJob
    }
    package let fromPostgresVersion = Field<Int>("fromPostgresVersion") {
        "Major version that the data has."
        Minimum(12)
        Maximum(17)
        Format.unbounded
        Effect.nextJob
    }
    package let image = Field<String>("image") {
        "Image that holds both major versions, for `pg_upgrade`."
        Effect.nextJob
    }
    package let imagePullPolicy = Field<PullPolicy?>("imagePullPolicy") {
        "When nodes pull that image."
        Effect.nextJob
    }
    package let imagePullSecrets = Field<[Object<LocalReferenceSpec>]>("imagePullSecrets", whenUnset: []) {
        "Secrets with credentials for its registry."
        Effect.nextJob
    }
    package let initContainers = Field<[Container]>("initContainers", whenUnset: []) {
        "Containers of your own that run before `pg_upgrade`, for example to bring extensions."
        Effect.nextJob
    }
    package let metadata = Field<Object<MetadataSpec>>("metadata", whenUnset: .empty) {
        "Labels and annotations of the Jobs."
        Effect.nextJob
    }
    package let postgresClusterName = Field<String>("postgresClusterName") {
        "Name of the cluster, in the same namespace."
        Length(1...)
        Effect.nextJob
    }
    package let priorityClassName = Field<String?>("priorityClassName") {
        "Priority class of the Jobs' Pods."
        Effect.nextJob
    }
    package let resources = Field<ResourceRequirements?>("resources") {
        "CPU and memory of the container that runs `pg_upgrade`."
        Effect.nextJob
    }
    package let toPgBackRestImage = Field<String>("toPgBackRestImage") {
        "Image of pgBackRest for the new version."
        Effect.nextJob
    }
    package let toPgBouncerImage = Field<String>("toPgBouncerImage") {
        "Image of PgBouncer for the new version."
        Effect.nextJob
    }
    package let toPostgresImage = Field<String>("toPostgresImage") {
        "Image of PostgreSQL of the new version."
        Effect.nextJob
    }
    package let toPostgresVersion = Field<Int>("toPostgresVersion") {
        "Major version that the data shall have; it must be larger than the old one."
        Minimum(13)
        Maximum(18)
        Format.unbounded
        Effect.nextJob
    }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) {
        "Taints of nodes that the Jobs' Pods tolerate."
        Effect.nextJob
    }
    package let volumeMounts = Field<[VolumeMount]>("volumeMounts", whenUnset: []) {
        "Where the Jobs' containers find further volumes."
        Effect.nextJob
    }
}

/// `status` of a PerconaPGUpgrade.
package struct PerconaPGUpgradeStatus: FieldSet {
    package static let fields = Self()
    package let conditions = Field<[Condition]>("conditions", whenUnset: []) {
        "How far the upgrade is: `Progressing` and `Succeeded`."
        List.keyed(by: "type")
    }
    package let observedGeneration = Field<Int?>("observedGeneration") {
        "Generation of the resource that this status is about."
        Format.int64
        Minimum(0)
    }
}
