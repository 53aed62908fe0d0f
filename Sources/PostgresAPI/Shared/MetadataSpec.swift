import KubernetesModel

/// `metadata`: labels and annotations for the objects that the operator makes.
package struct MetadataSpec: FieldSet {
    package static let fields = Self()
    package let annotations = Field<[String: String]>("annotations", whenUnset: [:]) {
        "Annotations for the objects that are made, for example for a service mesh or a backup tool."
        "Those that the operator sets itself win."
    }
    package let labels = Field<[String: String]>("labels", whenUnset: [:]) {
        "Labels for the objects that are made, for example for cost accounting."
        "Those that the operator selects by win."
    }
}
