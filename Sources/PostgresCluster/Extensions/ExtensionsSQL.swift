/// SQL that makes, updates and drops extensions.
public enum ExtensionsSQL {
    /// One extension and what to run for it.
    public struct Step: Sendable, Hashable {
        /// As PostgreSQL calls it, for example `vector`.
        public let name: String
        public let isEnabled: Bool
        public let script: SQLScript
    }

    /// What leads from one choice of extensions to another, in the order of the Percona operator.
    ///
    /// - Parameter former: what was carried out last; nil for the first time. Only an extension that was enabled by the operator is ever
    ///   dropped: one that a person made stays.
    public static func steps(to wanted: ExtensionsDefinition, from former: ExtensionsDefinition?) -> [Step] {
        all.compactMap { known in
            let isEnabled = wanted[keyPath: known.field]
            guard isEnabled || former?[keyPath: known.field] == true else { return nil }
            let target: SQLScript.Target = known.database.map { .database($0) } ?? .allDatabases
            return Step(name: known.name, isEnabled: isEnabled, script: SQLScript(text(known, isEnabled: isEnabled), in: target))
        }
    }

    private struct Known {
        let name: String
        let field: KeyPath<ExtensionsDefinition, Bool>
        var updates = true
        /// Nil: everywhere.
        var database: String?
    }

    private static var all: [Known] {
        [
            Known(name: "pg_stat_monitor", field: \.pgStatMonitor),
            Known(name: "pgaudit", field: \.pgAudit),
            Known(name: "pg_stat_statements", field: \.pgStatStatements, updates: false),
            Known(name: "vector", field: \.pgVector),
            Known(name: "pg_repack", field: \.pgRepack),
            // It works in the one database that `cron.database_name` names.
            Known(name: "pg_cron", field: \.pgCron, database: "postgres"),
            Known(name: "set_user", field: \.setUser),
        ]
    }

    private static func text(_ known: Known, isEnabled: Bool) -> String {
        let name = SQLText.identifier(known.name)
        let preamble = "SET client_min_messages TO WARNING;\n"
        guard isEnabled else { return "\(preamble)DROP EXTENSION IF EXISTS \(name);\n" }
        return "\(preamble)CREATE EXTENSION IF NOT EXISTS \(name);\n" + (known.updates ? "ALTER EXTENSION \(name) UPDATE;\n" : "")
    }
}
