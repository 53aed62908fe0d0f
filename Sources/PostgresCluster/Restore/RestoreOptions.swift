import KubernetesModel

/// The options of a restore, as a user gave them and as they are understood.
public struct RestoreOptions: Sendable, Hashable {
    public var target = RecoveryTarget.newest
    /// The backup that was named; nil: the one that suits the target.
    public var set: String?
    /// Everything else, for pgBackRest as it is.
    public var others: [String] = []

    public init() {}

    /// Why options cannot be followed, in words for the user.
    public struct Problem: Error, Sendable, Hashable {
        public var message: String
    }

    /// Options that belong to the operator.
    ///
    /// - Source: Percona operator 3.1.0, whose restores refuse the first five.
    static let forbidden = ["repo", "stanza", "pg1-path", "target-action", "link-map", "pg-path", "config", "config-path", "force"]

    /// Reads `spec.options`. Each element is one option or several, with quotes as in a shell.
    public init(parsing elements: [String]) throws(Problem) {
        var type: String?
        var text: String?
        for element in elements {
            guard let words = OptionWords.split(element) else { throw Problem(message: "\(element): has a quote that is not closed") }
            for word in Self.joined(words) {
                guard word.hasPrefix("--"), word.count > 2 else {
                    throw Problem(
                        message: "\(word): is no option: write --NAME=VALUE, and quote a value that has spaces: --target=\"2026-01-31 12:00:00+00\"")
                }
                let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let name = String(parts[0])
                let value = parts.count > 1 ? String(parts[1]) : nil
                if Self.forbidden.contains(name) { throw Problem(message: "--\(name): is set by the operator: remove it") }
                switch name {
                case "type": type = try Self.once(type, value, name)
                case "target": text = try Self.once(text, value, name)
                case "set": self.set = try Self.once(self.set, value, name)
                // Whether files in the place are compared or all are fetched is decided where they are seen.
                case "delta": break
                default: others.append(word)
                }
            }
        }
        if self.set == "latest" { self.set = nil }
        target = try Self.target(type: type, text: text)
    }

    /// The words of one element. A value with a space that was not quoted is told by what follows it, which is no option.
    private static func joined(_ words: [String]) -> [String] {
        words.reduce(into: []) { joined, word in
            if let last = joined.last, last.hasPrefix("--target="), !word.hasPrefix("--") {
                joined[joined.count - 1] = "\(last) \(word)"
            } else {
                joined.append(word)
            }
        }
    }

    private static func once(_ before: String?, _ value: String?, _ name: String) throws(Problem) -> String {
        guard let value, !value.isEmpty else { throw Problem(message: "--\(name): has no value: write --\(name)=VALUE") }
        guard before == nil else { throw Problem(message: "--\(name): is given twice") }
        return value
    }

    private static func target(type: String?, text: String?) throws(Problem) -> RecoveryTarget {
        guard let type else {
            guard text == nil else { throw Problem(message: "--target: needs --type=time, lsn, xid or name beside it, to say what it is") }
            return .newest
        }
        switch (type, text) {
        case ("default", nil): return .newest
        case ("immediate", nil): return .immediate
        case ("default", _?), ("immediate", _?): throw Problem(message: "--target: has no meaning with --type=\(type): remove one of the two")
        case ("time", let text?):
            guard let (time, hadOffset) = Timestamp.reading(target: text) else {
                throw Problem(message: "--target=\(text): is no time: write 2026-01-31 12:00:00+00, with the offset from UTC")
            }
            return .time(time, hadOffset: hadOffset)
        case ("lsn", let text?):
            guard let position = WALPosition(parsing: text) else {
                throw Problem(message: "--target=\(text): is no WAL position: write 0/3000148, as pg_current_wal_lsn() does")
            }
            return .position(position.bytes, text: text)
        case ("xid", let text?):
            guard UInt64(text) != nil else {
                throw Problem(message: "--target=\(text): is no transaction: write its number, as pg_current_xact_id() does")
            }
            return .transaction(text)
        case ("name", let text?): return .name(text)
        case ("time", nil), ("lsn", nil), ("xid", nil), ("name", nil): throw Problem(message: "--type=\(type): needs --target=VALUE beside it")
        case ("none", _), ("preserve", _), ("standby", _):
            throw Problem(message: "--type=\(type): would not end in a primary: use default, immediate, time, lsn, xid or name")
        default: throw Problem(message: "--type=\(type): is unknown: use default, immediate, time, lsn, xid or name")
        }
    }
}

/// Splits a text into words as a shell would, without running one.
enum OptionWords {
    /// The words: quotes and backslashes as in POSIX sh, nothing else is special. Nil if a quote is not closed.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in line {
            if isEscaped {
                word = (word ?? "") + String(character)
                isEscaped = false
            } else if let open = quote {
                if character == open {
                    quote = nil
                } else if character == "\\", open == "\"" {
                    isEscaped = true
                } else {
                    word = (word ?? "") + String(character)
                }
            } else {
                switch character {
                case "'", "\"":
                    quote = character
                    word = word ?? ""
                case "\\": isEscaped = true
                case " ", "\t", "\n":
                    if let word { words.append(word) }
                    word = nil
                default: word = (word ?? "") + String(character)
                }
            }
        }
        guard quote == nil, !isEscaped else { return nil }
        if let word { words.append(word) }
        return words
    }
}
