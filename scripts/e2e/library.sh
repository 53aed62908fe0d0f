# shellcheck shell=bash disable=SC2154,SC2317 # names come from scripts/demo-environment; functions are called by wait_for
# What the end-to-end tests are written with. Sourced by scripts/e2e/run, from the root of the repository.

# Waits until a command succeeds: wait_for SENTENCE SECONDS COMMAND…
wait_for() {
    local sentence=$1 deadline=$((SECONDS + $2)) started=$SECONDS
    shift 2
    until "$@" > /dev/null 2>&1; do
        if [ $SECONDS -ge $deadline ]; then
            echo "not within $((SECONDS - started)) s: $sentence"
            kubectl get pg "$cluster" --output json | jq --compact-output '.status | {state, conditions: [.conditions[]? | {type, status, reason, message}]}' || true
            kubectl get pods --label-columns postgres-operator.crunchydata.com/role || true
            return 1
        fi
        sleep 0.3
    done
    echo "after $((SECONDS - started)) s: $sentence"
}

pods() { kubectl get pods --selector "postgres-operator.crunchydata.com/cluster=$cluster,$1" --output "${2:-name}"; }
role() { pods "postgres-operator.crunchydata.com/role=$1" 'jsonpath={.items[*].metadata.name}'; }
state() { kubectl get pg "$cluster" --output 'jsonpath={.status.state}'; }
is_ready() { [ "$(state)" = ready ] && [ "$(kubectl get pg "$cluster" --output 'jsonpath={.status.conditions[?(@.type=="Ready")].status}')" = True ]; }
members_are() { [ "$(wc -w <<< "$(role primary)")" = 1 ] && [ "$(wc -w <<< "$(role replica)")" = $(($1 - 1)) ]; }
members_stream() { [ "$(sql "select count(*) from pg_stat_replication where state = 'streaming' and application_name like '$cluster-%'")" = $(($1 - 1)) ]; }

# A command of this file for another cluster: on NAME COMMAND…
# shellcheck disable=SC2034 # read by the command
on() { local cluster=$1; shift; "$@"; }

# The condition of a type, as STATUS REASON MESSAGE: condition TYPE
condition() { kubectl get pg "$cluster" --output json | jq --raw-output --arg type "$1" '.status.conditions[] | select(.type == $type) | "\(.status) \(.reason) \(.message)"'; }
condition_says() { condition "$1" | grep --quiet --extended-regexp "$2"; }

