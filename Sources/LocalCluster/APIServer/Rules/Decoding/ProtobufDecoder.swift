import Foundation
import KubernetesModel

/// Reads bodies in Kubernetes' Protobuf encoding, as `kubectl create` and typed clients in Go send them.
///
/// The numbers of fields are in `openapi/protobuf.json`, their types in the OpenAPI schemas.
///
/// - Source: Kubernetes documentation, "Kubernetes Protobuf encoding".
struct ProtobufDecoder {
    struct Problem: Error { let text: String }

    /// What every body begins with.
    static let magic: [UInt8] = [0x6B, 0x38, 0x73, 0x00]

    /// Numbers and names of the fields of each message; `=` before the name of a type that is part of the message.
    private static let fields: [String: [Int: String]] = {
        guard let json = try? JSONValue(parsing: EmbeddedOpenAPI.protobuf) else { return [:] }
        return (json.object ?? [:]).mapValues { message in
            Dictionary(
                (message.object ?? [:]).compactMap { key, value in Int(key).flatMap { number in value.string.map { (number, $0) } } },
                uniquingKeysWith: { $1 })
        }
    }()

    /// The object in a body that begins with ``magic``.
    static func object(_ body: some Collection<UInt8>) throws(Problem) -> JSONValue {
        let envelope = try records(body.dropFirst(magic.count))
        guard let type = envelope.first(where: { $0.number == 1 })?.bytes, let raw = envelope.first(where: { $0.number == 2 })?.bytes else {
            throw Problem(text: "the envelope has no object")
        }
        var apiVersion = ""
        var kind = ""
        for record in try records(type) {
            if record.number == 1 { apiVersion = String(decoding: record.bytes, as: UTF8.self) }
            if record.number == 2 { kind = String(decoding: record.bytes, as: UTF8.self) }
        }
        let parts = apiVersion.split(separator: "/").map(String.init)
        let (group, version) = parts.count == 2 ? (parts[0], parts[1]) : ("", apiVersion)
        // Bodies of subresources stand in the document of the resource that has them.
        let core = SchemaDocument.embedded("v1")
        let schema =
            SchemaDocument.embedded(apiVersion).schema(group: group, version: version, kind: kind)
            ?? core.schema(group: group, version: version, kind: kind)
            ?? core.schema(named: "io.k8s.apimachinery.pkg.apis.meta.v1.\(kind)")
        guard let schema, let name = schema.typeName else { throw Problem(text: "no kind \(kind) in \(apiVersion)") }
        var object = try message(raw, schema, name)
        object["apiVersion"] = .string(apiVersion)
        object["kind"] = .string(kind)
        return object
    }

    /// One field as it stands in a message.
    private struct Record {
        var number: Int
        var wire: Int
        var integer: UInt64 = 0
        var bytes: ArraySlice<UInt8> = []
    }

    private static func records(_ message: some Collection<UInt8>) throws(Problem) -> [Record] {
        var rest = Array(message)[...]
        var records: [Record] = []
        while !rest.isEmpty {
            let tag = try varint(&rest)
            var record = Record(number: Int(clamping: tag >> 3), wire: Int(tag & 7))
            switch record.wire {
            case 0: record.integer = try varint(&rest)
            case 1, 5:
                let length = record.wire == 1 ? 8 : 4
                guard rest.count >= length else { throw Problem(text: "unexpected EOF") }
                for (position, byte) in rest.prefix(length).enumerated() { record.integer |= UInt64(byte) << UInt64(8 * position) }
                rest = rest.dropFirst(length)
            case 2:
                let length = Int(clamping: try varint(&rest))
                guard rest.count >= length else { throw Problem(text: "unexpected EOF") }
                record.bytes = rest.prefix(length)
                rest = rest.dropFirst(length)
            default: throw Problem(text: "illegal wireType \(record.wire)")
            }
            records.append(record)
        }
        return records
    }

