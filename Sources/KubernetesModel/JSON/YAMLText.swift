extension JSONValue {
    /// The value as a YAML document in block style, keys sorted.
    ///
    /// Laid out as kubectl prints it: lists are not indented below their key, texts of several lines are literal blocks, and a text is
    /// quoted whenever YAML 1.1 or 1.2 would read it as something else. What is read back equals the value, up to the difference between
    /// `1` and `1.0`.
    public var yaml: String { yaml(firstKeys: []) }

    /// The value as a YAML document in block style.
    ///
    /// - Parameter firstKeys: keys that come first, in this order, in every object that has them; the others follow sorted.
    public func yaml(firstKeys: [String]) -> String {
        let order = Dictionary(firstKeys.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        var writer = YAMLWriter(order: order)
        writer.document(self)
        return writer.text
    }

    /// Several documents in one text, separated by `---`.
    public static func yaml(documents: [JSONValue], firstKeys: [String] = []) -> String {
        documents.map { $0.yaml(firstKeys: firstKeys) }.joined(separator: "---\n")
    }

    /// The value as it stands after a key or a dash on one line; nil where it needs lines of its own.
    public var yamlScalar: String? {
        switch self {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let value): YAMLWriter.text(of: value)
        case .string(let value): YAMLWriter.scalar(value)
        case .array(let elements): elements.isEmpty ? "[]" : nil
        case .object(let members): members.isEmpty ? "{}" : nil
        }
    }
}

/// Writes one document, line by line.
private struct YAMLWriter {
    let order: [String: Int]
    private(set) var text = ""

    init(order: [String: Int]) { self.order = order }

    mutating func document(_ value: JSONValue) {
        switch value {
        case .array(let elements) where !elements.isEmpty: sequence(elements, indent: 0, firstIsOpen: false)
        case .object(let members) where !members.isEmpty: mapping(members, indent: 0, firstIsOpen: false)
        case .string(let value) where Self.canBeBlock(value): block(value, indent: 0)
        default: text += (value.yamlScalar ?? "null") + "\n"
        }
    }

    /// - Parameter firstIsOpen: whether the first line already has its indentation, because a dash stands there.
    private mutating func mapping(_ members: [String: JSONValue], indent: Int, firstIsOpen: Bool) {
        var open = firstIsOpen
        for key in members.keys.sorted(by: precedes) {
            if !open { space(indent) }
            open = false
            text += Self.scalar(key) + ":"
            value(members[key] ?? .null, indent: indent, listIndent: indent)
        }
    }

    private mutating func sequence(_ elements: [JSONValue], indent: Int, firstIsOpen: Bool) {
        var open = firstIsOpen
        for element in elements {
            if !open { space(indent) }
            open = false
            text += "-"
            switch element {
            case .array(let elements) where !elements.isEmpty:
                text += " "
                sequence(elements, indent: indent + 2, firstIsOpen: true)
            case .object(let members) where !members.isEmpty:
                text += " "
                mapping(members, indent: indent + 2, firstIsOpen: true)
            default: value(element, indent: indent, listIndent: indent)
            }
        }
    }

    private mutating func value(_ value: JSONValue, indent: Int, listIndent: Int) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            text += "\n"
            sequence(elements, indent: listIndent, firstIsOpen: false)
        case .object(let members) where !members.isEmpty:
            text += "\n"
            mapping(members, indent: indent + 2, firstIsOpen: false)
        case .string(let value) where Self.canBeBlock(value):
            text += " "
            block(value, indent: indent + 2)
        default: text += " " + (value.yamlScalar ?? "null") + "\n"
        }
    }

    /// A literal block; its header says what becomes of the line feeds at its end.
    private mutating func block(_ value: String, indent: Int) {
        var lines = value.split(separator: "\n", omittingEmptySubsequences: false)
        let endsLine = lines.last?.isEmpty == true
        if endsLine { lines.removeLast() }
        let keepsMore = endsLine && lines.last?.isEmpty == true
        text += endsLine ? (keepsMore ? "|+\n" : "|\n") : "|-\n"
        for line in lines {
            if !line.isEmpty {
                space(max(indent, 2))
                text += line
            }
            text += "\n"
        }
    }

    private mutating func space(_ count: Int) { text += String(repeating: " ", count: count) }

    private func precedes(_ left: String, _ right: String) -> Bool {
        switch (order[left], order[right]) {
        case (let left?, let right?): left < right
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): left < right
        }
    }
}

