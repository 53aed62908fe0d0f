-- databases, in database("postgres")
SET client_min_messages TO WARNING;
SET search_path TO '';
SELECT 'CREATE DATABASE "app"' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = 'app') \gexec
SELECT 'CREATE DATABASE "audit"' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = 'audit') \gexec

-- users, in database("postgres")
SET client_min_messages TO WARNING;
SET search_path TO '';
SET log_statement TO 'none';
SET log_min_duration_statement TO -1;
SET log_min_duration_sample TO -1;
SET log_transaction_sample_rate TO 0;
SET log_min_error_statement TO 'panic';
BEGIN;
SELECT 'CREATE USER "app"' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'app') \gexec
ALTER ROLE "app" WITH LOGIN CREATEDB PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$a:b';
GRANT ALL PRIVILEGES ON DATABASE "app" TO "app";
GRANT ALL PRIVILEGES ON DATABASE "audit" TO "app";
COMMIT;
BEGIN;
SELECT 'CREATE USER "postgres"' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'postgres') \gexec
ALTER ROLE "postgres" WITH LOGIN SUPERUSER PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$a:b';
GRANT ALL PRIVILEGES ON DATABASE "postgres" TO "postgres";
COMMIT;
\connect -reuse-previous=on "dbname='app'"
SET client_min_messages TO WARNING;
SET search_path TO '';
CREATE SCHEMA IF NOT EXISTS "app" AUTHORIZATION "app";
GRANT ALL ON SCHEMA public TO "app";
GRANT ALL ON ALL TABLES IN SCHEMA public TO "app";
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO "app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO "app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO "app";
\connect -reuse-previous=on "dbname='audit'"
SET client_min_messages TO WARNING;
SET search_path TO '';
CREATE SCHEMA IF NOT EXISTS "app" AUTHORIZATION "app";
GRANT ALL ON SCHEMA public TO "app";
GRANT ALL ON ALL TABLES IN SCHEMA public TO "app";
GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO "app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO "app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO "app";

-- pooler, in allDatabases
SET client_min_messages TO WARNING;
SET search_path TO '';
SET log_statement TO 'none';
SET log_min_duration_statement TO -1;
SET log_min_duration_sample TO -1;
SET log_transaction_sample_rate TO 0;
SET log_min_error_statement TO 'panic';
BEGIN;
SELECT 'CREATE ROLE "_crunchypgbouncer"' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '_crunchypgbouncer') \gexec
ALTER ROLE "_crunchypgbouncer" WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$a:b';
SELECT pg_catalog.format('REVOKE ALL PRIVILEGES ON SCHEMA %I FROM "_crunchypgbouncer"', nspname) FROM pg_catalog.pg_namespace
WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'pgbouncer') \gexec
CREATE SCHEMA IF NOT EXISTS pgbouncer;
REVOKE ALL PRIVILEGES ON SCHEMA pgbouncer FROM PUBLIC, "_crunchypgbouncer";
GRANT USAGE ON SCHEMA pgbouncer TO "_crunchypgbouncer";
CREATE OR REPLACE FUNCTION pgbouncer.get_auth(username TEXT) RETURNS TABLE(username TEXT, password TEXT)
LANGUAGE SQL STABLE STRICT SECURITY DEFINER SET search_path TO 'pgbouncer' AS $$
SELECT pg_authid.rolname::TEXT, pg_authid.rolpassword::TEXT FROM pg_catalog.pg_authid
WHERE pg_authid.rolname = $1 AND pg_authid.rolcanlogin AND NOT pg_authid.rolsuper AND NOT pg_authid.rolreplication
AND pg_authid.rolname <> '_crunchypgbouncer'
AND (pg_authid.rolvaliduntil IS NULL OR pg_authid.rolvaliduntil >= CURRENT_TIMESTAMP);
$$;
REVOKE ALL PRIVILEGES ON FUNCTION pgbouncer.get_auth(TEXT) FROM PUBLIC, "_crunchypgbouncer";
GRANT EXECUTE ON FUNCTION pgbouncer.get_auth(TEXT) TO "_crunchypgbouncer";
ALTER ROLE "_crunchypgbouncer" SET search_path TO 'pgbouncer';
COMMIT;

-- extension pgaudit, in allDatabases
SET client_min_messages TO WARNING;
CREATE EXTENSION IF NOT EXISTS "pgaudit";
ALTER EXTENSION "pgaudit" UPDATE;

-- extension pg_stat_statements, in allDatabases
SET client_min_messages TO WARNING;
CREATE EXTENSION IF NOT EXISTS "pg_stat_statements";

-- extension vector, in allDatabases
SET client_min_messages TO WARNING;
CREATE EXTENSION IF NOT EXISTS "vector";
ALTER EXTENSION "vector" UPDATE;

-- extension pg_cron, in database("postgres")
SET client_min_messages TO WARNING;
CREATE EXTENSION IF NOT EXISTS "pg_cron";
ALTER EXTENSION "pg_cron" UPDATE;
