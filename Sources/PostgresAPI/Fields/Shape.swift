/// What the JSON of a field looks like.
package indirect enum Shape: Sendable {
    case boolean
    case integer
    case text(format: String?)
    case integerOrText
    /// An amount of a resource: a number, or a text such as `1Gi`.
    case quantity
    case list(of: Shape)
    case map(of: Shape)
    case object(any FieldSet.Type)
    /// A type of Kubernetes' own API, by its name in the OpenAPI documents without group and version.
    case kubernetes(String)
    /// An object of any content.
    case freeForm

    /// The type as a reference page shows it.
    package var inWords: String {
        switch self {
        case .boolean: "boolean"
        case .integer: "integer"
        case .text(let format): format == "date-time" ? "time" : "string"
        case .integerOrText: "integer or string"
        case .quantity: "quantity"
        case .list(let element): "list of \(element.inWords)"
        case .map(let value): "map of \(value.inWords)"
        case .object: "object"
        case .kubernetes(let name): name
        case .freeForm: "free-form object"
        }
    }
}
