import Crypto

/// SQL for psql, read from standard input: nothing of it is ever an argument.
public struct SQLScript: Sendable, Hashable {
    /// What psql reads.
    public var text: String
    public var target: Target
    /// Whether nothing after a statement that fails is run, and the script counts as failed.
    public var stopsAtErrors: Bool

    /// Which databases the script is run in.
    public enum Target: Sendable, Hashable {
        /// One after the other: all that allow connections, `template1` included.
        case allDatabases
        case database(String)
    }

    public init(_ text: String, in target: Target, stopsAtErrors: Bool = true) {
        self.text = text
        self.target = target
        self.stopsAtErrors = stopsAtErrors
    }

    /// Says nothing of what goes well.
    private var options: [String] {
        ["--no-psqlrc", "--no-password", "--quiet"] + (stopsAtErrors ? ["--set=ON_ERROR_STOP=1"] : []) + ["--file=-"]
    }

    /// What to run in the container `database`, with ``text`` on standard input.
    public var command: [String] {
        switch target {
        case .database(let name):
            // By environment: as an argument psql would read `=` in a name as connection parameters.
            ["env", "PGDATABASE=\(name)", "psql"] + options
        case .allDatabases:
            ["bash", "-ceu", "-o", "pipefail", "--", Self.loop, "-"] + options
        }
    }

    /// Names may hold any character, so they are separated by zero bytes.
    private static let loop = """
        sql=$(cat)
        psql --no-psqlrc --no-password --quiet --no-align --tuples-only --record-separator-zero --dbname=postgres \
        --command="SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND datname <> 'template0' ORDER BY datname" |
        while IFS= read -r -d '' database; do printf '%s\\n' "$sql" | PGDATABASE="$database" psql "$@"; done
        """

    /// Stands for text and target: with an equal one the script need not run again.
    public var digest: String {
        var hash = SHA256()
        hash.update(data: Array("\(target)\u{0}\(text)".utf8))
        return hash.finalize().prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// Nothing but what an `IF NOT EXISTS` has to say.
    static let preamble = "SET client_min_messages TO WARNING;\nSET search_path TO '';\n"

    /// Keeps statements out of the server's log, for scripts that hold passwords or what stands for them.
    static let unlogged = """
        SET log_statement TO 'none';
        SET log_min_duration_statement TO -1;
        SET log_min_duration_sample TO -1;
        SET log_transaction_sample_rate TO 0;
        SET log_min_error_statement TO 'panic';

        """

    /// Runs a statement that a query allows, for statements without `IF NOT EXISTS` of their own.
    static func executing(_ statement: String, unless query: String) -> String {
        "SELECT \(SQLText.literal(statement)) WHERE NOT EXISTS (\(query)) \\gexec\n"
    }

    /// Goes on in another database. psql reads a name with `=` as connection parameters, so it gets some.
    static func connecting(to database: String) -> String {
        let value = database.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        return "\\connect -reuse-previous=on \(SQLText.identifier("dbname='\(value)'"))\n\(preamble)"
    }
}
