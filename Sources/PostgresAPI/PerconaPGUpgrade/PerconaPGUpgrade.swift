package import KubernetesModel

/// A request to bring a cluster's data to a newer major version of PostgreSQL.
package struct PerconaPGUpgrade: CustomResource {
    package typealias Spec = PerconaPGUpgradeSpec
    package typealias Status = PerconaPGUpgradeStatus
    package var json: JSONValue
    package init(json: JSONValue) { self.json = json }

    package static let names = CustomResourceNames(
        kind: "PerconaPGUpgrade", plural: "perconapgupgrades", singular: "perconapgupgrade", short: [])
    package static let columns: [PrinterColumn] = []
    package static let support = Support.notYet
    package static let summary = "A request to bring a cluster's data to a newer major version of PostgreSQL with pg_upgrade."
}
