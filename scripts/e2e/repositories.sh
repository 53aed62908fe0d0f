# shellcheck shell=bash disable=SC2154,SC2016 # names come from scripts/demo-environment and the library
# What the tests of repositories are written with. Sourced by tests after the library.

# How archiving goes, as the condition says it: STATUS REASON MESSAGE.
archiving() { condition WALArchiving; }
archiving_says() { condition_says WALArchiving "$1"; }

# A finished segment of WAL, with a commit in it.
finish_segment() { sql "create table if not exists segments (n int)" && sql "insert into segments values (1)" && sql "select pg_switch_wal()"; }
# How many finished files of WAL wait on the leader.
waiting_segments() { kubectl exec "$(role primary)" --container database -- bash -c 'ls "$PGDATA/pg_wal/archive_status" | grep --count "\.ready$" || true'; }

# A repository in the bucket, and its options in `global`, as JSON: bucket_repository REPOSITORY, bucket_options REPOSITORY PATH
bucket_repository() { echo '{"name": "'"$1"'", "s3": {"bucket": "backups", "endpoint": "'"$object_store_host"'", "region": "us-east-1"}}'; }
bucket_options() { echo '{"'"$1"'-path": "'"$2"'", "'"$1"'-s3-uri-style": "path", "'"$1"'-storage-ca-file": "/etc/pgbackrest/conf.d/ca.crt"}'; }

# The bucket of the object store as another repository: add_bucket REPOSITORY PATH
add_bucket() {
    kubectl patch pg "$cluster" --type json --patch '[
        {"op": "add", "path": "/spec/backups/pgbackrest/repos/-", "value": '"$(bucket_repository "$1")"'},
        {"op": "add", "path": "/spec/backups/pgbackrest/configuration", "value": [{"secret": {"name": "object-store"}}]},
        {"op": "add", "path": "/spec/backups/pgbackrest/global", "value": '"$(bucket_options "$1" "$2")"'}]'
}
