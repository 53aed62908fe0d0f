# shellcheck shell=bash disable=SC2154,SC2016 # names come from scripts/demo-environment and the library
# What the tests of repositories are written with. Sourced by tests after the library.

# How archiving goes, as the condition says it: STATUS REASON MESSAGE.
archiving() { kubectl get pg "$cluster" --output json | jq --raw-output '.status.conditions[] | select(.type == "WALArchiving") | "\(.status) \(.reason) \(.message)"'; }
archiving_says() { archiving | grep --quiet --extended-regexp "$1"; }
stanza_in() { [ "$(kubectl get pg "$cluster" --output json | jq ".status.pgbackrest.repos[] | select(.name == \"$1\") | .stanzaCreated")" = true ]; }
backup_is() { [ "$(kubectl get pg-backup "$1" --output 'jsonpath={.status.state}')" = "$2" ]; }

# A backup on request: ask_for_backup NAME REPOSITORY OPTION…
ask_for_backup() {
    local name=$1 repo=$2
    shift 2
    jq --null-input --arg name "$name" --arg cluster "$cluster" --arg repo "$repo" '{apiVersion: "pgv2.percona.com/v2", kind: "PerconaPGBackup",
        metadata: {name: $name}, spec: {pgCluster: $cluster, repoName: $repo, options: $ARGS.positional}}' --args -- "$@" | kubectl apply --filename -
}

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

# The condition of a type, as STATUS REASON MESSAGE.
condition() { kubectl get pg "$cluster" --output json | jq --raw-output --arg type "$1" '.status.conditions[] | select(.type == $type) | "\(.status) \(.reason) \(.message)"'; }
condition_says() { condition "$1" | grep --quiet --extended-regexp "$2"; }
