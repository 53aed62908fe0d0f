extension PerconaPGCluster {
    /// The fields that ask for something that this version does not do yet, for the condition `UnsupportedFields`.
    package func unsupportedFields() -> [FieldPath] { spec.unsupportedFields(at: "spec") }
}
