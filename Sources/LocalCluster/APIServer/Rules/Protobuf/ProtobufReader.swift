/// Reads the fields of one message in the wire format of Protocol Buffers, in the order in which they stand.
///
/// - Source: protobuf.dev, "Encoding".
struct ProtobufReader {
    /// The value of a field as the wire has it; what it means is the schema's matter.
    enum Value: Equatable {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        /// A text, bytes, a message, or packed numbers.
        case bytes(ArraySlice<UInt8>)
    }

    private var rest: ArraySlice<UInt8>

    init(_ message: ArraySlice<UInt8>) { rest = message }

    var isAtEnd: Bool { rest.isEmpty }

    /// - Returns: nil at the end of the message. Groups, which no message of Kubernetes has, are skipped.
    mutating func next() throws(ProtobufError) -> (number: Int, value: Value)? {
        while !rest.isEmpty {
            let (number, wireType) = try tag()
            switch wireType {
            case 3: try skipGroup(number)
            case 4: throw ProtobufError("field \(number) ends a group that has not begun")
            default: return (number, try value(wireType, number))
            }
        }
        return nil
    }

    /// A number in groups of seven bits, the low ones first; at most ten bytes.
    mutating func varint() throws(ProtobufError) -> UInt64 {
        var result: UInt64 = 0
        for shift in stride(from: UInt64(0), through: 63, by: 7) {
            guard let byte = rest.popFirst() else { throw ProtobufError("the message ends within a number") }
            if shift == 63, byte > 1 { throw ProtobufError("a number has more than 64 bits") }
            result |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return result }
        }
        throw ProtobufError("a number has more than ten bytes")
    }

    private mutating func tag() throws(ProtobufError) -> (number: Int, wireType: Int) {
        let tag = try varint()
        guard 1..<(1 << 29) ~= tag >> 3 else { throw ProtobufError("\(tag >> 3) is no number of a field: they go from 1 to 536870911") }
        return (Int(tag >> 3), Int(tag & 7))
    }

    private mutating func value(_ wireType: Int, _ number: Int) throws(ProtobufError) -> Value {
        switch wireType {
        case 0: return .varint(try varint())
        case 1: return .fixed64(Self.littleEndian(try take(8, number)))
        case 2: return .bytes(try take(try varint(), number))
        case 5: return .fixed32(UInt32(truncatingIfNeeded: Self.littleEndian(try take(4, number))))
        default: throw ProtobufError("field \(number) has wire type \(wireType), which does not exist")
        }
    }

    private mutating func take(_ length: UInt64, _ number: Int) throws(ProtobufError) -> ArraySlice<UInt8> {
        guard length <= UInt64(rest.count) else {
            throw ProtobufError("field \(number) should have \(length) bytes, and the message ends after \(rest.count)")
        }
        defer { rest = rest.dropFirst(Int(length)) }
        return rest.prefix(Int(length))
    }

    private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) } }

    /// Reads on to the end of a group, over those within it.
    private mutating func skipGroup(_ number: Int) throws(ProtobufError) {
        var open = [number]
        while let innermost = open.last {
            guard !rest.isEmpty else { throw ProtobufError("the message ends within group \(innermost)") }
            let (number, wireType) = try tag()
            switch wireType {
            case 3: open.append(number)
            case 4 where number == innermost: open.removeLast()
            case 4: throw ProtobufError("group \(innermost) ends as group \(number)")
            default: _ = try value(wireType, number)
            }
        }
    }
}

/// Why bytes are not the message that they should be.
struct ProtobufError: Error, Hashable {
    /// Names of the fields that lead there, from the outermost.
    var path: [String] = []
    let text: String

    init(_ text: String) { self.text = text }

    func inside(_ field: String) -> ProtobufError {
        var error = self
        error.path.insert(field, at: 0)
        return error
    }

    /// `spec.template: the message ends within a number`
    var description: String { path.isEmpty ? text : "\(path.joined(separator: ".")): \(text)" }
}
