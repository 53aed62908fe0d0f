import KubernetesModel

/// `spec.databaseInitSQL`: where SQL for a new cluster is found.
package struct DatabaseInitSQLSpec: FieldSet {
    package static let fields = Self()
    package let key = Field<String>("key") { "Key of the ConfigMap that holds the SQL." }
    package let name = Field<String>("name") { "Name of the ConfigMap." }
}
