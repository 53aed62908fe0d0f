package import KubernetesModel

/// A PostgreSQL cluster.
package struct PerconaPGCluster: CustomResource {
    package typealias Spec = PerconaPGClusterSpec
    package typealias Status = PerconaPGClusterStatus
    package var json: JSONValue
    package init(json: JSONValue) { self.json = json }

    package static let names = CustomResourceNames(
        kind: "PerconaPGCluster", plural: "perconapgclusters", singular: "perconapgcluster", short: ["pg"])
    package static let columns = [
        PrinterColumn("Endpoint", ".status.host"), PrinterColumn("Status", ".status.state"), PrinterColumn("Postgres", ".status.postgres.ready"),
        PrinterColumn("PGBouncer", ".status.pgbouncer.ready"), .age,
    ]
    package static let support = Support.done
    package static let summary = "A PostgreSQL cluster: instances under Patroni, a connection pooler, and backups."
}
