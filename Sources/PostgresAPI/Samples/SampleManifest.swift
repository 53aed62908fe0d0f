import KubernetesModel

/// The manifests of `deploy/`: what a person applies first, and edits then.
///
/// A sample sets every field of its kind. What is not needed stands behind a `#` in the first column: taking that away is all it takes.
public enum SampleManifest {
    /// What the samples name.
    public struct Names: Sendable {
        /// What the images' names begin with, for example `localhost/`.
        public var imagePrefix: String
        /// Major version of PostgreSQL.
        public var postgresVersion: Int
        /// Release of the custom resources.
        public var version: String

        public init(imagePrefix: String = "localhost/", postgresVersion: Int = 17, version: String = "3.1.0") {
            self.imagePrefix = imagePrefix
            self.postgresVersion = postgresVersion
            self.version = version
        }

        fileprivate func filled(into text: String) -> String {
            let next = postgresVersion + 1
            return [
                ("$VERSION", version), ("$MAJOR", String(postgresVersion)), ("$NEXT", String(next)),
                ("$POSTGRES_NEXT", "\(imagePrefix)egret-postgres:\(next)"), ("$POSTGRES", "\(imagePrefix)egret-postgres:\(postgresVersion)"),
                ("$PGBOUNCER", "\(imagePrefix)egret-pgbouncer:latest"), ("$PGBACKREST", "\(imagePrefix)egret-pgbackrest:latest"),
                ("$OPERATOR", "\(imagePrefix)egret-operator:latest"), ("$UPGRADE", "\(imagePrefix)egret-upgrade:\(next)"),
            ].reduce(text) { $0.replacing($1.0, with: $1.1) }
        }
    }

    /// All of them, under the names of their files: `cr.yaml`, `backup.yaml`, `restore.yaml`, `upgrade.yaml`, `secrets.yaml`.
    public static func all(_ names: Names = Names()) -> [(name: String, text: String)] {
        [
            ("cr.yaml", manifest(PerconaPGCluster.self, clusterText, names)), ("backup.yaml", manifest(PerconaPGBackup.self, backupText, names)),
            ("restore.yaml", manifest(PerconaPGRestore.self, restoreText, names)),
            ("upgrade.yaml", manifest(PerconaPGUpgrade.self, upgradeText, names)), ("secrets.yaml", secrets),
        ]
    }

    /// The sample of a kind as it is written down: keys that begin with `+` are set, the others shown.
    static func sample(_ text: String, _ names: Names) -> JSONValue { (try? JSONValue(parsing: names.filled(into: text))) ?? .emptyObject }

    private static func manifest(_ kind: any CustomResource.Type, _ text: String, _ names: Names) -> String {
        let sample = sample(text, names)
        var writer = SampleWriter()
        writer.note(kind.summary, indent: 0)
        writer.note("A # in the first column hides an option: take it away to set it. Every option is explained in", indent: 0)
        writer.note("docs/reference/\(kind.names.singular).md, and by `kubectl explain \(kind.names.singular).spec`.", indent: 0)
        writer.value(.string(PostgresAPIGroup.apiVersion), at: "apiVersion", indent: 0, isHidden: false)
        writer.value(.string(kind.names.kind), at: "kind", indent: 0, isHidden: false)
        writer.value(nil, at: "metadata", indent: 0, isHidden: false)
        for key in ["+name", "finalizers"] {
            if let value = sample[path: "+metadata", key] {
                writer.value(value, at: String(key.drop { $0 == "+" }), indent: 2, isHidden: !key.hasPrefix("+"))
            }
        }
        writer.value(nil, at: "spec", indent: 0, isHidden: false)
        writer.object(sample["+spec"] ?? .emptyObject, kind.specFields, indent: 2, isHidden: false, depth: 1)
        return writer.text
    }
}

extension FieldDeclaration {
    /// What the field is, in as much of its first paragraph as fits on a line, but whole sentences.
    fileprivate func summary(upTo length: Int) -> String? {
        guard let text = traits.documentation.first else { return nil }
        guard text.count > length, let end = text.firstRange(of: ". ") else { return text }
        return text[..<end.lowerBound] + "."
    }
}

/// Writes a sample line by line.
private struct SampleWriter {
    private var lines: [String] = []
    var text: String { lines.joined(separator: "\n") + "\n" }

    /// How deep fields are explained: those of the spec, and those of its blocks.
    private static let explainedDepth = 2
    /// Longest explanation that still fits beside the field.
    private static let longestNote = 140

    mutating func note(_ text: String, indent: Int) { lines.append(String(repeating: " ", count: indent) + "# " + text) }

    private mutating func add(_ line: String, indent: Int, isHidden: Bool) {
        lines.append(line.isEmpty ? (isHidden ? "#" : "") : (isHidden ? "#" : "") + String(repeating: " ", count: indent) + line)
    }

    mutating func value(_ value: JSONValue?, at key: String, indent: Int, isHidden: Bool) {
        guard let value else { return add("\(key):", indent: indent, isHidden: isHidden) }
        let text = JSONValue.object([key: value]).yaml(firstKeys: SampleManifest.firstKeys)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() { add(String(line), indent: indent, isHidden: isHidden) }
    }

    mutating func object(_ sample: JSONValue, _ fields: any FieldSet.Type, indent: Int, isHidden: Bool, depth: Int) {
        let order = Dictionary(SampleManifest.firstKeys.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
        let declarations = fields.declarations.enumerated()
            .sorted { (order[$0.element.name] ?? 1000 + $0.offset) < (order[$1.element.name] ?? 1000 + $1.offset) }.map(\.element)
        for declaration in declarations {
            let active = sample["+\(declaration.name)"]
            guard let value = active ?? sample[declaration.name] else { continue }
            let isHidden = isHidden || active == nil
            let words = [
                depth <= Self.explainedDepth ? declaration.summary(upTo: Self.longestNote - indent - 16) : nil,
                declaration.traits.support == .notYet ? "Not done yet." : nil,
            ]
            let note = words.compactMap(\.self).joined(separator: " ")
            if !note.isEmpty, note.count + indent <= Self.longestNote { self.note(note, indent: indent) }
            switch declaration.shape {
            case .object(let inner):
                add("\(declaration.name):", indent: indent, isHidden: isHidden)
                object(value, inner, indent: indent + 2, isHidden: isHidden, depth: depth + 1)
            case .list(of: .object(let inner)):
                add("\(declaration.name):", indent: indent, isHidden: isHidden)
                for element in value.array ?? [] {
                    let start = lines.count
                    let isSet = element.object?.keys.contains { $0.hasPrefix("+") } ?? false
                    object(element, inner, indent: indent + 2, isHidden: isHidden || !isSet, depth: depth + 1)
                    dash(from: start, indent: indent)
                }
            default: self.value(value, at: declaration.name, indent: indent, isHidden: isHidden)
            }
        }
    }

    /// Puts the dash of a list's element before its first field.
    private mutating func dash(from start: Int, indent: Int) {
        guard let first = lines[start...].firstIndex(where: { !$0.drop { $0 == " " }.hasPrefix("# ") || $0.hasPrefix("#  ") }) else { return }
        var characters = Array(lines[first])
        characters[indent + (characters[0] == "#" ? 1 : 0)] = "-"
        lines[first] = String(characters)
    }
}
