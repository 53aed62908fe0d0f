import KubernetesModel

extension BodyDecoding {
    /// The object in a body in Kubernetes' Protobuf encoding, with the kind and version that it says.
    ///
    /// - Parameter kind: what it should be, and is if the body does not say.
    /// - Returns: an object with only its type for one of another kind that is not built in; ``checkType(_:definition:kind:apiVersion:)``
    ///   refuses it.
    /// - Throws: a 400 that says where the encoding is wrong, and with which bytes the body begins.
    static func protobufObject(_ body: [UInt8], kind: String, apiVersion: String) throws(StatusError) -> JSONValue {
        var envelope: ProtobufEnvelope
        do throws(ProtobufError) {
            envelope = try ProtobufEnvelope(body)
        } catch {
            throw .badRequest("the object provided is unrecognized (must be of type \(kind)): \(error.description) (\(summary(body)))")
        }
        if envelope.kind.isEmpty { envelope.kind = kind }
        if envelope.apiVersion.isEmpty { envelope.apiVersion = apiVersion }
        var object = JSONValue.emptyObject
        if let name = envelope.messageName {
            do throws(ProtobufError) {
                object = try ProtobufDecoder(messages: .kubernetes).decode(envelope.message, as: name)
            } catch {
                throw refusal(envelope, kind, error.description)
            }
        } else if envelope.kind == kind, envelope.apiVersion == apiVersion {
            throw refusal(envelope, kind, "the kind has no protobuf encoding: send it as application/json or application/yaml")
        }
        object["apiVersion"] = .string(envelope.apiVersion)
        object["kind"] = .string(envelope.kind)
        return object
    }

    private static func refusal(_ envelope: ProtobufEnvelope, _ kind: String, _ why: String) -> StatusError {
        let version = envelope.apiVersion.split(separator: "/").last.map(String.init) ?? ""
        return .badRequest("\(envelope.kind) in version \"\(version)\" cannot be handled as a \(kind): \(why)")
    }

    /// The first bytes in hexadecimal, as a real server shows them: 30 at most.
    private static func summary(_ body: [UInt8]) -> String {
        if body.isEmpty { return "<empty>" }
        let digits = body.prefix(30).map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return body.count > 30 ? "\(digits) ..." : digits
    }
}
