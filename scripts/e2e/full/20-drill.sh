# shellcheck shell=bash disable=SC2154,SC2016 # names come from scripts/demo-environment and the library; $… is for the shell in a container
# a restore drill verifies a backup; a byte flipped in a file of the backup, and one in a segment of WAL, are each caught; mended, it verifies again
ensure_cluster
wait_for "there is a backup" 180 backed_up
last() { kubectl get pg "$cluster" --output json | jq --raw-output ".status.pgbackrest.drills.last.$1"; }
proven() { kubectl get pg "$cluster" --output json | jq --raw-output '.status.conditions[] | select(.type == "RecoveryProven") | "\(.status) \(.reason)"'; }
leftovers() { kubectl get jobs,pods --selector "egret.dev/drill,postgres-operator.crunchydata.com/cluster=$cluster" --output name; }
nothing_left() { [ -z "$(leftovers)" ]; }
# drill STATE REASON: asks for one, as a person would, and compares its outcome.
drill() {
    local status=0 output
    output=$("$egret" pg drill "$cluster" --namespace "$namespace" --wait --timeout 300 2>&1) || status=$?
    echo "$output"
    kubectl get pg "$cluster" --output json | jq --compact-output '.status.pgbackrest.drills.last'
    [ "$(last state) $(last reason)" = "$1 $2" ]
    if [ "$1" = Verified ]; then [ "$status" = 0 ]; else [ "$status" = 1 ]; fi
    wait_for "nothing of the drill is left" 60 nothing_left
}
in_repo() { kubectl exec "$cluster-repo-host-0" --container pgbackrest -- bash -c "$1" _ "${@:2}"; }
# The byte in the middle of a file becomes another one; done twice it is what it was.
flip() {
    in_repo 'set -e; size=$(stat --format %s "$1"); middle=$((size / 2)); byte=$(od --address-radix n --format u1 --skip-bytes "$middle" --read-bytes 1 "$1")
        printf "\\x$(printf %02x $((byte ^ 255)))" | dd of="$1" bs=1 seek="$middle" conv=notrunc status=none; echo "byte $middle of $1"' "$1"
}

through_pooler --command 'create table if not exists drilled (n int primary key)' --command 'insert into drilled select generate_series(1, 20000) on conflict do nothing'
kubectl create configmap drill-checks --from-literal "checks.sql=$(printf '\\connect %s\nselect count(*) >= 20000 from %s.drilled;' "$cluster" "$cluster")" \
    --dry-run=client --output yaml | kubectl apply --filename -
kubectl patch pg "$cluster" --type merge --patch '{"spec": {"backups": {"drills": {"checks": {"heapAllIndexed": true, "sql": {"name": "drill-checks", "key": "checks.sql"}}}}}}'
sum() { in_repo 'cd /pgbackrest/repo1 && find backup archive -type f -not -path "*.history*" -print0 | sort --zero-terminated | xargs --null sha1sum | grep --invert-match "archive/db/.*/0" | sha1sum'; }
before=$(sum)
members=$(pods postgres-operator.crunchydata.com/data=postgres 'jsonpath={.items[*].metadata.uid}')
drill Verified Verified
[ "$(last 'checks | join(" ")')" = "recovery amcheck sql pageChecksums" ]
[ "$(proven)" = "True DrillVerified" ]
label=$(last backup)
[ "$(kubectl get pg-backup --output json | jq --raw-output --arg name "$label" '.items[] | select(.status.backupName == $name) | .status.drill.state')" = Verified ]
# Of the repository nothing has changed but that WAL was added, and the cluster has not noticed.
[ "$(sum)" = "$before" ]
[ "$(pods postgres-operator.crunchydata.com/data=postgres 'jsonpath={.items[*].metadata.uid}')" = "$members" ]
is_ready
"$egret" pg status "$cluster" --namespace "$namespace" | grep --quiet '^Recovery .*verified'
"$egret" pg backups "$cluster" --namespace "$namespace" | grep --quiet 'verified .* ago'

# A file of the backup.
file=$(in_repo 'find "/pgbackrest/repo1/backup/db/$1/pg_data/base" -type f -size +4k | sort | head -n 1' "$label")
flip "$file"
drill NotVerified BackupUnreadable
[ "$(proven)" = "False DrillNotVerified" ]
flip "$file"
drill Verified Verified
[ "$(proven)" = "True DrillVerified" ]

# A segment of WAL behind the backup: PostgreSQL would take it for the end of the archive, and come up without what follows.
through_pooler --command 'insert into drilled select generate_series(100001, 120000)'
segment=$(sql 'select pg_walfile_name(pg_current_wal_lsn())')
archive_keeps_up
segment_file=$(in_repo 'find /pgbackrest/repo1/archive -name "$1-*"' "$segment")
flip "$segment_file"
drill NotVerified MarkerNotReached
last message
flip "$segment_file"
# Missing is as bad as damaged.
in_repo 'mv "$1" "$1.away"' "$segment_file"
drill NotVerified MarkerNotReached
in_repo 'mv "$1.away" "$1"' "$segment_file"

# What the user's SQL says counts, and a ConfigMap that is missing is told.
kubectl create configmap drill-checks --from-literal 'checks.sql=select false;' --dry-run=client --output yaml | kubectl apply --filename -
drill NotVerified SQLFailed
kubectl delete configmap drill-checks
drill Inconclusive SQLMissing
[ "$(proven)" = "Unknown DrillInconclusive" ]

# By schedule, whatever becomes of the operator.
kubectl patch pg "$cluster" --type merge --patch '{"spec": {"backups": {"drills": {"schedule": "* * * * *", "checks": {"heapAllIndexed": null, "sql": null}}}}}'
scheduled() { kubectl get jobs --selector egret.dev/drill --output json | jq --exit-status '.items[0].metadata.annotations["egret.dev/scheduled-for"]'; }
wait_for "a drill by schedule has begun" 130 scheduled
kill_operator
by_schedule() { [ "$(last 'request // ""') $(last state)" = " Verified" ]; }
wait_for "it has verified the backup" 180 by_schedule
kubectl patch pg "$cluster" --type json --patch '[{"op": "remove", "path": "/spec/backups/drills"}]'
wait_for "nothing of drills is left" 180 nothing_left
curl --silent --max-time 10 "http://$(kubectl get pod "$(operator_pod)" --output 'jsonpath={.status.podIP}'):8080/metrics" | grep '^egret_drill_last_result{.*} 1$'
