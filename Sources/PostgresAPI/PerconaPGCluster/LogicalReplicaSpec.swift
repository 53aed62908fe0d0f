package import KubernetesModel

/// How a logical replica gets its first copy of the data.
package enum BootstrapMethod: String, Choice {
    case pgBackRest = "pgbackrest"
    case baseBackup = "pg_basebackup"
    package static var absent: BootstrapMethod { .pgBackRest }
}

/// One element of `spec.logicalReplicas`.
package struct LogicalReplicaSpec: FieldSet {
    package static let fields = Self()
    package let affinity = Field<Affinity?>("affinity") { "Where the Pod may run." }
    package let bootstrapMethod = Field("bootstrapMethod", default: BootstrapMethod.pgBackRest) {
        "Where the first copy comes from: a backup, or the primary itself."
    }
    package let dataVolumeClaimSpec = Field<PersistentVolumeClaimSpec>("dataVolumeClaimSpec") {
        "Size, access modes and storage class of the data's volume."
    }
    package let databases = Field<[String]>("databases", whenUnset: []) {
        "Databases that are replicated; all of the cluster's users' if none is given."
        List.set
        EachItem(Length(1...63))
    }
    package let expose = Field<Object<ExposeSpec>>("expose", whenUnset: .empty) { "How the replica's Service is reached." }
    package let metadata = Field<Object<MetadataSpec>>("metadata", whenUnset: .empty) { "Labels and annotations of the replica's objects." }
    package let name = Field<String>("name") {
        "Name of the replica; no instance set may have the same."
        Length(...20)
        Pattern("^[a-z][a-z0-9-]*[a-z0-9]$", "use small letters, digits and -, beginning with a letter")
    }
    package let priorityClassName = Field<String?>("priorityClassName") { "Priority class of the Pod." }
    package let resources = Field<ResourceRequirements?>("resources") { "CPU and memory of PostgreSQL." }
    package let tolerations = Field<[Toleration]>("tolerations", whenUnset: []) { "Taints of nodes that the Pod tolerates." }
}
