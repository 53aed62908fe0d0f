internal import KubernetesModel

/// The options by which pgBackRest archives, out of its configuration files.
struct PgBackRestOptions: Sendable, Hashable {
    private var values: [String: String] = [:]

    /// Sections that hold for `archive-push` of the cluster's stanza.
    private static let sections: Set<Substring> = ["global", "global:archive-push", "db", "db:archive-push"]

    init() {}

    /// Reads every file of a folder that pgBackRest would read: those that end in `.conf`, by name.
    init(folder: String) {
        for name in (try? Files.entries(folder)) ?? [] where name.hasSuffix(".conf") {
            if let text = try? Files.text("\(folder)/\(name)") { add(text) }
        }
    }

    subscript(_ name: String) -> String? { values[name] }

    /// Adds one file. Of an option that is set twice the last one counts.
    mutating func add(_ text: String) {
        var counts = false
        for line in text.split(separator: "\n") {
            if line.first == "[" {
                counts = Self.sections.contains(line.dropFirst().prefix { $0 != "]" })
            } else if counts, line.first != "#", let equals = line.firstIndex(of: "=") {
                values[line[..<equals].trimmed] = line[line.index(after: equals)...].trimmed
            }
        }
    }
}
