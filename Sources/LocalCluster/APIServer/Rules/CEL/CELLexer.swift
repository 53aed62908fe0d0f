/// A piece of a CEL expression.
enum CELToken: Hashable {
    case identifier(String)
    case integer(Int64)
    case unsigned(UInt64)
    case number(Double)
    case text(String)
    case bytes([UInt8])
    case symbol(String)
    case end
}

/// Why an expression cannot be used.
struct CELProblem: Error, Hashable {
    let text: String
}

/// Splits a CEL expression into tokens.
///
/// - Source: the CEL language definition, "Syntax".
struct CELLexer {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    static func tokens(_ text: String) throws(CELProblem) -> [CELToken] {
        var lexer = CELLexer(text)
        var tokens: [CELToken] = []
        while true {
            let token = try lexer.next()
            tokens.append(token)
            if token == .end { return tokens }
        }
    }

    private func peek(_ offset: Int = 0) -> Unicode.Scalar? { position + offset < scalars.count ? scalars[position + offset] : nil }

    private mutating func next() throws(CELProblem) -> CELToken {
        while let scalar = peek() {
            if scalar.properties.isWhitespace {
                position += 1
            } else if scalar == "/", peek(1) == "/" {
                while let scalar = peek(), scalar != "\n" { position += 1; _ = scalar }
            } else {
                break
            }
        }
        guard let scalar = peek() else { return .end }
        if scalar == "\"" || scalar == "'" { return .text(String(decoding: try quoted(raw: false), as: UTF8.self)) }
        if Self.isLetter(scalar) { return try word() }
        if Self.isDigit(scalar) || scalar == "." && (peek(1).map(Self.isDigit) ?? false) { return try number() }
        for symbol in ["&&", "||", "==", "!=", "<=", ">=", ".?", "[?"] where matches(symbol) {
            position += 2
            return .symbol(symbol)
        }
        let symbol = String(Character(scalar))
        guard "+-*/%!<>?:.,()[]{}".contains(symbol) else {
            throw CELProblem(text: "ERROR: <input>:1:\(position + 1): Syntax error: token recognition error at: '\(symbol)'")
        }
        position += 1
        return .symbol(symbol)
    }

    private func matches(_ text: String) -> Bool {
        zip(text.unicodeScalars, 0...).allSatisfy { peek($1) == $0 }
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || "a"..."z" ~= scalar || "A"..."Z" ~= scalar
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { "0"..."9" ~= scalar }

    private mutating func word() throws(CELProblem) -> CELToken {
        var name = ""
        while let scalar = peek(), Self.isLetter(scalar) || Self.isDigit(scalar) {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard peek() == "\"" || peek() == "'" else { return .identifier(name) }
        switch name.lowercased() {
        case "r": return .text(String(decoding: try quoted(raw: true), as: UTF8.self))
        case "b": return .bytes(try quoted(raw: false))
        case "br", "rb": return .bytes(try quoted(raw: true))
        default: return .identifier(name)
        }
    }

    private mutating func number() throws(CELProblem) -> CELToken {
        var text = ""
        var isFloating = false
        if peek() == "0", peek(1) == "x" || peek(1) == "X" {
            position += 2
            while let scalar = peek(), Character(scalar).isHexDigit {
                text.unicodeScalars.append(scalar)
                position += 1
            }
            return try integer(text, radix: 16)
        }
        while let scalar = peek() {
            if Self.isDigit(scalar) {
                text.unicodeScalars.append(scalar)
            } else if scalar == ".", !isFloating, peek(1).map(Self.isDigit) ?? false {
                isFloating = true
                text += "."
            } else if scalar == "e" || scalar == "E", let following = peek(1), Self.isDigit(following) || following == "-" || following == "+" {
                isFloating = true
                text += "e"
                if !Self.isDigit(following) {
                    position += 1
                    text.unicodeScalars.append(following)
                }
            } else {
                break
            }
            position += 1
        }
        if isFloating, let value = Double(text) { return .number(value) }
        return try integer(text, radix: 10)
    }

    private mutating func integer(_ text: String, radix: Int) throws(CELProblem) -> CELToken {
        if peek() == "u" || peek() == "U", let value = UInt64(text, radix: radix) {
            position += 1
            return .unsigned(value)
        }
        guard let value = Int64(text, radix: radix) else { throw CELProblem(text: "ERROR: <input>: invalid int literal \(text)") }
        return .integer(value)
    }

    private mutating func quoted(raw: Bool) throws(CELProblem) -> [UInt8] {
        guard let quote = peek() else { return [] }
        let isTriple = peek(1) == quote && peek(2) == quote
        position += isTriple ? 3 : 1
        var bytes: [UInt8] = []
        while let scalar = peek() {
            if scalar == quote, !isTriple || peek(1) == quote && peek(2) == quote {
                position += isTriple ? 3 : 1
                return bytes
            }
            position += 1
            if scalar == "\\", !raw {
                try escape(into: &bytes)
            } else {
                bytes.append(contentsOf: String(Character(scalar)).utf8)
            }
        }
        throw CELProblem(text: "ERROR: <input>: Syntax error: a text has no end")
    }

    private mutating func escape(into bytes: inout [UInt8]) throws(CELProblem) {
        guard let scalar = peek() else { return }
        position += 1
        let simple: [Unicode.Scalar: UInt8] = [
            "n": 0x0A, "t": 0x09, "r": 0x0D, "\\": 0x5C, "'": 0x27, "\"": 0x22, "`": 0x60, "?": 0x3F, "a": 7, "b": 8, "f": 0x0C, "v": 0x0B,
        ]
        if let byte = simple[scalar] {
            bytes.append(byte)
            return
        }
        let lengths: [Unicode.Scalar: Int] = ["x": 2, "X": 2, "u": 4, "U": 8]
        guard let length = lengths[scalar] else { throw CELProblem(text: "ERROR: <input>: Syntax error: unknown escape \\\(scalar)") }
        var digits = ""
        for _ in 0..<length {
            guard let digit = peek() else { break }
            digits.unicodeScalars.append(digit)
            position += 1
        }
        guard let code = UInt32(digits, radix: 16), let value = Unicode.Scalar(code) else {
            throw CELProblem(text: "ERROR: <input>: Syntax error: invalid escape \\\(scalar)\(digits)")
        }
        bytes.append(contentsOf: String(Character(value)).utf8)
    }
}
