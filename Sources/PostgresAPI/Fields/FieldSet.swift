/// The fields of one object of a custom resource.
///
///     package struct PgBouncerSpec: FieldSet {
///         package static let fields = Self()
///         package let replicas = Field("replicas", default: 1) {
///             "Number of PgBouncer Pods."
///             Minimum(0)
///         }
///     }
package protocol FieldSet: Sendable {
    /// The one value of the type; its properties are the declarations.
    static var fields: Self { get }
    /// What must hold across several fields.
    static var rules: [Rule] { get }
}

extension FieldSet {
    package static var rules: [Rule] { [] }

    /// The declarations, in the order in which they are written.
    package static var declarations: [FieldDeclaration] {
        Mirror(reflecting: fields).children.compactMap { ($0.value as? any DeclaredField)?.declaration }
    }

    /// The names of the properties that hold the declarations, in the same order.
    package static var propertyNames: [String] {
        Mirror(reflecting: fields).children.compactMap { $0.value is any DeclaredField ? $0.label : nil }
    }
}
