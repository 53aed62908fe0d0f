import KubernetesModel
import NIOCore
import Yams

/// Bodies as values.
enum BodyDecoding {
    /// Reads the object in the body of a request, in whichever of the forms it is.
    ///
    /// - Parameters:
    ///   - kind: what it should be, for messages.
    ///   - apiVersion: what it should be, for a body in protobuf that does not say it.
    static func object(of request: HTTPRequest, kind: String, apiVersion: String) throws(StatusError) -> JSONValue {
        if request.contentType == ProtobufEnvelope.mediaType {
            return try protobufObject(Array(request.body.readableBytesView), kind: kind, apiVersion: apiVersion)
        }
        return try object(request.body, yaml: try isYAML(contentType: request.contentType), kind: kind)
    }

    /// The media type of a body in text.
    ///
    /// - Throws: a 415 for what is neither JSON nor YAML.
    private static func isYAML(contentType: String?) throws(StatusError) -> Bool {
        switch contentType {
        case nil, "", "application/json": return false
        case "application/yaml": return true
        default:
            throw .unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, "
                    + "application/vnd.kubernetes.protobuf")
        }
    }

    private static func object(_ body: ByteBuffer, yaml: Bool, kind: String) throws(StatusError) -> JSONValue {
        let value = try value(body, yaml: yaml) { detail in
            .badRequest("the object provided is unrecognized (must be of type \(kind)): couldn't get version/kind; json parse error: \(detail)")
        }
        guard value.object != nil else {
            throw .badRequest(
                "the object provided is unrecognized (must be of type \(kind)): couldn't get version/kind; json parse error: "
                    + "the body is \(value.typeName), not an object")
        }
        return value
    }

    static func value(_ body: ByteBuffer, yaml: Bool, failure: (String) -> StatusError) throws(StatusError) -> JSONValue {
        do {
            if yaml {
                guard let node = try Yams.compose(yaml: String(buffer: body)) else { return .null }
                return try JSONValue(yaml: node)
            }
            return try JSONValue(parsing: body.readableBytesView)
        } catch {
            throw failure("\(error)")
        }
    }

    /// Sets kind and version where they are missing, and refuses those of something else.
    static func checkType(_ object: inout JSONValue, definition: ResourceDefinition, kind: String, apiVersion: String) throws(StatusError) {
        let sentKind = object["kind"]?.string ?? ""
        let sentVersion = object["apiVersion"]?.string ?? ""
        if definition.isCustom {
            if sentKind.isEmpty { throw .badRequest("Object 'Kind' is missing in '\(object.text)'") }
            if sentVersion != apiVersion {
                throw .badRequest(
                    "the API version in the data (\(sentVersion)) does not match the expected API version (\(apiVersion))")
            }
            return
        }
        if sentKind.isEmpty { object["kind"] = .string(kind) }
        if sentVersion.isEmpty { object["apiVersion"] = .string(apiVersion) }
        if (sentKind.isEmpty || sentKind == kind) && (sentVersion.isEmpty || sentVersion == apiVersion) { return }
        let shownVersion = sentVersion.isEmpty ? apiVersion : sentVersion
        let version = shownVersion.split(separator: "/").last.map(String.init) ?? shownVersion
        let shownKind = sentKind.isEmpty ? kind : sentKind
        let why =
            version == apiVersion.split(separator: "/").last.map(String.init) && shownVersion == apiVersion
            ? "no conversion from \(shownKind) to \(kind)"
            : "no kind \"\(shownKind)\" is registered for version \"\(shownVersion)\" in scheme \"local API server\""
        throw .badRequest("\(shownKind) in version \"\(version)\" cannot be handled as a \(kind): \(why)")
    }
}

extension JSONValue {
    /// The type of a value in words.
    var typeName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a text"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// A YAML node as JSON: plain scalars are typed as YAML 1.1 does it, quoted ones are texts.
    init(yaml node: Yams.Node) throws {
        switch node {
        case .mapping(let mapping):
            var members: [String: JSONValue] = [:]
            for (key, value) in mapping {
                let name: String
                switch try JSONValue(yaml: key) {
                case .string(let text): name = text
                // As in Go, what YAML reads as a boolean, number or nothing becomes a key by its text: `yes` is `true`.
                case .bool, .integer, .number, .null: name = try JSONValue(yaml: key).text
                case .array, .object: throw StatusError.badRequest("a key of a YAML mapping must be a text")
                }
                if name == "<<", let merged = try JSONValue(yaml: value).object {
                    members.merge(merged) { own, _ in own }
                } else {
                    members[name] = try JSONValue(yaml: value)
                }
            }
            self = .object(members)
        case .sequence(let sequence): self = .array(try sequence.map { try JSONValue(yaml: $0) })
        case .scalar(let scalar):
            guard scalar.style == .plain || scalar.style == .any, scalar.tag != Tag(.str) else {
                self = .string(scalar.string)
                return
            }
            self = Self.plainScalar(node, scalar.string)
        default: throw StatusError.badRequest("unsupported YAML node")
        }
    }

    private static func plainScalar(_ node: Yams.Node, _ text: String) -> JSONValue {
        if node.null != nil { return .null }
        if let value = node.bool { return .bool(value) }
        if let value = Int64(text) ?? node.int.map(Int64.init) { return .integer(value) }
        if let value = node.float, value.isFinite { return .number(value) }
        return .string(text)
    }
}
