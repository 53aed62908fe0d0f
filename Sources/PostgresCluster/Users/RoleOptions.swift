/// Options of ALTER ROLE, as users write them in `spec.users[].options`.
///
/// - Source: PostgreSQL documentation, "ALTER ROLE".
public enum RoleOptions {
    private static let switches: Set<String> = [
        "SUPERUSER", "NOSUPERUSER", "CREATEDB", "NOCREATEDB", "CREATEROLE", "NOCREATEROLE", "INHERIT", "NOINHERIT", "LOGIN", "NOLOGIN",
        "REPLICATION", "NOREPLICATION", "BYPASSRLS", "NOBYPASSRLS",
    ]

    /// Why options are refused.
    public struct Invalid: Error, Sendable, Hashable, CustomStringConvertible {
        public let problem: String
        public var description: String { problem }
    }

    /// The options, each checked and written anew, so that nothing else reaches PostgreSQL.
    ///
    /// - Throws: for what is no option, and for passwords, which belong into the user's Secret.
    public static func parse(_ text: String) throws(Invalid) -> [String] {
        var tokens = Tokens(rest: text[...])
        var options: [String] = []
        while let word = try tokens.next() {
            guard case .word(let raw) = word else { throw Invalid(problem: "a text in quotes stands where an option should be") }
            let option = raw.uppercased()
            if switches.contains(option) {
                options.append(option)
            } else if option == "CONNECTION", try tokens.nextKeyword() == "LIMIT" {
                guard case .word(let number)? = try tokens.next(), let limit = Int32(number), limit >= -1 else {
                    throw Invalid(problem: "CONNECTION LIMIT needs a number from -1")
                }
                options.append("CONNECTION LIMIT \(limit)")
            } else if option == "VALID", try tokens.nextKeyword() == "UNTIL" {
                guard case .text(let time)? = try tokens.next() else { throw Invalid(problem: "VALID UNTIL needs a time in single quotes") }
                options.append("VALID UNTIL \(SQLText.literal(time))")
            } else if option == "PASSWORD" || option == "ENCRYPTED" {
                throw Invalid(problem: "a password belongs into the user's Secret")
            } else {
                throw Invalid(problem: "\(raw) is not an option of ALTER ROLE")
            }
        }
        return try consistent(options)
    }

    /// Each option once; PostgreSQL refuses what contradicts itself.
    private static func consistent(_ options: [String]) throws(Invalid) -> [String] {
        var chosen: [String: String] = [:]
        var result: [String] = []
        for option in options {
            var subject = option.split(separator: " ").prefix(2).joined(separator: " ")
            if !option.contains(" "), option.hasPrefix("NO") { subject.removeFirst(2) }
            if let other = chosen[subject], other != option { throw Invalid(problem: "\(other) and \(option) contradict each other") }
            if chosen.updateValue(option, forKey: subject) == nil { result.append(option) }
        }
        return result
    }

    private enum Token: Equatable {
        case word(String)
        case text(String)
    }

    private struct Tokens {
        var rest: Substring

        mutating func nextKeyword() throws(Invalid) -> String? {
            guard case .word(let word)? = try next() else { return nil }
            return word.uppercased()
        }

        mutating func next() throws(Invalid) -> Token? {
            rest = rest.drop(while: \.isWhitespace)
            guard let first = rest.first else { return nil }
            if first == "'" { return .text(try quoted()) }
            let word = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
            guard !word.isEmpty else { throw Invalid(problem: "\(first) is not allowed here") }
            if word.contains("--") { throw Invalid(problem: "comments are not allowed") }
            rest = rest.dropFirst(word.count)
            return .word(String(word))
        }

        private mutating func quoted() throws(Invalid) -> String {
            var text = ""
            rest = rest.dropFirst()
            while let character = rest.popFirst() {
                guard character == "'" else {
                    text.append(character)
                    continue
                }
                if rest.first == "'" {
                    rest = rest.dropFirst()
                    text.append("'")
                } else {
                    return text
                }
            }
            throw Invalid(problem: "a text in single quotes does not end")
        }
    }
}
