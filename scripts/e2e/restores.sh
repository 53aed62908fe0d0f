# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# What tests of backups and restores are written with. Sourced by tests after the library.

# Asks for a restore from repository $repo (default repo1): restore NAME [OPTION…]
restore() {
    local name=$1
    shift
    kubectl delete pg-restore "$name" --ignore-not-found
    jq --null-input --arg name "$name" --arg cluster "$cluster" --arg repo "${repo:-repo1}" '{apiVersion: "pgv2.percona.com/v2", kind: "PerconaPGRestore",
        metadata: {name: $name}, spec: {pgCluster: $cluster, repoName: $repo, options: $ARGS.positional}}' --args -- "$@" | kubectl apply --filename -
}
restore_field() { kubectl get pg-restore "$1" --output "jsonpath={.status.$2}"; }
restore_is() { [ "$(restore_field "$1" state)" = "$2" ]; }
restore_error() { restore_field "$1" error; }
restore_is_over() { restore_is "$1" Succeeded || { restore_is "$1" Failed && [ -n "$(restore_error "$1")" ]; }; }

backup_is_over() { backup_is "$1" Succeeded || { backup_is "$1" Failed && [ -n "$(backup_field "$1" error)" ]; }; }

# Returns as soon as a field of an object's status has a value, 1 if the object is over first: reaches KIND NAME FIELD VALUE
reaches() {
    local value='' state='' watch
    while read -r value state; do
        [ "$value" != "$4-" ] || break
        case $state in Succeeded | Failed) break ;; esac
    done < <(exec kubectl --namespace "$namespace" get "$1" "$2" --watch --request-timeout 180s \
        --output "jsonpath={.status.$3}- {.status.state}{\"\\n\"}")
    watch=$!
    kill "$watch" 2> /dev/null || true
    [ "$value" = "$4-" ]
}

# Enough rows that a backup and a restore take seconds.
fill() {
    sql "create table if not exists filling as select n, md5(n::text) || md5((n + 1)::text) as text from generate_series(1, 1500000) n"
    sql "create table if not exists rounds (n int primary key)"
}

# kill -9 of a container as soon as it runs, within 20 s: kill_when_it_runs POD-COMMAND CONTAINER
kill_when_it_runs() {
    local deadline=$((SECONDS + 20)) pod
    until pod=$($1) && [ -n "$pod" ] && kill_container "$pod" "$2" 2> /dev/null; do
        [ $SECONDS -lt $deadline ] || return 1
    done
    echo "killed $2 of $pod"
}
job_pod() { kubectl get pods --selector "batch.kubernetes.io/job-name=$1" --field-selector status.phase=Running --output 'jsonpath={.items[*].metadata.name}' | cut --delimiter ' ' --fields 1; }
restore_pod() { job_pod "$cluster-pgbackrest-restore"; }
clear_pod() { kubectl get pods --selector "postgres-operator.crunchydata.com/pgbackrest-restore,!postgres-operator.crunchydata.com/pgbackrest" --field-selector status.phase=Running --output 'jsonpath={.items[*].metadata.name}' | cut --delimiter ' ' --fields 1; }
