import NIOCore

extension OpenAPIDocuments {
    /// The form in which kubectl asks for version 2; it reads that version only to look at a `List` before it sends what is in it.
    ///
    /// - Source: google/gnostic-models, `openapiv2/OpenAPIv2.proto`, for the message; kube-openapi, `pkg/handler`, for its media types: the one that is
    ///   asked for is no valid one, so that the answer has another.
    static let protobufMediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"

    static func isProtobuf(_ accepted: String) -> Bool {
        accepted.contains(protobufMediaType) || accepted.contains("application/com.github.proto-openapi.spec.v2@v1.0+protobuf")
    }

    /// A document without definitions: kubectl then leaves it to the server to look at each object, which it does anyway.
    static var protobuf: ByteBuffer {
        var info = ByteBuffer()
        write("Kubernetes".utf8, field: 1, to: &info)
        write("v\(DiscoveryDocuments.version)".utf8, field: 2, to: &info)
        var document = ByteBuffer()
        write("2.0".utf8, field: 1, to: &document)
        write(info.readableBytesView, field: 2, to: &document)
        return document
    }

    /// Writes a field that has a length; all of them here are shorter than 128 bytes, so that one byte tells it.
    private static func write(_ bytes: some Collection<UInt8>, field: UInt8, to buffer: inout ByteBuffer) {
        buffer.writeInteger(field << 3 | 2)
        buffer.writeInteger(UInt8(bytes.count))
        buffer.writeBytes(bytes)
    }
}
