import Foundation
import Synchronization

/// Regular expressions of RE2, as schemas and CEL use them.
enum PatternText {
    /// Expressions that were compiled before; compiling is what costs.
    private static let compiled = CompiledPatterns()

    static func isValid(_ pattern: String) -> Bool { compiled.expression(pattern) != nil }

    /// Whether a pattern matches somewhere in a text.
    static func matches(_ text: String, _ pattern: String) throws(CELProblem) -> Bool {
        guard let expression = compiled.expression(pattern) else { throw CELProblem(text: "error parsing regexp: \(pattern)") }
        return expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }

    static func all(_ text: String, _ pattern: String) throws(CELProblem) -> [String] {
        guard let expression = compiled.expression(pattern) else { throw CELProblem(text: "error parsing regexp: \(pattern)") }
        return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).compactMap {
            Range($0.range, in: text).map { String(text[$0]) }
        }
    }

    /// RE2's `$` is the very end of the text, ICU's also the place before a last newline.
    fileprivate static func translated(_ pattern: String) -> String {
        var result = ""
        var isEscaped = false
        var isInClass = false
        for character in pattern {
            if isEscaped {
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "[" {
                // A bracket inside of a class stands for itself in RE2.
                if isInClass {
                    result += "\\["
                    continue
                }
                isInClass = true
            } else if character == "]" {
                isInClass = false
            } else if character == "$", !isInClass {
                result += "\\z"
                continue
            }
            result.append(character)
        }
        return result.replacing("\\[:", with: "[:")
    }
}

private final class CompiledPatterns: Sendable {
    private let cache = Mutex<[String: NSRegularExpression?]>([:])

    func expression(_ pattern: String) -> NSRegularExpression? {
        cache.withLock { cache in
            if let known = cache[pattern] { return known }
            let expression = try? NSRegularExpression(pattern: PatternText.translated(pattern))
            cache[pattern] = .some(expression)
            return expression
        }
    }
}