stanza_in() { [ "$(kubectl get pg "$cluster" --output json | jq ".status.pgbackrest.repos[] | select(.name == \"$1\") | .stanzaCreated")" = true ]; }
# Whether there is a full backup of the present timeline, from which replicas are made.
backed_up() { kubectl get pg "$cluster" --output json | jq --exit-status '.status.pgbackrest.repos[0].replicaCreateBackupComplete'; }

# Asks for a backup: request_backup NAME REPOSITORY OPTION…
request_backup() {
    local name=$1 repo=$2
    shift 2
    jq --null-input --arg name "$name" --arg cluster "$cluster" --arg repo "$repo" '{apiVersion: "pgv2.percona.com/v2", kind: "PerconaPGBackup",
        metadata: {name: $name}, spec: {pgCluster: $cluster, repoName: $repo, options: $ARGS.positional}}' --args -- "$@" | kubectl apply --filename -
}
backup_field() { kubectl get pg-backup "$1" --output "jsonpath={.status.$2}"; }
backup_is() { [ "$(backup_field "$1" state)" = "$2" ]; }

# SQL as a superuser in the leader's container: sql STATEMENT
sql() { kubectl exec "$(role primary)" --container database -- psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 --command "$1"; }

# psql through the pooler as the cluster's user, with the certificate verified.
through_pooler() { scripts/demo-psql --no-psqlrc --quiet --tuples-only --no-align --set ON_ERROR_STOP=1 "$@"; }

# A cluster of this size under synchronous replication: no acknowledged row may be lost.
# shellcheck disable=SC2120 # the argument has a default
create_cluster() {
    local manifest
    manifest=$(command kubectl patch --local --filename deploy/cr.yaml --type merge --output yaml \
        --patch '{"spec":{"patroni":{"dynamicConfiguration":{"synchronous_mode":true}}}}')
    kubectl apply --filename - <<< "$manifest"
    wait_for "$cluster is ready" "${1:-300}" is_ready
}

ensure_cluster() {
    kubectl get pg "$cluster" > /dev/null 2>&1 || create_cluster 420
    wait_for "$cluster is ready" 180 is_ready
    wait_for "three members" 60 members_are 3
}

# Writes numbered rows through the pooler until stop_writing, one transaction each; what was acknowledged is in $acknowledged.
start_writing() {
    acknowledged=$(mktemp)
    touch "$acknowledged.goes-on"
    through_pooler --command 'create table if not exists numbers (n bigint primary key)' --command 'truncate numbers'
    # psql echoes a number after its insert has been acknowledged, and ends with the connection; then there is a new one.
    # shellcheck disable=SC2016 # for the shell that writes
    PGCONNECT_TIMEOUT=2 bash -c '
        exec 2> /dev/null
        while [ -e "$1.goes-on" ]; do
            while [ -e "$1.goes-on" ]; do
                n=${EPOCHREALTIME/[.,]/}
                printf "insert into numbers values (%s);\n%secho %s\n" "$n" "\\" "$n" || break
                sleep 0.02
            done | stdbuf -oL scripts/demo-psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 >> "$1"
            sleep 0.2
        done' _ "$acknowledged" &
    writer=$!
    # However the test ends, the writer ends with it.
    trap 'rm -f "$acknowledged.goes-on"' EXIT
    wait_for "the first rows are written" 30 test -s "$acknowledged"
}

# Ends the writer and looks for every acknowledged row.
stop_writing() {
    local rows=$acknowledged missing
    rm "$acknowledged.goes-on"
    wait "$writer" || true
    through_pooler --command 'select n from numbers' | sort > "$rows.found"
    missing=$(comm -23 <(sort "$rows") "$rows.found" | wc -l)
    echo "$(wc -l < "$rows") rows acknowledged, $missing of them missing"
    [ "$missing" = 0 ]
}

# Whether the writer got on after what happened: call it with the count before.
written_since() { [ "$(wc -l < "$acknowledged")" -gt "$1" ]; }
written() { wc -l < "$acknowledged"; }

# The process identifier, on this machine, of postgres in a Pod's container.
postgres_of() {
    # shellcheck disable=SC2016 # for the shell in the container
    kubectl exec "$1" --container database -- bash -c 'head -n 1 "$PGDATA/postmaster.pid"'
}

# The process identifier, on this machine, of the first process in a Pod's container: container_process POD CONTAINER
container_process() {
    local id process
    id=$(kubectl get pod "$1" --output "jsonpath={.status.containerStatuses[?(@.name==\"$2\")].containerID}")
    while IFS=/ read -r _ _ process _; do
        if [ "$(awk '/^NSpid:/ { print $NF }' "/proc/$process/status" 2> /dev/null)" = 1 ]; then
            echo "$process"
            return
        fi
    done < <(grep --files-with-matches --no-messages "${id##*/}" /proc/[0-9]*/cgroup)
    echo "container $2 of $1 does not run" >&2
    return 1
}

# kill -9 of a Pod's container, as the kernel would: kill_container POD CONTAINER
kill_container() { kill -9 "$(container_process "$1" "$2")"; }
restarts() { kubectl get pod "$1" --output "jsonpath={.status.containerStatuses[?(@.name==\"$2\")].restartCount}"; }
has_restarted() { [ "$(restarts "$1" "$2")" -gt "$3" ] && container_process "$1" "$2"; }
operator_pod() { kubectl get pods --selector pgv2.percona.com/control-plane=postgres-operator --output 'jsonpath={.items[0].metadata.name}'; }
kill_operator() { kill_container "$(operator_pod)" operator; }

# Whether everything up to now is archived: a member that leads after a failure must not be held up by what it finds in the archive.
archive_keeps_up() {
    local segment
    segment=$(sql "select pg_walfile_name(pg_switch_wal())")
    has_archived() { [ "$(sql "select last_archived_wal >= '$segment' from pg_stat_archiver")" = t ]; }
    wait_for "the archive has $segment" 60 has_archived
}
