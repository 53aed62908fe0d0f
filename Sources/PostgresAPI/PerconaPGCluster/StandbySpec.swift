package import KubernetesModel

/// `spec.standby`: a cluster that follows another one.
package struct StandbySpec: FieldSet {
    package static let fields = Self()
    package let enabled = Field("enabled", default: false) { "Whether the cluster follows. Setting it to false promotes it." }
    package let host = Field<String?>("host") { "Host of the primary that is streamed from." }
    package let maxAcceptableLag = Field<Quantity?>("maxAcceptableLag") {
        "Bytes of WAL that the standby may be behind before the condition `StandbyLagging` says so and the cluster no longer counts as ready, for example `64Mi`."
    }
    package let port = Field<Int?>("port") {
        "Port of the primary that is streamed from; unset: that of this cluster."
        Minimum(1024)
    }
    package let repoName = Field<String?>("repoName") {
        "Repository, also named under `backups.pgbackrest.repos`, that WAL is read from."
        repoNamePattern
    }
}
