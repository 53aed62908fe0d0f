import KubernetesModel

/// The rules of one built-in kind.
struct BuiltInResource: ResourceRules {
    let definition: ResourceDefinition
    let schema: Schema

    init(definition: ResourceDefinition) {
        self.definition = definition
        schema = .builtIn(group: definition.group, version: definition.version, kind: definition.kind)
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
