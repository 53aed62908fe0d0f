# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# backups on request of each type, one that fails and says why, one that is cancelled, one by schedule
ensure_cluster

# Asks for a backup: request NAME OPTION…
request() {
    local name=$1
    shift
    jq --null-input --arg name "$name" --arg cluster "$cluster" '{apiVersion: "pgv2.percona.com/v2", kind: "PerconaPGBackup", metadata: {name: $name},
        spec: {pgCluster: $cluster, repoName: "repo1", options: $ARGS.positional}}' --args -- "$@" | kubectl apply --filename -
}
field() { kubectl get pg-backup "$1" --output "jsonpath={.status.$2}"; }
is() { [ "$(field "$1" "$2")" = "$3" ]; }
working() { kubectl exec "$cluster-repo-host-0" --container pgbackrest -- pgrep --full -- "backup-name=$1"; }

request typed-full --type=full
request typed-diff --type=diff
request typed-incr --type=incr
for type in full diff incr; do
    wait_for "the $type backup has succeeded" 60 is "typed-$type" state Succeeded
    is "typed-$type" backupType "$type"
    [ "$(field "typed-$type" size)" -gt 0 ]
done
[ "$(kubectl get jobs --selector "postgres-operator.crunchydata.com/cluster=$cluster,postgres-operator.crunchydata.com/pgbackrest-backup=manual" --output name)" = '' ]

request wrong --type=whole
wait_for "a backup with a wrong option has failed" 30 is wrong state Failed
field wrong error | grep "'whole' is not allowed for 'type' option"

# Without start-fast, pgBackRest waits for a checkpoint that takes minutes.
sql "create table if not exists dirt as select n, repeat('x', 500) from generate_series(1, 20000) n; update dirt set n = n + 1"
request cancelled --type=full --no-start-fast
wait_for "the backup that will be cancelled is at work" 30 working cancelled
kubectl delete pg-backup cancelled --timeout 30s
if working cancelled; then exit 1; fi
sql "drop table dirt"

kubectl patch pg "$cluster" --type json --patch '[{"op": "add", "path": "/spec/backups/pgbackrest/repos/0/schedules", "value": {"incremental": "* * * * *"}}]'
scheduled() { kubectl get pg-backup --output name | grep "$cluster-repo1-incr-" | head -n 1; }
wait_for "the schedule has made a backup" 65 scheduled
name=$(scheduled)
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/backups/pgbackrest/repos/0/schedules"}]'
wait_for "the scheduled backup has succeeded" 30 is "${name#*/}" state Succeeded
kubectl delete pg-backup typed-full typed-diff typed-incr wrong
