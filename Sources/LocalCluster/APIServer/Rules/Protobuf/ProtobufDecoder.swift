import Foundation
import KubernetesModel

/// Turns messages into the JSON that a client without Protocol Buffers would have sent.
///
/// Fields that the table does not know are skipped, as newer clients send them. What JSON would leave out is left out: the zero of a field that
/// Go always writes. Of a field that is there twice the last counts; lists and messages grow together.
struct ProtobufDecoder {
    /// Messages within messages: as deep as implementations of Protocol Buffers usually go. Schemas of custom resources nest deepest.
    static let maximumDepth = 100

    let messages: ProtobufMessages

    /// - Parameter name: of the message, `core.v1.Pod`.
    func decode(_ bytes: ArraySlice<UInt8>, as name: String) throws(ProtobufError) -> JSONValue {
        var members: [String: JSONValue] = [:]
        return try decode(bytes, name, into: &members, depth: 0) ?? .object(members)
    }

    /// - Returns: the value of a choice; nil for a message whose fields are now in `members`.
    private func decode(
        _ bytes: ArraySlice<UInt8>, _ name: String, into members: inout [String: JSONValue], depth: Int
    ) throws(ProtobufError) -> JSONValue? {
        guard let message = messages[name] else { throw ProtobufError("the server does not know the message \(name)") }
        guard depth < Self.maximumDepth else { throw ProtobufError("messages are nested more than \(Self.maximumDepth) deep") }
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            guard let field = message.fields[number] else { continue }
            do throws(ProtobufError) {
                try read(value, field, into: &members, depth: depth)
            } catch {
                throw field.name.map(error.inside) ?? error
            }
        }
        return message.isChoice ? chosen(message, members) : nil
    }

    private func read(
        _ value: ProtobufReader.Value, _ field: ProtobufField, into members: inout [String: JSONValue], depth: Int
    ) throws(ProtobufError) {
        guard let name = field.name else {
            guard case .message(let type) = field.content else { return }
            _ = try decode(try Self.bytes(value), type, into: &members, depth: depth + 1)
            return
        }
        switch field.shape {
        case .list:
            var list = Self.taken(name, from: &members)?.array ?? []
            for value in try Self.unpacked(value, field.content) { list.append(try content(value, field.content, depth: depth) ?? .null) }
            members[name] = .array(list)
        case .map:
            var map = Self.taken(name, from: &members)?.object ?? [:]
            let (key, element) = try entry(try Self.bytes(value), field.content, depth: depth)
            map[key] = element
            members[name] = .object(map)
        case .optional, .value:
            let present = Self.taken(name, from: &members)
            let decoded = try content(value, field.content, merging: present, depth: depth)
            members[name] = field.shape == .value && Self.isZero(decoded, field.content) ? nil : decoded
        }
    }

    /// Removes a member, so that growing it does not copy it.
    private static func taken(_ name: String, from members: inout [String: JSONValue]) -> JSONValue? { members.removeValue(forKey: name) }

    private func chosen(_ message: ProtobufMessage, _ members: [String: JSONValue]) -> JSONValue? {
        for field in message.order { if let name = field.name, let value = members[name] { return value } }
        return message.order.last?.shape == .list ? .array([]) : .bool(false)
    }

    /// A pair of a map: key 1, value 2; what is missing is the zero of its type.
    private func entry(_ bytes: ArraySlice<UInt8>, _ content: ProtobufField.Content, depth: Int) throws(ProtobufError) -> (String, JSONValue) {
        var key = ""
        var element: JSONValue?
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1: key = try Self.text(value)
            case 2:
                do throws(ProtobufError) {
                    element = try self.content(value, content, depth: depth)
                } catch {
                    throw error.inside(key)
                }
            default: continue
            }
        }
        guard let element else { return (key, try zero(content, depth: depth)) }
        return (key, element)
    }

    private func zero(_ content: ProtobufField.Content, depth: Int) throws(ProtobufError) -> JSONValue {
        switch content {
        case .string, .bytes: ""
        case .bool: false
        case .int32, .int64, .double: 0
        case .quantity, .intOrString, .message: try self.content(.bytes([]), content, depth: depth) ?? .null
        case .time, .microTime, .json: .null
        }
    }

    /// Whether Go's `omitempty` would leave the value out of JSON, which it does with scalars only.
    private static func isZero(_ value: JSONValue?, _ content: ProtobufField.Content) -> Bool {
        switch content {
        case .string, .bytes: value == ""
        case .bool: value == false
        case .int32, .int64: value == 0
        case .double: value == .number(0)
        case .time, .microTime, .quantity, .intOrString, .json, .message: false
        }
    }

    // MARK: Values

    /// - Returns: nil for a time that is not set, and for JSON that is not there.
    private func content(
        _ value: ProtobufReader.Value, _ content: ProtobufField.Content, merging present: JSONValue? = nil, depth: Int
    ) throws(ProtobufError) -> JSONValue? {
        switch content {
        case .string: return .string(try Self.text(value))
        case .bytes: return .string(Data(try Self.bytes(value)).base64EncodedString())
        case .bool: return .bool(try Self.varint(value) != 0)
        case .int32: return .integer(Int64(Int32(truncatingIfNeeded: try Self.varint(value))))
        case .int64: return .integer(Int64(bitPattern: try Self.varint(value)))
        case .double: return .number(try Self.double(value))
        case .time: return try Self.time(try Self.bytes(value), inMicroseconds: false)
        case .microTime: return try Self.time(try Self.bytes(value), inMicroseconds: true)
        case .quantity: return .string(try Self.quantity(try Self.bytes(value)))
        case .intOrString: return try Self.intOrString(try Self.bytes(value))
        case .json: return try Self.json(try Self.bytes(value))
        case .message(let name):
            var members = messages[name]?.isChoice == true ? [:] : present?.object ?? [:]
            return try decode(try Self.bytes(value), name, into: &members, depth: depth + 1) ?? .object(members)
        }
    }

    private static func bytes(_ value: ProtobufReader.Value) throws(ProtobufError) -> ArraySlice<UInt8> {
        guard case .bytes(let bytes) = value else { throw ProtobufError("wire type 2 (bytes) is needed here") }
        return bytes
    }

    private static func varint(_ value: ProtobufReader.Value) throws(ProtobufError) -> UInt64 {
        guard case .varint(let number) = value else { throw ProtobufError("wire type 0 (a number) is needed here") }
        return number
    }

    private static func double(_ value: ProtobufReader.Value) throws(ProtobufError) -> Double {
        guard case .fixed64(let bits) = value else { throw ProtobufError("wire type 1 (eight bytes) is needed here") }
        let number = Double(bitPattern: bits)
        guard number.isFinite else { throw ProtobufError("JSON has no \(number)") }
        return number
    }

    private static func text(_ value: ProtobufReader.Value) throws(ProtobufError) -> String {
        guard let text = String(validating: try bytes(value), as: UTF8.self) else { throw ProtobufError("the text is not UTF-8") }
        return text
    }

    /// Numbers may stand one behind the other in one field.
    private static func unpacked(_ value: ProtobufReader.Value, _ content: ProtobufField.Content) throws(ProtobufError) -> [ProtobufReader.Value] {
        guard case .bytes(let bytes) = value, [.bool, .int32, .int64].contains(content) else { return [value] }
        var reader = ProtobufReader(bytes)
        var values: [ProtobufReader.Value] = []
        while !reader.isAtEnd { values.append(.varint(try reader.varint())) }
        return values
    }

    // MARK: Messages that are no objects in JSON

    /// Kubernetes' zero time, the beginning of the year 1, is an empty message.
    private static func time(_ bytes: ArraySlice<UInt8>, inMicroseconds: Bool) throws(ProtobufError) -> JSONValue? {
        if bytes.isEmpty { return nil }
        var seconds: Int64 = 0
        var nanoseconds: Int64 = 0
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() {
            switch number {
            case 1: seconds = Int64(bitPattern: try varint(value))
            case 2: nanoseconds = Int64(Int32(truncatingIfNeeded: try varint(value)))
            default: continue
            }
        }
        guard years.contains(seconds), 0..<1_000_000_000 ~= nanoseconds else {
            throw ProtobufError("\(seconds) seconds and \(nanoseconds) nanoseconds since 1970 are no time between the years 1 and 9999")
        }
        return .string(Timestamps.text(.init(seconds: seconds, microseconds: nanoseconds / 1000), microseconds: inMicroseconds))
    }

    /// Seconds since 1970 of the years that RFC 3339 can write.
    private static let years: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

    private static func quantity(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> String {
        var text = ""
        var reader = ProtobufReader(bytes)
        while let (number, value) = try reader.next() { if number == 1 { text = try self.text(value) } }
        return text.isEmpty ? "0" : text
    }

    private static func intOrString(_ bytes: ArraySlice<UInt8>) throws(ProtobufError) -> JSONValue {
        var type: UInt64 = 0
        var number: Int64 = 0
        var text = ""
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() {
            switch field {
            case 1: type = try varint(value)
            case 2: number = Int64(Int32(truncatingIfNeeded: try varint(value)))
            case 3: text = try self.text(value)
            default: continue
            }
        }
        guard type < 2 else { throw ProtobufError("type \(type) is neither 0 (a number) nor 1 (a text)") }
        return type == 0 ? .integer(number) : .string(text)
    }

    private static func json(_ message: ArraySlice<UInt8>) throws(ProtobufError) -> JSONValue? {
        var raw: ArraySlice<UInt8> = []
        var reader = ProtobufReader(message)
        while let (number, value) = try reader.next() { if number == 1 { raw = try bytes(value) } }
        if raw.isEmpty { return nil }
        do {
            return try JSONValue(parsing: raw)
        } catch {
            throw ProtobufError("the bytes are not JSON: \(error)")
        }
    }
}
