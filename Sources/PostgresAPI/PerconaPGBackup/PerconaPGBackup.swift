package import KubernetesModel

/// A request for one backup, and what became of it.
package struct PerconaPGBackup: CustomResource {
    package typealias Spec = PerconaPGBackupSpec
    package typealias Status = PerconaPGBackupStatus
    package var json: JSONValue
    package init(json: JSONValue) { self.json = json }

    package static let names = CustomResourceNames(
        kind: "PerconaPGBackup", plural: "perconapgbackups", singular: "perconapgbackup", short: ["pg-backup"])
    package static let columns = [
        PrinterColumn("Cluster", ".spec.pgCluster"), PrinterColumn("Repo", ".spec.repoName"), PrinterColumn("Destination", ".status.destination"),
        PrinterColumn("Status", ".status.state"), PrinterColumn("Type", ".status.backupType"),
        PrinterColumn("Completed", ".status.completed", "date"),
        .age,
    ]
    package static let support = Support.done
    package static let summary = "One backup of a cluster: a request for it, and then the record of it."
}
