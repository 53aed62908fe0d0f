/// Text within SQL.
///
/// - Source: PostgreSQL documentation, "Lexical Structure".
public enum SQLText {
    /// A name, always in double quotes.
    ///
    /// PostgreSQL knows no names with a zero byte; it is left out.
    public static func identifier(_ name: String) -> String {
        quoted(name, by: "\"")
    }

    /// A text constant. One with backslashes is written so that `standard_conforming_strings` does not matter.
    public static func literal(_ text: String) -> String {
        guard text.unicodeScalars.contains("\\") else { return quoted(text, by: "'") }
        return " E" + quoted(String(String.UnicodeScalarView(text.unicodeScalars.flatMap { $0 == "\\" ? ["\\", "\\"] : [$0] })), by: "'")
    }

    /// Works on scalars: a quote with a combining character after it is another `Character`, and still a quote for PostgreSQL.
    private static func quoted(_ text: String, by quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView([quote])
        for scalar in text.unicodeScalars where scalar != "\0" {
            if scalar == quote { result.append(quote) }
            result.append(scalar)
        }
        result.append(quote)
        return String(result)
    }
}
