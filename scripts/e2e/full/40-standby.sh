# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# standby clusters by stream and by repository: they follow, are not promoted while that would lose rows, and have every acknowledged row when the source stops
. scripts/e2e/object-store.sh
ensure_cluster
source=$cluster
in_recovery() { [ "$(on "$1" sql 'select pg_is_in_recovery()')" = "$2" ]; }
state_of() { [ "$(kubectl get pg "$1" --output 'jsonpath={.status.state}')" = "$2" ]; }
# Rows of the source's user in another cluster, asked in the leader.
numbers_in() { kubectl exec "$(on "$1" role primary)" --container database -- psql --no-psqlrc --tuples-only --no-align --command "select count(*) from $source.numbers" "$source"; }
has_numbers() { [ "$(numbers_in "$1")" -ge "$2" ]; }

start_object_store repo2
trap 'rm -f "${acknowledged:-/none}.goes-on"; stop_object_store' EXIT
kubectl patch pg "$source" --type merge --patch '{"spec": {"backups": {"pgbackrest": {"configuration": [{"secret": {"name": "object-store"}}],
    "global": {"repo2-path": "/source", "repo2-s3-uri-style": "path", "repo2-storage-ca-file": "/etc/pgbackrest/conf.d/ca.crt"}}}}}'
kubectl patch pg "$source" --type json --patch '[{"op": "add", "path": "/spec/backups/pgbackrest/repos/-", "value":
    {"name": "repo2", "s3": {"bucket": "backups", "endpoint": "'"$object_store_host"'", "region": "us-east-1"}}}]'
wait_for "the stanza is in the bucket" 420 on "$source" stanza_in repo2
request_backup for-standby repo2 --type=full
wait_for "a backup is in the bucket" 240 backup_is for-standby Succeeded
start_writing
trap 'rm -f "$acknowledged.goes-on"; stop_object_store' EXIT

# One that streams, one that only reads the repository: made from the source's own spec.
standby() { # standby NAME INSTANCES FILTER
    kubectl get pg "$source" --output json | jq --arg name "$1" --argjson replicas "$2" \
        '{apiVersion, kind, metadata: {name: $name}, spec: (.spec | del(.patroni) | .instances[0].replicas = $replicas | .proxy.pgBouncer.replicas = 1)} | '"$3" \
        | kubectl apply --filename -
}
standby streamed 2 '.spec.standby = {enabled: true, host: "'"$source-ha.$namespace.svc"'", maxAcceptableLag: "64Mi"}
    | .spec.secrets.customRootCATLSSecret.name = "'"$source-cluster-ca-cert"'" | .spec.backups.pgbackrest |= (del(.configuration, .global) | .repos |= .[:1])'
wait_for "the cluster that streams is ready" 300 on streamed is_ready
standby replayed 1 '.spec.standby = {enabled: true, repoName: "repo2"}'
wait_for "the cluster that reads the repository is ready" 300 on replayed is_ready
on streamed condition Ready
on streamed condition_says Ready "follows $source-ha"
on replayed condition_says Ready 'follows repo2'
for standby in streamed replayed; do
    in_recovery "$standby" t
    [ "$(kubectl get pg-backup --output json | jq --arg name "$standby" '[.items[] | select(.spec.pgCluster == $name)] | length')" = 0 ]
done
lag_is_known() { [ -n "$(kubectl get pg streamed --output 'jsonpath={.status.standby.lagBytes}')" ] && on streamed condition_says StandbyLagging '^False LagNotDetected'; }
wait_for "the lag is told" 60 lag_is_known
kubectl get pg streamed --output 'jsonpath={.status.standby}'
count=$(numbers_in "$source")
wait_for "the rows arrive by stream" 20 has_numbers streamed "$count"
wait_for "the rows arrive by the repository" 180 has_numbers replayed "$count"

# Nothing is backed up from a standby.
on streamed request_backup of-standby repo1
wait_for "a backup of a standby fails" 60 backup_is of-standby Failed
backup_field of-standby error | grep --quiet 'follows'

# The leader of the standby dies: another one follows the source.
kill_container "$(on streamed role primary)" database
wait_for "it follows again" 120 on streamed is_ready
wait_for "with two members" 120 on streamed members_are 2
in_recovery streamed t

# Promotion would lose what the source writes at this moment.
kubectl patch pg streamed --type merge --patch '{"spec": {"standby": {"enabled": false}}}'
wait_for "the promotion is refused" 60 on streamed condition_says Accepted '^False .*(still answers|still accepts writes)'
on streamed condition Accepted
kubectl patch pg replayed --type merge --patch '{"spec": {"standby": {"enabled": false}}}'
wait_for "the promotion is refused" 60 on replayed condition_says Accepted '^False .*(still answers|still accepts writes)'
kill_operator
sleep_until=$((SECONDS + 15))
goes_on() { in_recovery streamed t && in_recovery replayed t && [ $SECONDS -ge $sleep_until ]; }
wait_for "they go on following" 60 goes_on

# The source stops in order: it sends and archives everything before it ends.
stop_writing
total=$(numbers_in "$source")
kubectl patch pg "$source" --type merge --patch '{"spec": {"pause": true}}'
wait_for "the source is paused" 180 state_of "$source" paused
for standby in streamed replayed; do
    wait_for "$standby is promoted" 120 in_recovery "$standby" f
    wait_for "$standby is ready" 300 on "$standby" is_ready
    [ "$(numbers_in "$standby")" = "$total" ]
    wait_for "$standby has its stanza" 120 on "$standby" stanza_in repo1
done
on streamed condition_says Accepted '^True'
[ -z "$(kubectl get pg streamed --output 'jsonpath={.status.standby}')" ]

# A client of the source finds its rows under the new address, and its password works; a client of the new cluster writes.
old_client() {
    PGPASSWORD=$(kubectl get secret "$source-pguser-$source" --output json | jq --raw-output '.data.password | @base64d') \
        psql "host=streamed-pgbouncer.$namespace.svc hostaddr=$(kubectl get service streamed-pgbouncer --output 'jsonpath={.spec.clusterIP}') user=$source dbname=$source sslmode=require" \
        --no-psqlrc --tuples-only --no-align --command "$1"
}
[ "$(old_client 'select count(*) from numbers')" = "$total" ]
old_client 'insert into numbers values (1)'
CLUSTER=streamed PGUSER=streamed PGDATABASE=streamed scripts/demo-psql --no-psqlrc --command 'create table t (n int)'
wait_for "a first backup is taken" 240 on streamed backed_up
wait_for "two members" 120 on streamed members_are 2

# One that writes follows nobody without being told.
kubectl patch pg streamed --type merge --patch '{"spec": {"standby": {"enabled": true}}}'
wait_for "following is refused" 60 on streamed condition_says Accepted '^False .*give-up-writes'
in_recovery streamed f

for name in streamed replayed "$source"; do
    kubectl delete pg "$name" --timeout 180s
    kubectl delete pvc --selector "postgres-operator.crunchydata.com/cluster=$name"
done
