# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# an S3 repository beside the volume, encrypted: stanza, backup, WAL; unreachable, wrong keys, bucket gone: writes go on, WALArchiving says why, archiving catches up
# E2E_OUTAGE: seconds for which the store cannot be reached, default 600.
. scripts/e2e/object-store.sh
. scripts/e2e/repositories.sh
ensure_cluster

start_object_store repo2
add_bucket repo2 /e2e
wait_for "the stanza is in the bucket" 420 stanza_in repo2
wait_for "$cluster is ready" 300 is_ready
finish_segment
wait_for "archiving goes well" 120 archiving_says '^True Archiving'

request_backup to-bucket repo2 --type=full
wait_for "a backup is in the bucket" 180 backup_is to-bucket Succeeded
[ "$(kubectl get pg-backup to-bucket --output 'jsonpath={.status.destination}')" = s3://backups/e2e ]
finish_segment
restorable() { [ -n "$(kubectl get pg-backup to-bucket --output 'jsonpath={.status.latestRestorableTime}')" ]; }
wait_for "the backup says up to when it can be restored" 60 restorable

start_writing
trap 'rm -f "$acknowledged.goes-on"; stop_object_store' EXIT

stop_object_store
began=$SECONDS
finish_segment
wait_for "the condition tells within half a minute that the store refuses connections" 60 archiving_says '^False (ArchivingFails|DiskAtRisk) .*(repo2: no connection to s3\.|HostConnectError)'
archiving
while [ $((SECONDS - began)) -lt "${E2E_OUTAGE:-600}" ]; do
    before=$(written)
    sleep 10
    written_since "$before"
    # As many segments as by archive_timeout in a third of an hour.
    [ "$(waiting_segments)" -gt 20 ] || finish_segment
done
echo "after $((SECONDS - began)) s $(waiting_segments) files of WAL wait"
archiving_says '^False (ArchivingFails|DiskAtRisk) '
run_object_store
wait_for "archiving has caught up" 300 archiving_says '^True Archiving'
[ "$(waiting_segments)" -le 2 ]

object_store_credentials repo2 wrong
wrong_keys_are_told() { finish_segment && archiving_says '^False (ArchivingFails|DiskAtRisk) .*403'; }
wait_for "wrong keys are told" 240 wrong_keys_are_told
archiving
before=$(written)
wait_for "writes go on" 30 written_since "$before"
object_store_credentials repo2 "$object_store_secret"
wait_for "archiving has caught up" 240 archiving_says '^True Archiving'

# A bucket that was deleted: nobody makes it but its owner. Then the stanza is made in it again, and everything that waited follows.
object_store_request DELETE /backups
finish_segment
wait_for "the condition tells that the bucket has no stanza" 180 archiving_says '^False (ArchivingFails|DiskAtRisk) .*repo2'
archiving
before=$(written)
wait_for "writes go on" 30 written_since "$before"
object_store_request PUT /backups > /dev/null
wait_for "the stanza is in the bucket again" 300 object_store_request GET /backups/e2e/archive/db/archive.info
wait_for "archiving has caught up" 240 archiving_says '^True Archiving'
stop_writing
trap stop_object_store EXIT
kubectl get events --output json | jq --raw-output '.items[] | select(.reason == "StanzasCreated") | .message' | grep --quiet 'in repo2 any more: it is made again'
request_backup again repo2 --type=full
wait_for "the bucket takes a backup again" 180 backup_is again Succeeded

# Taken away again: nothing is left of it in the configuration, and its archive stays in the bucket.
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/backups/pgbackrest/repos/1"}, {"op": "remove", "path": "/spec/backups/pgbackrest/configuration"}, {"op": "remove", "path": "/spec/backups/pgbackrest/global"}]'
no_bucket() { ! kubectl get configmap "$cluster-pgbackrest-config" --output yaml | grep --quiet repo2; }
wait_for "nothing of the bucket is configured" 60 no_bucket
wait_for "$cluster is ready" 300 is_ready
object_store_request GET /backups/e2e/backup/db/backup.info > /dev/null
kubectl delete pg-backup to-bucket again --ignore-not-found
