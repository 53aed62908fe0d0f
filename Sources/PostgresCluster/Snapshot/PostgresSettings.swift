public import KubernetesModel

/// The parameters that one PostgreSQL knows, from its view `pg_settings`.
public struct PostgresSettings: Sendable, Hashable {
    /// One row of `pg_settings`.
    public struct Setting: Sendable, Hashable {
        /// `bool`, `integer`, `real`, `string` or `enum`.
        public var type: String
        /// When a change takes effect: `internal`, `postmaster`, `sighup`, `superuser`, `user`, …
        public var context: String
        /// Unit of a number without one: `8kB`, `ms`, …
        public var unit: String?
        public var minimum: Double?
        public var maximum: Double?
        public var values: [String]

        public init(type: String, context: String, unit: String? = nil, minimum: Double? = nil, maximum: Double? = nil, values: [String] = []) {
            self.type = type
            self.context = context
            self.unit = unit
            self.minimum = minimum
            self.maximum = maximum
            self.values = values
        }
    }
    public var settings: [String: Setting]

    public init(_ settings: [String: Setting]) { self.settings = settings }

    /// The query whose one JSON value ``init(json:)`` reads.
    public static let query = """
        SELECT json_object_agg(name, json_build_object('type', vartype, 'context', context, 'unit', unit, 'min', min_val, 'max', max_val, \
        'values', enumvals)) FROM pg_settings
        """

    /// Reads the answer to ``query``; nil for anything else.
    public init?(json: JSONValue) {
        guard let rows = json.object else { return nil }
        settings = rows.compactMapValues { row in
            guard let type = row["type"]?.string, let context = row["context"]?.string else { return nil }
            return Setting(
                type: type, context: context, unit: row["unit"]?.string, minimum: row["min"]?.string.flatMap(Double.init),
                maximum: row["max"]?.string.flatMap(Double.init), values: row["values"]?.array?.compactMap(\.string) ?? [])
        }
    }

    /// What is wrong with a value, and what would be right; nil if PostgreSQL will take it.
    ///
    /// Names with a dot belong to extensions, which check their own values when they are loaded.
    public func problem(with name: String, value: JSONValue) -> String? {
        guard let setting = settings[name.lowercased()] else {
            if name.contains(".") { return nil }
            let near = settings.keys.map { ($0, Self.distance($0, name.lowercased())) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
            let hint = near.flatMap { $0.1 <= max(2, name.count / 4) ? "; did you mean \($0.0)?" : nil } ?? ""
            return "PostgreSQL knows no parameter \(name)\(hint)"
        }
        let text = Self.text(of: value)
        switch setting.context == "internal" ? "internal" : setting.type {
        case "internal": return "cannot be set: it shows how PostgreSQL was built or initialised"
        case "bool":
            let words = ["on", "off", "true", "false", "yes", "no", "1", "0", "t", "f", "y", "n", "tr", "tru", "fa", "fal", "fals", "ye", "of"]
            return words.contains(text.lowercased()) ? nil : "must be on or off, is \(quoted(text))"
        case "enum":
            // Hidden spellings (such as booleans for some enums) are not in the view: those that look like a boolean are left to PostgreSQL.
            if setting.values.isEmpty || setting.values.contains(text.lowercased()) { return nil }
            if ["on", "off", "true", "false", "yes", "no", "1", "0"].contains(text.lowercased()) { return nil }
            return "must be one of \(setting.values.joined(separator: ", ")), is \(quoted(text))"
        case "integer", "real":
            guard let number = Self.number(text, unit: setting.unit) else {
                return "must be a number\(setting.unit.map { " with a unit like that of \($0), or none" } ?? ""), is \(quoted(text))"
            }
            if let minimum = setting.minimum, let maximum = setting.maximum, number < minimum || number > maximum {
                let unit = setting.unit.map { " \($0)" } ?? ""
                return "must be from \(Self.plain(minimum)) to \(Self.plain(maximum))\(unit), is \(quoted(text))"
            }
            return nil
        default: return nil
        }
    }

    /// A value as Patroni would write it into the configuration file.
    static func text(of value: JSONValue) -> String {
        switch value {
        case .string(let text): text.trimmed
        case .bool(let on): on ? "on" : "off"
        default: value.text
        }
    }

    private func quoted(_ text: String) -> String { "\"\(text)\"" }

    private static func plain(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int64(number)) : String(number)
    }

    private static let memory: [(String, Double)] = [("kB", 1024), ("MB", 0x1p20), ("GB", 0x1p30), ("TB", 0x1p40), ("B", 1)]
    private static let time: [(String, Double)] = [
        ("us", 1e-6), ("ms", 1e-3), ("min", 60), ("s", 1), ("h", 3600), ("d", 86_400),
    ]

    /// A number in the parameter's own unit; nil for what PostgreSQL would not read.
    static func number(_ text: String, unit: String?) -> Double? {
        if let plain = Double(text) { return plain }
        if text.hasPrefix("0x"), let hexadecimal = Int64(text.dropFirst(2), radix: 16) { return Double(hexadecimal) }
        guard let unit else { return nil }
        for table in [memory, time] {
            guard let own = factor(of: unit, in: table) else { continue }
            for (suffix, scale) in table where text.hasSuffix(suffix) {
                guard let amount = Double(String(text.dropLast(suffix.count)).trimmed) else { continue }
                return amount * scale / own
            }
        }
        return nil
    }

    /// What one `8kB` or `ms` is in the base unit of its table.
    private static func factor(of unit: String, in table: [(String, Double)]) -> Double? {
        let count = unit.prefix { $0.isNumber }
        let name = String(unit.dropFirst(count.count))
        return table.first { $0.0 == name }.map { $0.1 * (Double(count) ?? 1) }
    }

    /// Edit distance, for suggestions.
    static func distance(_ one: String, _ two: String) -> Int {
        let two = Array(two.utf8)
        var row = Array(0...two.count)
        for (i, a) in one.utf8.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in two.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[two.count]
    }
}
