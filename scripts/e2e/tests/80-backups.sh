# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# backups on request of each type, one that fails and says why, one that is cancelled, one by schedule
ensure_cluster

working() { kubectl exec "$cluster-repo-host-0" --container pgbackrest -- pgrep --full -- "backup-name=$1"; }

request_backup typed-full repo1 --type=full
request_backup typed-diff repo1 --type=diff
request_backup typed-incr repo1 --type=incr
for type in full diff incr; do
    wait_for "the $type backup has succeeded" 60 backup_is "typed-$type" Succeeded
    [ "$(backup_field "typed-$type" backupType)" = "$type" ]
    [ "$(backup_field "typed-$type" size)" -gt 0 ]
done
[ "$(kubectl get jobs --selector "postgres-operator.crunchydata.com/cluster=$cluster,postgres-operator.crunchydata.com/pgbackrest-backup=manual" --output name)" = '' ]

request_backup wrong repo1 --type=whole
wait_for "a backup with a wrong option has failed" 30 backup_is wrong Failed
backup_field wrong error | grep "'whole' is not allowed for 'type' option"

# Without start-fast, pgBackRest waits for a checkpoint that takes minutes.
sql "create table if not exists dirt as select n, repeat('x', 500) from generate_series(1, 20000) n; update dirt set n = n + 1"
request_backup cancelled repo1 --type=full --no-start-fast
wait_for "the backup that will be cancelled is at work" 30 working cancelled
kubectl delete pg-backup cancelled --timeout 30s
if working cancelled; then exit 1; fi
sql "drop table dirt"

kubectl patch pg "$cluster" --type json --patch '[{"op": "add", "path": "/spec/backups/pgbackrest/repos/0/schedules", "value": {"incremental": "* * * * *"}}]'
scheduled() { kubectl get pg-backup --output name | grep "$cluster-repo1-incr-" | head -n 1; }
wait_for "the schedule has made a backup" 65 scheduled
name=$(scheduled)
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/backups/pgbackrest/repos/0/schedules"}]'
wait_for "the scheduled backup has succeeded" 30 backup_is "${name#*/}" Succeeded
kubectl delete pg-backup typed-full typed-diff typed-incr wrong