    private static func varint(_ rest: inout ArraySlice<UInt8>) throws(Problem) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            if shift < 64 { value |= UInt64(byte & 0x7F) << shift }
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        throw Problem(text: "unexpected EOF")
    }

    private static func message(_ bytes: ArraySlice<UInt8>, _ schema: Schema, _ name: String) throws(Problem) -> JSONValue {
        var object = JSONValue.emptyObject
        let names = fields[name] ?? [:]
        for record in try records(bytes) {
            guard let field = names[record.number] else { continue }
            if field.hasPrefix("=") {
                // Go embeds this type: its fields are those of the message.
                for (key, value) in try message(record.bytes, schema, String(field.dropFirst())).object ?? [:] { object[key] = value }
                continue
            }
            guard let type = schema.property(field) else { continue }
            if type.isArray {
                var list = object[field]?.array ?? []
                list += try elements(record, type.items ?? .any)
                object[field] = .array(list)
            } else if !type.isStruct, let values = type.node.additionalProperties {
                let (key, value) = try entry(record.bytes, Schema(document: type.document, node: values))
                object.setDefault(field, .emptyObject)
                object.update(field) { $0[key] = value }
            } else {
                object[field] = try value(record, type)
            }
        }
        return object
    }

    /// One element, or several numbers that are packed.
    private static func elements(_ record: Record, _ items: Schema) throws(Problem) -> [JSONValue] {
        guard record.wire == 2, items.type == "integer" else { return [try value(record, items) ?? .null] }
        var rest = record.bytes
        var numbers: [JSONValue] = []
        while !rest.isEmpty { numbers.append(.integer(Int64(bitPattern: try varint(&rest)))) }
        return numbers
    }

    private static func entry(_ bytes: ArraySlice<UInt8>, _ values: Schema) throws(Problem) -> (String, JSONValue) {
        var key = ""
        var result: JSONValue = values.isQuantity ? "0" : values.isArray ? [] : ""
        for record in try records(bytes) {
            if record.number == 1 {
                key = String(decoding: record.bytes, as: UTF8.self)
            } else if values.isArray {
                // A list as the value of a map is a message of its own.
                result = .array(try records(record.bytes).map { .string(String(decoding: $0.bytes, as: UTF8.self)) })
            } else {
                result = try value(record, values) ?? .null
            }
        }
        return (key, result)
    }

    private static func value(_ record: Record, _ schema: Schema) throws(Problem) -> JSONValue? {
        if schema.isQuantity { return .string(try text(record.bytes, 1).isEmpty ? "0" : text(record.bytes, 1)) }
        if schema.isIntOrString { return try intOrString(record.bytes) }
        if schema.node.format == "date-time" { return try time(record.bytes, micro: schema.typeName?.hasSuffix(".MicroTime") ?? false) }
        switch schema.type {
        case "string" where schema.node.format == "byte": return .string(Data(record.bytes).base64EncodedString())
        case "string": return .string(String(decoding: record.bytes, as: UTF8.self))
        case "boolean": return .bool(record.integer != 0)
        case "integer": return .integer(Int64(bitPattern: record.integer))
        case "number": return .number(Double(bitPattern: record.integer))
        default: break
        }
        if schema.isOpaque, !schema.isStruct {
            let raw = try records(record.bytes).first { $0.number == 1 }?.bytes ?? []
            return raw.isEmpty ? JSONValue?.none : try? JSONValue(parsing: raw)
        }
        return try message(record.bytes, schema, schema.typeName ?? "")
    }

    private static func text(_ bytes: ArraySlice<UInt8>, _ number: Int) throws(Problem) -> String {
        String(decoding: try records(bytes).first { $0.number == number }?.bytes ?? [], as: UTF8.self)
    }

    private static func intOrString(_ bytes: ArraySlice<UInt8>) throws(Problem) -> JSONValue {
        let records = try records(bytes)
        if records.first(where: { $0.number == 1 })?.integer == 1 {
            return .string(String(decoding: records.first { $0.number == 3 }?.bytes ?? [], as: UTF8.self))
        }
        return .integer(Int64(bitPattern: records.first { $0.number == 2 }?.integer ?? 0))
    }

    /// A time; nil for the zero time, which is an empty message.
    private static func time(_ bytes: ArraySlice<UInt8>, micro: Bool) throws(Problem) -> JSONValue? {
        let records = try records(bytes)
        guard let seconds = records.first(where: { $0.number == 1 })?.integer else { return nil }
        let nanos = Int64(bitPattern: records.first { $0.number == 2 }?.integer ?? 0)
        return .string(Timestamps.text(.init(seconds: Int64(bitPattern: seconds), microseconds: nanos / 1000), microseconds: micro))
    }
}
