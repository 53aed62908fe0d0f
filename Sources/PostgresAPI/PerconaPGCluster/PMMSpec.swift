package import KubernetesModel

/// Where PMM learns about statements from.
package enum QuerySource: String, Choice {
    case pgStatMonitor = "pgstatmonitor"
    case pgStatStatements = "pgstatstatements"
    package static var absent: QuerySource { .pgStatStatements }
}

/// `spec.pmm`: monitoring with Percona Monitoring and Management.
package struct PMMSpec: FieldSet {
    package static let fields = Self()
    package let containerSecurityContext = Field<SecurityContext?>("containerSecurityContext") { "Security settings of the agent's container." }
    package let customClusterName = Field<String?>("customClusterName") { "Name that the cluster has in PMM; unset: its own." }
    package let enabled = Field<Bool>("enabled") { "Whether an agent runs beside each instance." }
    package let image = Field<String>("image") { "Image of the agent, `pmm-client`." }
    package let imagePullPolicy = Field<PullPolicy?>("imagePullPolicy") { "When nodes pull the agent's image." }
    package let postgresParams = Field<String?>("postgresParams") { "Further arguments of `pmm-admin add postgresql`." }
    package let querySource = Field("querySource", default: QuerySource.pgStatStatements, required: true) {
        "Extension that statements are read from; it is switched on with PMM."
    }
    package let resources = Field<ResourceRequirements?>("resources") { "CPU and memory of the agent." }
    package let runtimeClassName = Field<String?>("runtimeClassName") { "Runtime class of the Pods that the agent runs in." }
    package let secret = Field<String>("secret") { "Secret with the token of the PMM server, under `PMM_SERVER_TOKEN`." }
    package let serverHost = Field<String>("serverHost") { "Host of the PMM server." }
}
