/// SQL for the pooler: its role, and the function by which it looks up the passwords of users.
public enum PgBouncerSQL {
    /// Makes role, schema and function in every database, `template1` included, so that new databases have them.
    ///
    /// - Parameter verifier: of the role's password.
    public static func enable(verifier: String, exposesSuperusers: Bool) -> SQLScript {
        let role = SQLText.identifier(DatabaseRole.pgBouncer)
        let name = SQLText.literal(DatabaseRole.pgBouncer)
        let superusers = exposesSuperusers ? "" : "AND NOT pg_authid.rolsuper "
        let replication =
            exposesSuperusers ? "AND (NOT pg_authid.rolreplication OR pg_authid.rolname = 'postgres')" : "AND NOT pg_authid.rolreplication"
        let text = """
            \(SQLScript.preamble)\(SQLScript.unlogged)BEGIN;
            \(SQLScript.executing("CREATE ROLE \(role)", unless: "SELECT FROM pg_catalog.pg_roles WHERE rolname = \(name)"))\
            ALTER ROLE \(role) WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD \(SQLText.literal(verifier));
            SELECT pg_catalog.format('REVOKE ALL PRIVILEGES ON SCHEMA %I FROM \(role)', nspname) FROM pg_catalog.pg_namespace
            WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'pgbouncer') \\gexec
            CREATE SCHEMA IF NOT EXISTS pgbouncer;
            REVOKE ALL PRIVILEGES ON SCHEMA pgbouncer FROM PUBLIC, \(role);
            GRANT USAGE ON SCHEMA pgbouncer TO \(role);
            CREATE OR REPLACE FUNCTION pgbouncer.get_auth(username TEXT) RETURNS TABLE(username TEXT, password TEXT)
            LANGUAGE SQL STABLE STRICT SECURITY DEFINER SET search_path TO 'pgbouncer' AS $$
            SELECT pg_authid.rolname::TEXT, pg_authid.rolpassword::TEXT FROM pg_catalog.pg_authid
            WHERE pg_authid.rolname = $1 AND pg_authid.rolcanlogin \(superusers)\(replication)
            AND pg_authid.rolname <> \(name)
            AND (pg_authid.rolvaliduntil IS NULL OR pg_authid.rolvaliduntil >= CURRENT_TIMESTAMP);
            $$;
            REVOKE ALL PRIVILEGES ON FUNCTION pgbouncer.get_auth(TEXT) FROM PUBLIC, \(role);
            GRANT EXECUTE ON FUNCTION pgbouncer.get_auth(TEXT) TO \(role);
            ALTER ROLE \(role) SET search_path TO 'pgbouncer';
            COMMIT;

            """
        return SQLScript(text, in: .allDatabases)
    }

    /// Takes schema, function and what the role owns out of every database.
    public static let disable = SQLScript(
        """
        \(SQLScript.preamble)BEGIN;
        DROP FUNCTION IF EXISTS pgbouncer.get_auth(TEXT);
        DROP SCHEMA IF EXISTS pgbouncer CASCADE;
        SELECT pg_catalog.format('DROP OWNED BY %I CASCADE', rolname) FROM pg_catalog.pg_roles WHERE rolname = '\(DatabaseRole.pgBouncer)' \\gexec
        COMMIT;

        """, in: .allDatabases)

    /// Drops the role, after ``disable``.
    public static let dropRole = SQLScript(
        "\(SQLScript.preamble)DROP ROLE IF EXISTS \(SQLText.identifier(DatabaseRole.pgBouncer));\n", in: .database("postgres"))
}
