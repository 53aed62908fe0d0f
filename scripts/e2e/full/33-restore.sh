# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# a restore to a time gives exactly the rows committed up to it; a wrong one fails and the cluster has not noticed
. scripts/e2e/restores.sh
. scripts/e2e/unreachable-targets.sh
ensure_cluster
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
through_pooler --command 'truncate ticks' --command 'insert into ticks values (50)'
as_text=$(date --utc --date "@$target" '+%Y-%m-%d %H:%M:%S.%6N')

# What cannot succeed fails with its reason, and the cluster has not noticed.
unreachable_targets

# Without an offset the target is UTC, and the status says so.
restore right --type=time "--target=\"$as_text\""
begun() { [ -n "$(restore_field right phase)" ]; }
wait_for "the restore has begun" 60 begun
restore second
wait_for "a second one at the same time has failed" 30 restore_is second Failed
restore_error second | grep --quiet 'restore right of this cluster is under way'
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

# Undone, the rows before it are there again, and what was restored is kept in turn.
[ "$(kubectl get pg-restore right --output 'jsonpath={.status.progress}')" = '' ]
through_pooler --command 'insert into ticks values (99)'
"$egret" pg restore --namespace "$namespace" --undo --yes --wait --name undone --timeout 150
[ "$(through_pooler --command 'select n from ticks')" = 50 ]
wait_for "$cluster is ready" 120 is_ready
wait_for "two replicas stream" 60 members_stream 3
[ "$(restore_field right previousData.directory)" = '' ]
kubectl exec "$(restore_field undone instance)-0" --container database -- test ! -e "$directory"
"$egret" pg restore --namespace "$namespace" --undo --yes --wait --timeout 150
[ "$(through_pooler --command 'select n from ticks where n <> 99 order by n')" = "$expected" ]
[ "$(through_pooler --command 'select count(*) from ticks where n = 99')" = 1 ]
wait_for "$cluster is ready" 120 is_ready
wait_for "a backup of the new timeline is made" 120 backed_up

# A target that only recovery can find out about: the data before it returns.
through_pooler --command 'insert into ticks values (100)'
restore missing --type=name --target=nowhere
wait_for "a restore to a restore point that nobody made has failed" 120 restore_is missing Failed
restore_error missing | grep --quiet 'does not have the target'
wait_for "$cluster is ready" 120 is_ready
[ "$(through_pooler --command 'select count(*) from ticks where n = 100')" = 1 ]
