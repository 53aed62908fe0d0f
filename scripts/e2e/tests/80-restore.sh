# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# a restore to a time gives exactly the rows committed up to it; a wrong one fails and the cluster has not noticed
ensure_cluster
# restore NAME [OPTION…]: asks for one.
restore() {
    local name=$1
    shift
    kubectl delete pg-restore "$name" --ignore-not-found
    jq --null-input --arg name "$name" --arg cluster "$cluster" '{apiVersion: "pgv2.percona.com/v2", kind: "PerconaPGRestore", metadata: {name: $name},
        spec: {pgCluster: $cluster, repoName: "repo1", options: $ARGS.positional}}' --args -- "$@" | kubectl apply --filename -
}
restore_is() { [ "$(kubectl get pg-restore "$1" --output 'jsonpath={.status.state}')" = "$2" ]; }
restore_error() { kubectl get pg-restore "$1" --output 'jsonpath={.status.error}'; }
# A full backup of the present timeline, from which earlier times can be restored.
backed_up() { kubectl get pg "$cluster" --output json | jq --exit-status '.status.pgbackrest.repos[0].replicaCreateBackupComplete'; }
wait_for "there is a backup" 120 backed_up

# A row a second; when each was committed, PostgreSQL knows (track_commit_timestamp).
through_pooler --command 'drop table if exists ticks' --command 'create table ticks (n int primary key)'
for n in $(seq 1 12); do
    through_pooler --command "insert into ticks values ($n)"
    sleep 1
done
commits=$(through_pooler --command "select n, extract(epoch from pg_xact_commit_timestamp(xmin)) from ticks order by n")
first=$(head -n 1 <<< "$commits" | cut --delimiter '|' --fields 2) last=$(tail -n 1 <<< "$commits" | cut --delimiter '|' --fields 2)
target=$(awk -v first="$first" -v last="$last" -v seed="$RANDOM" 'BEGIN { srand(seed); printf "%.6f", first + rand() * (last - first) }')
expected=$(awk -F '|' -v target="$target" '$2 <= target { print $1 }' <<< "$commits")
through_pooler --command 'truncate ticks'
as_text=$(date --utc --date "@$target" '+%Y-%m-%d %H:%M:%S.%6N')

# What cannot succeed fails with its reason, and the cluster has not noticed.
members=$(pods postgres-operator.crunchydata.com/data=postgres 'jsonpath={.items[*].metadata.uid}')
started=$(sql 'select pg_postmaster_start_time()')
wrong() {
    local words=$1
    shift
    restore wrong "$@"
    wait_for "a restore with $* has failed" 30 restore_is wrong Failed
    restore_error wrong
    restore_error wrong | grep --quiet --fixed-strings "$words"
}
wrong 'is no backup in repo1' --set=20200101-000000F
wrong 'is in the future' --type=time '--target="2099-01-01 00:00:00+00"'
wrong 'before the end of the first backup' --type=time '--target="2001-01-01 00:00:00+00"'
wrong 'is no time' --type=time --target=yesterday
wrong 'is set by the operator' --repo=2
[ "$(pods postgres-operator.crunchydata.com/data=postgres 'jsonpath={.items[*].metadata.uid}')" = "$members" ]
[ "$(sql 'select pg_postmaster_start_time()')" = "$started" ]
is_ready

# Without an offset the target is UTC, and the status says so.
restore right --type=time "--target=\"$as_text\""
wait_for "the restore to $as_text has succeeded" 150 restore_is right Succeeded
kubectl get pg-restore right --output 'jsonpath={.status}'
kubectl get pg-restore right --output 'jsonpath={.status.target}' | grep --quiet 'read as UTC'
[ "$(through_pooler --command 'select n from ticks order by n')" = "$expected" ]
wait_for "$cluster is ready" 120 is_ready
wait_for "three members" 60 members_are 3
wait_for "two replicas stream" 60 members_stream 3
# The data before it is kept, and says where.
directory=$(kubectl get pg-restore right --output 'jsonpath={.status.previousData.directory}')
kubectl exec "$(kubectl get pg-restore right --output 'jsonpath={.status.instance}')-0" --container database -- test -e "$directory/PG_VERSION"
wait_for "a backup of the new timeline is made" 120 backed_up

# A target that only recovery can find out about: the data before it returns.
through_pooler --command 'insert into ticks values (100)'
restore missing --type=name --target=nowhere
wait_for "a restore to a restore point that nobody made has failed" 120 restore_is missing Failed
restore_error missing | grep --quiet 'does not have the target'
wait_for "$cluster is ready" 120 is_ready
[ "$(through_pooler --command 'select count(*) from ticks where n = 100')" = 1 ]
