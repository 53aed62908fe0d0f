# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# changes of repositories and a pause wait for a running backup; one made by hand is noticed; a removed repository keeps its claim; backups go only with authority
. scripts/e2e/object-store.sh
. scripts/e2e/repositories.sh
ensure_cluster
host=$cluster-repo-host-0
in_host() { kubectl exec "$host" --container pgbackrest -- "$@"; }
working() { in_host pgrep --full -- "backup-name=$1"; }
uid_of() { kubectl get "$1" "$2" --output 'jsonpath={.metadata.uid}'; }
volume='{"volumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}'

# Without start-fast, pgBackRest waits for a checkpoint that takes minutes, or until somebody asks for one at once.
sql "create table if not exists dirt as select n, repeat('x', 500) from generate_series(1, 20000) n; update dirt set n = n + 1"
request_backup slow repo1 --type=full --no-start-fast
wait_for "a backup is at work" 60 working slow
before=$(uid_of pod "$host")
kubectl patch pg "$cluster" --type json --patch '[{"op": "add", "path": "/spec/backups/pgbackrest/repos/-", "value": {"name": "repo2", "volume": '"$volume"'}}, {"op": "add", "path": "/spec/pause", "value": true}]'
wait_for "the condition says that both wait" 30 condition_says Accepted '^True BackupRunning .*spec.pause and spec.backups.pgbackrest wait until backup slow'
condition Accepted
sleep 5
[ "$(uid_of pod "$host")" = "$before" ]
working slow
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/pause"}]'
wait_for "only the repositories wait" 30 condition_says Accepted '^True BackupRunning spec.backups.pgbackrest waits'
sql checkpoint
wait_for "the backup has succeeded" 120 backup_is slow Succeeded
wait_for "the change is carried out" 180 stanza_in repo2
condition_says Accepted '^True Accepted'
wait_for "$cluster is ready" 180 is_ready

sql "update dirt set n = n + 1"
request_backup slow-again repo1 --type=full --no-start-fast
wait_for "a backup is at work" 60 working slow-again
kubectl patch pg "$cluster" --type json --patch '[{"op": "add", "path": "/spec/pause", "value": true}]'
wait_for "the condition says that the pause waits" 30 condition_says Accepted '^True BackupRunning spec.pause waits until backup slow-again'
# Who does not want to wait cancels the backup.
kubectl delete pg-backup slow-again --timeout 60s
paused() { [ "$(state)" = paused ]; }
wait_for "$cluster is paused" 180 paused
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/pause"}]'
wait_for "$cluster is ready" 240 is_ready
wait_for "three members" 120 members_are 3
sql "drop table dirt"

# By hand, in the repository host, without an object.
in_host pgbackrest --stanza=db --repo=2 --type=full --log-level-console=warn backup
label=$(in_host pgbackrest --stanza=db --repo=2 --output=json info | jq --raw-output '.[0].backup[-1].label')
has_object() { backup_is "$cluster-repo2-${label,,}" Succeeded; }
wait_for "the backup that was made by hand has an object" 90 has_object

# A repository that is taken away keeps its claim, with what is in it.
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/backups/pgbackrest/repos/1"}]'
claim_is_named() { [ "$(kubectl get pg "$cluster" --output 'jsonpath={.status.pgbackrest.unusedClaims}')" = "[\"$cluster-repo2\"]" ]; }
wait_for "the status names the claim that is kept" 60 claim_is_named
kubectl get events --output json | jq --raw-output '.items[] | select(.reason == "VolumeKept") | .message' | grep --quiet "volume $cluster-repo2 is kept with the backups in it"
wait_for "$cluster is ready" 180 is_ready
uid=$(uid_of pvc "$cluster-repo2")
kubectl patch pg "$cluster" --type json --patch '[{"op": "add", "path": "/spec/backups/pgbackrest/repos/-", "value": {"name": "repo2", "volume": '"$volume"'}}]'
wait_for "the stanza is in repo2 again" 180 stanza_in repo2
[ "$(uid_of pvc "$cluster-repo2")" = "$uid" ]
wait_for "$cluster is ready" 180 is_ready
# The host has the volume again once its Pod is the new one.
still_there() { in_host pgbackrest --stanza=db --repo=2 --output=json info | jq --exit-status --arg name "$label" 'any(.[0].backup[]; .label == $name)'; }
wait_for "the backup in it is still there" 120 still_there

# Switching backups off needs authority.
kubectl patch pg "$cluster" --type merge --patch '{"spec": {"backups": {"enabled": false}}}'
wait_for "the removal of backups is refused" 30 condition_says Progressing '^False Paused .*authorize backup removal'
condition_says Accepted '^False InvalidSpec'
kubectl get statefulset "$cluster-repo-host" --output name
[ "$(kubectl get pvc --selector postgres-operator.crunchydata.com/pgbackrest-volume --output name | wc -l)" = 2 ]
kubectl annotate pg "$cluster" pgv2.percona.com/authorizeBackupRemoval=true
no_backups() { [ -z "$(kubectl get pvc --selector postgres-operator.crunchydata.com/pgbackrest-volume --output name)" ] && ! kubectl get statefulset "$cluster-repo-host"; }
wait_for "repository host and claims are gone" 180 no_backups
wait_for "$cluster is ready without backups" 300 is_ready
kubectl annotate pg "$cluster" pgv2.percona.com/authorizeBackupRemoval-
kubectl patch pg "$cluster" --type merge --patch '{"spec": {"backups": {"enabled": true}}}'
wait_for "backups are on again, with a new first one" 300 backed_up
wait_for "$cluster is ready" 300 is_ready

# The finalizer delete-backups empties repositories when the cluster goes, also a bucket, which nothing else of it would touch.
start_object_store repo2
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/backups/pgbackrest/repos/1"}]'
add_bucket repo2 /to-be-deleted
wait_for "the stanza is in the bucket" 420 stanza_in repo2
wait_for "$cluster is ready" 300 is_ready
request_backup last repo2 --type=full
wait_for "a backup is in the bucket" 180 backup_is last Succeeded
object_store_request GET /backups/to-be-deleted/backup/db/backup.info > /dev/null
kubectl patch pg "$cluster" --type merge --patch '{"metadata": {"finalizers": ["percona.com/delete-pvc", "percona.com/delete-ssl", "percona.com/delete-backups"]}}'
# Nothing is deleted while a repository cannot be read.
stop_object_store
kubectl delete pg "$cluster" --wait=false
says_why() { kubectl get events --output json | jq --raw-output '.items[] | .message' | grep --quiet 'nothing was deleted: repo2 cannot be read'; }
wait_for "an event says what the deletion waits for" 180 says_why
kubectl get pvc "$cluster-repo1" --output name
run_object_store
no_cluster() { ! kubectl get pg "$cluster"; }
wait_for "the cluster is gone" 300 no_cluster
if object_store_request GET /backups/to-be-deleted/backup/db/backup.info > /dev/null 2>&1; then exit 1; fi
[ "$(object_store_request GET '/backups/?prefix=to-be-deleted/' | grep --count '<Key>' || true)" = 0 ]
[ -z "$(kubectl get pg-backup --output name)" ]
