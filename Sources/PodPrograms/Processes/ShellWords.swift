/// Splits a command line as a shell would, without running one.
enum ShellWords {
    /// The words of a line: quotes and backslashes as in POSIX sh; `$NAME` and `${NAME}` from `environment`, if given; nothing else is special.
    ///
    /// Returns nil if a quote is not closed.
    static func split(_ line: String, environment: [String: String]? = nil) -> [String]? {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = line[...]
        while let character = rest.popFirst() {
            switch (character, quote) {
            case ("'", "'"), ("\"", "\""): quote = nil
            case (_, "'"): word = (word ?? "") + String(character)
            case ("\\", nil):
                if let next = rest.popFirst() { word = (word ?? "") + String(next) }
            case ("\\", "\""):
                guard let next = rest.popFirst() else { return nil }
                word = (word ?? "") + ("$`\"\\".contains(next) ? String(next) : "\\" + String(next))
            case ("$", _):
                if let environment, let name = variable(in: &rest) {
                    word = (word ?? "") + (environment[name] ?? "")
                } else {
                    word = (word ?? "") + "$"
                }
            case ("'", nil), ("\"", nil):
                quote = character
                word = word ?? ""
            case (" ", nil), ("\t", nil), ("\n", nil):
                if let word { words.append(word) }
                word = nil
            default: word = (word ?? "") + String(character)
            }
        }
        guard quote == nil else { return nil }
        if let word { words.append(word) }
        return words
    }

    /// Takes a variable's name off the text after a `$`.
    private static func variable(in rest: inout Substring) -> String? {
        let braces = rest.first == "{"
        let name = rest.dropFirst(braces ? 1 : 0).prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
        guard !name.isEmpty else { return nil }
        let after = rest[name.endIndex...]
        guard !braces || after.first == "}" else { return nil }
        rest = after.dropFirst(braces ? 1 : 0)
        return String(name)
    }
}
