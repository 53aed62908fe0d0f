import Logging
import Synchronization

/// Logs what servers say in the header `Warning` (deprecated fields and the like): each text once, at debug.
final class WarningLog: Sendable {
    /// So many texts are remembered; a server that invents more is not logged any further.
    private static let maximumTexts = 1000

    private let logger: Logger
    private let seen = Mutex<Set<String>>([])

    init(_ logger: Logger) { self.logger = logger }

    /// - Parameter values: of the header, each `299 - "text"`.
    func note(_ values: [String], request: String) {
        for value in values {
            let text = Self.text(of: value)
            let isNew = seen.withLock { $0.count < Self.maximumTexts && $0.insert(text).inserted }
            if isNew { logger.debug("The API server warns", metadata: ["warning": "\(text)", "request": "\(request)"]) }
        }
    }

    /// The quoted part of `299 - "text"`, without its escapes; the whole if it is of another form.
    static func text(of value: String) -> String {
        guard let open = value.firstIndex(of: "\"") else { return value }
        var text = ""
        var isEscaped = false
        for character in value[value.index(after: open)...] {
            if isEscaped {
                text.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                return text
            } else {
                text.append(character)
            }
        }
        return text
    }
}