extension YAMLWriter {
    /// Whether a text of several lines may stand as it is: printable, and without an indentation of its own at its beginning, which a
    /// reader would take for that of the block.
    static func canBeBlock(_ text: String) -> Bool {
        guard text.utf8.contains(UInt8(ascii: "\n")), text.unicodeScalars.allSatisfy({ $0 == "\n" || $0 == "\t" || isPrintable($0) }) else {
            return false
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) where !line.isEmpty {
            return line.first != " " && line.first != "\t"
        }
        return false  // nothing but line feeds
    }

    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF: true
        default: false  // control characters, the line ends of Unicode (U+0085, U+2028, U+2029), the byte order mark
        }
    }

    /// A number that YAML 1.1 reads as a number, too: that needs a point before an exponent.
    static func text(of number: Double) -> String {
        let text = JSONValue.number(number).text
        guard let exponent = text.firstIndex(where: { $0 == "e" || $0 == "E" }), !text[..<exponent].contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }

    /// A text on one line: plain where that is safe, in double quotes where not.
    static func scalar(_ text: String) -> String {
        if isPlain(text) { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            default:
                if isPrintable(scalar) {
                    quoted.unicodeScalars.append(scalar)
                } else {
                    let digits = String(scalar.value, radix: 16, uppercase: true)
                    quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return quoted + "\""
    }

    private static func isPlain(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last, text.unicodeScalars.allSatisfy(isPrintable) else { return false }
        if indicators.contains(first) || first == UInt8(ascii: " ") || last == UInt8(ascii: " ") || last == UInt8(ascii: ":") { return false }
        if "-?:".utf8.contains(first), bytes.count == 1 || bytes[1] == UInt8(ascii: " ") { return false }
        if bytes.starts(with: "---".utf8) || bytes.starts(with: "...".utf8) { return false }
        for (byte, next) in zip(bytes, bytes.dropFirst()) {
            if byte == UInt8(ascii: ":"), next == UInt8(ascii: " ") { return false }
            if byte == UInt8(ascii: " "), next == UInt8(ascii: "#") { return false }
        }
        return !isWord(text) && !isNumber(bytes) && !isDate(bytes)
    }

    private static let indicators = Set("&*!|>'\"%@`,[]{}#=<".utf8)

    /// What YAML 1.1 or 1.2 reads as null or as a truth value.
    private static func isWord(_ text: String) -> Bool {
        text.utf8.count <= 5 && ["~", "null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(text.lowercased())
    }

    /// Whether a reader may take the text for a number: decimal, other bases, base 60 (`12:30:45`), with `_` between digits, infinity, or
    /// no number.
    private static func isNumber(_ bytes: [UInt8]) -> Bool {
        var digits = bytes.filter { $0 != UInt8(ascii: "_") }[...]
        if digits.first == UInt8(ascii: "-") || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        // `inf` and `nan` without a point are texts in YAML, but not for every reader.
        if ["inf", "infinity", "nan"].contains(String(decoding: digits, as: UTF8.self).lowercased()) { return true }
        guard let first = digits.first, first == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        let bare = String(decoding: digits, as: UTF8.self).lowercased()
        if [".", ".inf", ".nan", "0x", "0o", "0b"].contains(bare) || Double(bare) != nil { return true }
        for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where bare.hasPrefix(prefix) {
            return bare.dropFirst(2).allSatisfy { $0.hexDigitValue.map { $0 < radix } ?? false }
        }
        return bare.contains(":") && bare.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ":" || $0 == ".") }
    }

    /// Whether the text begins like `2024-05-01`.
    private static func isDate(_ bytes: [UInt8]) -> Bool {
        let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
        return bytes.count >= 8 && bytes[..<4].allSatisfy(isDigit) && bytes[4] == UInt8(ascii: "-") && isDigit(bytes[5])
    }
}
