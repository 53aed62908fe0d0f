import Foundation

/// How much a piece of text should stand out.
enum Tone { case plain, strong, quiet, good, warning, bad }

/// How text is written: with colours on a terminal, without them into a file or pipe.
struct TextStyle: Sendable {
    var hasColours: Bool

    static let plain = TextStyle(hasColours: false)

    /// The style of a file descriptor; `NO_COLOR` and `TERM=dumb` mean none (https://no-color.org).
    static func of(_ descriptor: Int32, environment: [String: String] = ProcessInfo.processInfo.environment) -> TextStyle {
        let isUnwanted = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        return TextStyle(hasColours: !isUnwanted && isatty(descriptor) == 1)
    }

    static var standardOutput: TextStyle { .of(STDOUT_FILENO) }

    func apply(_ tone: Tone, to text: String) -> String {
        guard hasColours, !text.isEmpty else { return text }
        let code: String
        switch tone {
        case .plain: return text
        case .strong: code = "1"
        case .quiet: code = "2"
        case .good: code = "32"
        case .warning: code = "33"
        case .bad: code = "31"
        }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}
