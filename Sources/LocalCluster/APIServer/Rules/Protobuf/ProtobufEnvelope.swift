import KubernetesModel

/// What Kubernetes puts around a message: four bytes that nothing else begins with, the type, and the message.
///
/// - Source: Kubernetes documentation, "Kubernetes Protobuf encoding".
struct ProtobufEnvelope: Equatable {
    static let mediaType = "application/vnd.kubernetes.protobuf"
    /// `k8s` and a zero byte.
    static let prefix: [UInt8] = [0x6B, 0x38, 0x73, 0x00]

    var apiVersion = ""
    var kind = ""
    private(set) var message: ArraySlice<UInt8> = []

    init(_ body: [UInt8]) throws(ProtobufError) {
        guard !body.isEmpty else { throw ProtobufError("empty data") }
        guard body.starts(with: Self.prefix) else {
            throw ProtobufError("provided data does not appear to be a protobuf message, expected prefix \(Self.prefix.goText)")
        }
        var reader = ProtobufReader(body.dropFirst(Self.prefix.count))
        while let (number, value) = try reader.next() {
            guard case .bytes(let bytes) = value else { continue }
            switch number {
            case 1: try readType(bytes)
            case 2: message = bytes
            case 3 where !bytes.isEmpty:
                throw ProtobufError("the message has the encoding \(String(decoding: bytes, as: UTF8.self)): it must have none")
            default: continue
            }
        }
    }

    private mutating func readType(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) {
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            guard case .bytes(let bytes) = value else { continue }
            switch number {
            case 1: apiVersion = String(decoding: bytes, as: UTF8.self)
            case 2: kind = String(decoding: bytes, as: UTF8.self)
            default: continue
            }
        }
    }

    /// The name of the message in the table; nil for a kind that is not built in.
    ///
    /// The options of a request may have any group and version.
    var messageName: String? {
        if kind == "DeleteOptions" { return "meta.v1.DeleteOptions" }
        let parts = apiVersion.split(separator: "/")
        let (group, version) = parts.count == 2 ? (String(parts[0]), String(parts[1])) : ("", apiVersion)
        // What subresources are asked for with is described where those are: with pods and service accounts.
        let documents = [SchemaDocument.embedded(apiVersion), SchemaDocument.embedded("v1")]
        let schema = documents.lazy.compactMap { $0.schema(group: group, version: version, kind: kind) }.first
        return schema?.typeName.map { $0.split(separator: ".").suffix(3).joined(separator: ".") }
    }
}

extension Array where Element == UInt8 {
    /// As Go prints a slice: `[107 56 115 0]`.
    fileprivate var goText: String { "[\(map(String.init).joined(separator: " "))]" }
}
