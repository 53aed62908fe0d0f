package import KubernetesModel

/// A request to replace a cluster's data by that of a backup.
package struct PerconaPGRestore: CustomResource {
    package typealias Spec = PerconaPGRestoreSpec
    package typealias Status = PerconaPGRestoreStatus
    package var json: JSONValue
    package init(json: JSONValue) { self.json = json }

    package static let names = CustomResourceNames(
        kind: "PerconaPGRestore", plural: "perconapgrestores", singular: "perconapgrestore", short: ["pg-restore"])
    package static let columns = [
        PrinterColumn("Cluster", ".spec.pgCluster"), PrinterColumn("Status", ".status.state"),
        PrinterColumn("Completed", ".status.completed", "date"), .age,
    ]
    package static let support = Support.done
    package static let summary = "A request to replace a cluster's data by that of a backup, whole or up to a point in time."
}
