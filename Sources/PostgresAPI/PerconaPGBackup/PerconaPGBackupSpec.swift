import KubernetesModel

/// How a backup is made.
package enum BackupMethod: String, Choice {
    case pgBackRest = "pgbackrest"
    case volumeSnapshot
    package static var absent: BackupMethod { .pgBackRest }
}

/// `spec` of a PerconaPGBackup.
package struct PerconaPGBackupSpec: FieldSet {
    package static let fields = Self()
    package let containerOptions = Field<Object<ContainerOptionsSpec>>("containerOptions", whenUnset: .empty) {
        "Environment of the container that runs pgBackRest."
        Effect.none
    }
    package let method = Field("method", default: BackupMethod.pgBackRest) {
        "`pgbackrest`: into a repository. `volumeSnapshot`: as snapshots of the volumes."
        Effect.none
    }
    package let options = Field<[String]>("options", whenUnset: []) {
        "Options of `pgbackrest backup`, for example `--type=full`; without a type it is incremental, where there is a full one."
        Effect.none
    }
    package let pgCluster = Field<String>("pgCluster") {
        "Name of the cluster, in the same namespace."
        Effect.none
    }
    package let repoName = Field<String?>("repoName") {
        "Repository of the cluster that the backup goes to."
        repoNamePattern
        Effect.none
    }

    package static let rules = [
        Rule("repoName is required when method is 'pgbackrest'", cel: #"self.method == "volumeSnapshot" || has(self.repoName)"#) {
            (spec: Object<Self>) in spec.method == .volumeSnapshot || spec.repoName != nil
        }
    ]
}
