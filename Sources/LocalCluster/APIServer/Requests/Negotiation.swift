import KubernetesModel
import NIOHTTP1

/// In which form a client wants the answer.
struct Negotiated: Sendable, Hashable {
    enum Encoding: Sendable, Hashable { case json, yaml }
    /// What an object is turned into.
    enum Form: Sendable, Hashable {
        case object
        case table
        /// `PartialObjectMetadata`
        case metadata
        /// `PartialObjectMetadataList`
        case metadataList
    }

    var encoding = Encoding.json
    var form = Form.object

    /// What the server can write.
    private static let types = "application/json, application/yaml, application/vnd.kubernetes.protobuf"

    /// Chooses the first of the accepted forms that the server can write.
    ///
    /// - Throws: a 406 that lists the forms there are.
    init(headers: HTTPHeaders) throws(StatusError) {
        let accepted = headers["Accept"].flatMap { $0.split(separator: ",") }.map { MediaRange($0) }
        if accepted.isEmpty {
            self.init(encoding: .json, form: .object)
            return
        }
        var isKnownType = false
        for range in accepted {
            let encoding: Encoding
            switch range.type {
            case "application/json", "*/*", "application/*": encoding = .json
            case "application/yaml": encoding = .yaml
            default:
                isKnownType = isKnownType || range.type == "application/vnd.kubernetes.protobuf"
                continue
            }
            isKnownType = true
            guard let form = Self.form(range.parameters) else { continue }
            self.init(encoding: encoding, form: form)
            return
        }
        if isKnownType { throw .notAcceptable("only the following media types are accepted: \(Self.types)") }
        throw StatusError(
            code: 406, reason: "NotAcceptable",
            message: "406: Not Acceptable\n\nAvailable representations: \(Self.types), application/json;stream=watch, "
                + "application/vnd.kubernetes.protobuf;stream=watch", details: .emptyObject)
    }

    private init(encoding: Encoding, form: Form) {
        self.encoding = encoding
        self.form = form
    }

    private static func form(_ parameters: [String: String]) -> Form? {
        guard let kind = parameters["as"] else { return .object }
        guard parameters["g"] == "meta.k8s.io", parameters["v"] == "v1" || parameters["v"] == "v1beta1" else { return nil }
        switch kind {
        case "Table": return .table
        case "PartialObjectMetadata": return .metadata
        case "PartialObjectMetadataList": return .metadataList
        default: return nil
        }
    }

    var contentType: String { encoding == .json ? "application/json" : "application/yaml" }
}

/// One entry of an `Accept` header.
struct MediaRange: Sendable, Hashable {
    var type: String
    var parameters: [String: String] = [:]

    init(_ text: some StringProtocol) {
        let parts = text.split(separator: ";")
        type = parts.first.map { $0.trimmed.lowercased() } ?? ""
        for part in parts.dropFirst() {
            let pair = part.split(separator: "=", maxSplits: 1)
            if pair.count == 2 { parameters[pair[0].trimmed] = pair[1].trimmed }
        }
    }
}
