import FoundationEssentials
import Glibc
import KubernetesModel
public import Logging

/// Writes log lines to standard error: text for people, or one JSON object a line.
public struct OperatorLog: LogHandler {
    public var metadata: Logger.Metadata = [:]
    public var logLevel: Logger.Level
    private let label: String
    private let isStructured: Bool

    public init(label: String, level: Logger.Level, isStructured: Bool) {
        self.label = label
        logLevel = level
        self.isStructured = isStructured
    }

    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    public func log(event: LogEvent) {
        let facts = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        let time = Self.now
        if isStructured {
            var line: [String: JSONValue] = [
                "ts": .string(time), "level": .string(event.level.rawValue), "logger": .string(label), "msg": .string(event.message.description),
            ]
            for (key, value) in facts { line[key] = .string(value.description) }
            Self.lastWords(JSONValue.object(line).text)
        } else {
            let tail = facts.map { " \($0.key)=\(Self.quoted($0.value.description))" }.joined()
            Self.lastWords("\(time) \(event.level.rawValue.uppercased()) \(event.message)\(tail)")
        }
    }

    /// One line on standard error, in one write, so that lines of several threads do not mix.
    public static func lastWords(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    private static var now: String {
        Timestamp(microsecondsSince1970: Int64((Date().timeIntervalSince1970 * 1_000_000).rounded())).description
    }

    /// In quotes where it has spaces, as logfmt does.
    private static func quoted(_ text: String) -> String { text.contains(" ") || text.isEmpty ? JSONValue.string(text).text : text }
}
