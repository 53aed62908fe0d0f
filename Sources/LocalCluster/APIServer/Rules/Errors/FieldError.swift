import KubernetesModel

/// One thing that is wrong with one field of an object, in the words of a real API server.
struct FieldError: Sendable, Hashable {
    /// What is wrong in general; the raw value is the cause's `reason`.
    enum Kind: String, Sendable {
        case required = "FieldValueRequired"
        case invalid = "FieldValueInvalid"
        case duplicate = "FieldValueDuplicate"
        case notSupported = "FieldValueNotSupported"
        case forbidden = "FieldValueForbidden"
        case tooLong = "FieldValueTooLong"
        case tooMany = "FieldValueTooMany"
        case notFound = "FieldValueNotFound"
        case typeInvalid = "FieldValueTypeInvalid"
        case internalError = "InternalError"
    }

    var kind: Kind
    /// `spec.containers[0].name`.
    var path: String
    /// The value as Go prints it; only ``Kind/invalid`` and its like show it.
    var badValue: JSONValue?
    var detail: String
    /// How the value is printed where that is not its JSON text with sorted keys.
    var shownText: String?
    /// Whether the value is left out of the text, as it is of objects that a rule refuses.
    var omitsValue = false

    init(_ kind: Kind, _ path: String, _ badValue: JSONValue? = nil, _ detail: String = "") {
        self.kind = kind
        self.path = path
        self.badValue = badValue
        self.detail = detail
    }

    static func required(_ path: FieldPath, _ detail: String = "") -> FieldError { FieldError(.required, path.text, nil, detail) }
    static func invalid(_ path: FieldPath, _ value: JSONValue?, _ detail: String) -> FieldError { FieldError(.invalid, path.text, value, detail) }
    static func duplicate(_ path: FieldPath, _ value: JSONValue?) -> FieldError { FieldError(.duplicate, path.text, value) }
    static func forbidden(_ path: FieldPath, _ detail: String) -> FieldError { FieldError(.forbidden, path.text, nil, detail) }
    static func notFound(_ path: FieldPath, _ value: JSONValue?) -> FieldError { FieldError(.notFound, path.text, value) }
    static func typeInvalid(_ path: FieldPath, _ value: JSONValue?, _ detail: String) -> FieldError {
        FieldError(.typeInvalid, path.text, value, detail)
    }
    static func tooLong(_ path: FieldPath, maximum: Int) -> FieldError {
        FieldError(.tooLong, path.text, nil, "may not be more than \(maximum) bytes")
    }
    static func tooMany(_ path: FieldPath, actual: Int, maximum: Int) -> FieldError {
        FieldError(.tooMany, path.text, .integer(Int64(actual)), "must have at most \(maximum) items")
    }
    /// - Parameters:
    ///   - supported: the values allowed.
    ///   - sorted: whether they are named in order of the alphabet, as they are where a set stands behind them.
    static func notSupported(_ path: FieldPath, _ value: JSONValue?, _ supported: [String], sorted: Bool = true) -> FieldError {
        let names = (sorted ? supported.sorted() : supported).map { GoText.quoted($0) }.joined(separator: ", ")
        return FieldError(.notSupported, path.text, value, supported.isEmpty ? "" : "supported values: \(names)")
    }

    /// The text without the path: `Invalid value: "x": must be …`.
    var body: String {
        let head =
            switch kind {
            case .required: "Required value"
            case .forbidden: "Forbidden"
            case .tooLong: "Too long"
            case .internalError: "Internal error"
            case .invalid: omitsValue ? "Invalid value" : "Invalid value: \(shownValue)"
            case .duplicate: "Duplicate value: \(shownValue)"
            case .notSupported: "Unsupported value: \(shownValue)"
            case .notFound: "Not found: \(shownValue)"
            case .tooMany: "Too many: \(shownValue)"
            case .typeInvalid: "Invalid value: \(shownValue)"
            }
        return detail.isEmpty ? head : "\(head): \(detail)"
    }

    /// The whole text: `spec.x: Invalid value: "y": must be …`.
    var text: String { "\(path): \(body)" }

    /// The entry of `details.causes`.
    var cause: JSONValue { ["reason": .string(kind.rawValue), "message": .string(body), "field": .string(path)] }

    private var shownValue: String { shownText ?? badValue.map(GoText.value) ?? "null" }

    /// Texts in order, each once.
    static func distinctTexts(_ errors: [FieldError]) -> [String] {
        var seen = Set<String>()
        return errors.map(\.text).filter { seen.insert($0).inserted }
    }
}

/// The path of a field as Kubernetes writes it.
struct FieldPath: Sendable, Hashable, CustomStringConvertible {
    let text: String

    init(_ text: String) { self.text = text }

    /// `spec` → `spec.name`.
    func child(_ name: String) -> FieldPath { FieldPath(text.isEmpty ? name : "\(text).\(name)") }
    /// `ports` → `ports[0]`.
    func index(_ index: Int) -> FieldPath { FieldPath("\(text)[\(index)]") }
    /// `data` → `data[key]`.
    func key(_ key: String) -> FieldPath { FieldPath("\(text)[\(key)]") }

    var description: String { text }
}

/// How Go prints values in messages.
enum GoText {
    /// `%q` for the texts that occur here.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            case _ where scalar.value < 0x20 || scalar.value == 0x7f:
                let digits = String(scalar.value, radix: 16)
                result += "\\x" + (digits.count == 1 ? "0" : "") + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// An object with its keys in an order of its own, as Go writes a struct; missing keys are left out.
    static func object(_ value: JSONValue, keys: [String]) -> String {
        "{" + keys.compactMap { key in value[key].map { "\(quoted(key)):\($0.text)" } }.joined(separator: ",") + "}"
    }

    /// A bad value in a field error: texts quoted, numbers and booleans plain, the rest as JSON.
    static func value(_ value: JSONValue) -> String {
        if case .string(let text) = value { quoted(text) } else { value.text }
    }
}
