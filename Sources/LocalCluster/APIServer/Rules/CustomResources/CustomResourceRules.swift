import KubernetesModel

/// The rules of one version of a custom resource.
struct CustomResourceRules: ResourceRules {
    let definition: ResourceDefinition
    let schema: Schema

    /// - Parameters:
    ///   - crd: a CustomResourceDefinition as it is stored.
    ///   - version: the name of one of its versions.
    /// - Throws: a 404 where it has no such version.
    init(crd: JSONValue, version: String) throws(StatusError) {
        guard let definition = ResourceDefinition(crd: crd, version: version) else { throw .unknownPath }
        self.definition = definition
        schema = .any
    }

    func decode(_ object: JSONValue) throws(StatusError) -> JSONValue { object }
    func applyDefaults(_ object: inout JSONValue) {}
    func prepareForCreate(_ object: inout JSONValue, context: RequestContext) {}
    func prepareForUpdate(_ object: inout JSONValue, old: JSONValue, subresource: String?) {}
    func validateCreate(_ object: JSONValue) -> [FieldError] { [] }
    func validateUpdate(_ object: JSONValue, old: JSONValue, subresource: String?) -> [FieldError] { [] }
    func unknownFields(in object: JSONValue) -> [String] { [] }
    func prune(_ object: inout JSONValue) {}
    func warnings(for object: JSONValue, old: JSONValue?) -> [String] { [] }
    func selectableFields(of object: JSONValue) -> [String: String] { [:] }
    func table(for objects: [JSONValue], now: Double) -> (columns: JSONValue, rows: [JSONValue]) { ([], []) }
    func scale(of object: JSONValue) -> JSONValue? { nil }
    func applying(scale: JSONValue, to object: JSONValue) throws(StatusError) -> JSONValue { object }
}
