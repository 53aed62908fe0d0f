# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# an S3 repository beside the volume, encrypted: stanza, backup, WAL; unreachable, wrong keys, bucket gone: writes go on, WALArchiving says why, archiving catches up
. scripts/e2e/object-store.sh
ensure_cluster
archiving() { kubectl get pg "$cluster" --output json | jq --raw-output '.status.conditions[] | select(.type == "WALArchiving") | "\(.status) \(.reason) \(.message)"'; }
archiving_says() { archiving | grep --quiet --extended-regexp "$1"; }
stanza_in() { [ "$(kubectl get pg "$cluster" --output json | jq ".status.pgbackrest.repos[] | select(.name == \"$1\") | .stanzaCreated")" = true ]; }
backup_is() { [ "$(kubectl get pg-backup "$1" --output 'jsonpath={.status.state}')" = "$2" ]; }
# A finished segment of WAL, with a commit in it.
finish_segment() { sql "create table if not exists segments (n int)" && sql "insert into segments values (1)" && sql "select pg_switch_wal()"; }

wrong_keys_are_told() { finish_segment && archiving_says '^False (ArchivingFails|DiskAtRisk) .*403'; }

start_object_store repo2
kubectl patch pg "$cluster" --type json --patch '[
    {"op": "add", "path": "/spec/backups/pgbackrest/repos/-", "value": {"name": "repo2", "s3": {"bucket": "backups", "endpoint": "'"$object_store_host"'", "region": "us-east-1"}}},
    {"op": "add", "path": "/spec/backups/pgbackrest/configuration", "value": [{"secret": {"name": "object-store"}}]}]'
kubectl patch pg "$cluster" --type merge --patch '{"spec": {"backups": {"pgbackrest": {"global": {"repo2-path": "/e2e", "repo2-s3-uri-style": "path", "repo2-storage-ca-file": "/etc/pgbackrest/conf.d/ca.crt"}}}}}'
wait_for "the stanza is in the bucket" 420 stanza_in repo2
wait_for "$cluster is ready" 300 is_ready
finish_segment
wait_for "archiving goes well" 120 archiving_says '^True Archiving'

kubectl apply --filename - <<YAML
{"apiVersion": "pgv2.percona.com/v2", "kind": "PerconaPGBackup", "metadata": {"name": "to-bucket"}, "spec": {"pgCluster": "$cluster", "repoName": "repo2", "options": ["--type=full"]}}
YAML
wait_for "a backup is in the bucket" 180 backup_is to-bucket Succeeded
[ "$(kubectl get pg-backup to-bucket --output 'jsonpath={.status.destination}')" = s3://backups/e2e ]
finish_segment
restorable() { [ -n "$(kubectl get pg-backup to-bucket --output 'jsonpath={.status.latestRestorableTime}')" ]; }
wait_for "the backup says up to when it can be restored" 60 restorable

start_writing
trap 'rm -f "$acknowledged.goes-on"; stop_object_store' EXIT
stop_object_store
finish_segment
wait_for "the condition tells that the store cannot be reached" 180 archiving_says '^False (ArchivingFails|ArchivingLags|DiskAtRisk) '
archiving
before=$(written)
wait_for "writes go on" 30 written_since "$before"
run_object_store
wait_for "archiving has caught up" 180 archiving_says '^True Archiving'

object_store_credentials repo2 wrong
wait_for "wrong keys are told" 240 wrong_keys_are_told
archiving
object_store_credentials repo2 "$object_store_secret"
wait_for "archiving has caught up" 240 archiving_says '^True Archiving'
stop_writing

# Taken away again: nothing is left of it in the configuration, and its archive stays in the bucket.
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/backups/pgbackrest/repos/1"}, {"op": "remove", "path": "/spec/backups/pgbackrest/configuration"}, {"op": "remove", "path": "/spec/backups/pgbackrest/global"}]'
wait_for "$cluster is ready" 300 is_ready
object_store_request GET /backups/e2e/backup/db/backup.info > /dev/null
