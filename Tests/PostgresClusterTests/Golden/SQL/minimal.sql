-- databases, in database("postgres")
SET client_min_messages TO WARNING;
SET search_path TO '';
SELECT 'CREATE DATABASE "one"' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = 'one') \gexec

-- users, in database("postgres")
SET client_min_messages TO WARNING;
SET search_path TO '';
SET log_statement TO 'none';
SET log_min_duration_statement TO -1;
SET log_min_duration_sample TO -1;
SET log_transaction_sample_rate TO 0;
SET log_min_error_statement TO 'panic';
BEGIN;
SELECT 'CREATE USER "one"' WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'one') \gexec
ALTER ROLE "one" WITH LOGIN PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$a:b';
GRANT ALL PRIVILEGES ON DATABASE "one" TO "one";
COMMIT;
\connect -reuse-previous=on "dbname='one'"
SET client_min_messages TO WARNING;
SET search_path TO '';
CREATE SCHEMA IF NOT EXISTS "one" AUTHORIZATION "one";

-- extension pgaudit, in allDatabases
SET client_min_messages TO WARNING;
CREATE EXTENSION IF NOT EXISTS "pgaudit";
ALTER EXTENSION "pgaudit" UPDATE;
