import KubernetesModel

/// What the server knows about one resource: defaults, validation, conversion to a table.
///
/// A create: ``unknownFields(in:)`` on the body, ``decode(_:)``, ``FieldManagement/update(old:new:manager:subresource:rules:now:)``, admission,
/// ``prepareForCreate(_:context:)``, allocation of addresses, ``validateCreate(_:)``.
/// An update or patch: the same with ``prepareForUpdate(_:old:subresource:)`` and ``validateUpdate(_:old:subresource:)`` after admission; nothing is
/// stored where ``FieldManagement/isSame(_:_:)`` holds between the stored object and the result.
protocol ResourceRules: Sendable {
    var definition: ResourceDefinition { get }
    var schema: Schema { get }

    /// Brings a body into the form in which the server keeps it: types checked, unknown fields and empty optional ones dropped, quantities
    /// and times in canonical form, defaults filled in.
    ///
    /// - Throws: a 400 for a body that does not fit a built-in kind (`… cannot be handled as a …`); custom resources of the wrong type
    ///   pass and fail in validation.
    func decode(_ object: JSONValue) throws(StatusError) -> JSONValue
    /// The object in the form in which it is compared with others: types as stored, without defaults. Never fails.
    func canonical(_ object: JSONValue) -> JSONValue
    func applyDefaults(_ object: inout JSONValue)
    /// Metadata that the server owns, status dropped where it is a subresource, generation 1 …
    func prepareForCreate(_ object: inout JSONValue, context: RequestContext)
    /// Keeps what this request may not change (status or everything else, server-owned metadata) and raises the generation.
    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, subresource: String?)
    func validateCreate(_ object: JSONValue) -> [FieldError]
    func validateUpdate(_ object: JSONValue, old: JSONValue, subresource: String?) -> [FieldError]
    /// Paths of fields that the schema does not know, as `spec.containers[0].x`, in the order in which a strict decoder reports them.
    func unknownFields(in object: JSONValue) -> [String]
    func prune(_ object: inout JSONValue)
    /// Texts of `Warning` headers.
    func warnings(for object: JSONValue, old: JSONValue?) -> [String]
    /// The fields that a field selector may name, with the object's values.
    func selectableFields(of object: JSONValue) -> [String: String]
    /// `columnDefinitions`, and per object a row with `cells` (and `conditions`), without `object`.
    ///
    /// - Parameter now: seconds since 1970.
    func table(for objects: [JSONValue], now: Double) -> (columns: JSONValue, rows: [JSONValue])
    /// The `autoscaling/v1` Scale of an object; nil where the resource has none.
    func scale(of object: JSONValue) -> JSONValue?
    /// The object with the replicas of a Scale.
    func applying(scale: JSONValue, to object: JSONValue) throws(StatusError) -> JSONValue
}

/// The rules of the kinds that are built into the server.
enum BuiltInRules {
    /// Every resource of ``EmbeddedOpenAPI/discovery``.
    static let definitions: [ResourceDefinition] = ResourceDefinition.readingDiscovery(EmbeddedOpenAPI.discovery)

    static func rules(for definition: ResourceDefinition) -> any ResourceRules { BuiltInResource(definition: definition) }
}
