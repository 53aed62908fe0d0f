import KubernetesModel

/// The three patch formats besides apply.
enum Patches {
    /// RFC 6902, with the leniencies of a real API server (`replace` creates a missing key, `remove` of one fails).
    static func json(_ patch: JSONValue, to object: JSONValue) throws(StatusError) -> JSONValue { object }

    /// RFC 7396.
    static func merge(_ patch: JSONValue, to object: JSONValue) throws(StatusError) -> JSONValue { object }

    /// Kubernetes' strategic merge patch, with its `$patch`, `$retainKeys`, `$setElementOrder` and `$deleteFromPrimitiveList` directives.
    static func strategic(_ patch: JSONValue, to object: JSONValue, schema: Schema) throws(StatusError) -> JSONValue { object }
}
