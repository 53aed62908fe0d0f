/// One field of a message.
struct ProtobufField: Sendable, Hashable {
    enum Shape: Sendable, Hashable {
        /// A field that is always sent: its zero is what JSON leaves out.
        case value
        /// A field that is sent only when it is set, so that its zero counts.
        case optional
        case list
        /// By text.
        case map
    }

    enum Content: Sendable, Hashable {
        case string, bytes, bool, int32, int64, double
        /// Seconds and nanoseconds since 1970, written in RFC 3339; the first in seconds, the second in microseconds.
        case time, microTime
        /// A text in a message.
        case quantity
        case intOrString
        /// A message that holds JSON as text.
        case json
        /// A message of the table by its name, `core.v1.PodSpec`.
        case message(String)
    }

    /// In JSON; nil for a message whose fields JSON has in the parent.
    let name: String?
    let shape: Shape
    let content: Content
}

/// How a message is made up.
struct ProtobufMessage: Sendable {
    /// Whether JSON has, instead of an object, the value of the first field of ``order`` that is there.
    let isChoice: Bool
    private(set) var fields: [Int: ProtobufField] = [:]
    private(set) var order: [ProtobufField] = []

    init(isChoice: Bool) { self.isChoice = isChoice }

    mutating func add(_ field: ProtobufField, number: Int) {
        fields[number] = field
        order.append(field)
    }
}

/// Numbers and types of the fields of Kubernetes' messages: `openapi/protobuf-fields.txt`.
struct ProtobufMessages: Sendable {
    private(set) var messages: [String: ProtobufMessage] = [:]

    /// The messages of Kubernetes 1.36.2, parsed when first used.
    static let kubernetes = ProtobufMessages(EmbeddedProtobuf.fields)

    /// Reads the format that `openapi/README.md` describes; a line that is not in it is left out.
    init(_ text: String) {
        var package = ""
        var name = ""
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if line.hasPrefix("# ") {
                package = String(words[1])
            } else if line.hasPrefix(" "), words.count == 3, let number = Int(words[0]) {
                messages[name]?.add(Self.field(name: words[1], type: words[2], package: package), number: number)
            } else if let first = words.first {
                name = "\(package).\(first)"
                messages[name] = ProtobufMessage(isChoice: words.count > 1)
            }
        }
    }

    subscript(name: String) -> ProtobufMessage? { messages[name] }

    private static func field(name: Substring, type: Substring, package: String) -> ProtobufField {
        let shapes: [(String, ProtobufField.Shape)] = [("*", .optional), ("[]", .list), ("{}", .map)]
        let (prefix, shape) = shapes.first { type.hasPrefix($0.0) } ?? ("", .value)
        return ProtobufField(name: name == "=" ? nil : String(name), shape: shape, content: content(type.dropFirst(prefix.count), package: package))
    }

    private static func content(_ type: Substring, package: String) -> ProtobufField.Content {
        switch type {
        case "string": .string
        case "bytes": .bytes
        case "bool": .bool
        case "int32": .int32
        case "int64": .int64
        case "double": .double
        case "time": .time
        case "microtime": .microTime
        case "quantity": .quantity
        case "int-or-string": .intOrString
        case "json": .json
        default: .message(type.contains(".") ? String(type) : "\(package).\(type)")
        }
    }
}
