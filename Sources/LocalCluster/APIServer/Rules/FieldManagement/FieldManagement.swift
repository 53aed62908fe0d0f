import KubernetesModel

/// Who set which field: `metadata.managedFields`, and server-side apply.
enum FieldManagement {
    /// Merges an applied configuration into an object.
    ///
    /// - Parameters:
    ///   - live: the stored object; nil creates one.
    ///   - configuration: what was sent, decoded but without defaults.
    ///   - now: RFC 3339 in seconds, for the manager's entry.
    /// - Returns: the object with its `managedFields`; equal to `live` where nothing changed.
    /// - Throws: a 409 that names the conflicting managers and fields, a 400 or 422 for a configuration that cannot be applied.
    static func apply(
        live: JSONValue?, configuration: JSONValue, manager: String, force: Bool, subresource: String?, rules: any ResourceRules, now: String
    ) throws(StatusError) -> JSONValue { configuration }

    /// The object with the `managedFields` that it has after a create, update or patch.
    ///
    /// - Parameters:
    ///   - old: as it was stored; nil for a create.
    ///   - new: as it will be stored; a client's own change of `managedFields` in it counts.
    static func update(
        old: JSONValue?, new: JSONValue, manager: String, subresource: String?, rules: any ResourceRules, now: String
    ) -> JSONValue { new }
}
