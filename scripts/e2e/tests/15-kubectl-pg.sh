# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# kubectl pg: status, psql by each way, a backup on demand, logs, and their exit statuses
ensure_cluster
plugins=$(mktemp --directory)
trap 'rm -rf "$plugins"' EXIT
ln -s "$(realpath "$egret")" "$plugins/kubectl-pg"
pg() { PATH=$plugins:$PATH command kubectl pg "$@" --namespace "$namespace"; }
status_of() {
    local status=0
    "$@" > /dev/null 2>&1 < /dev/null || status=$?
    echo $status
}

pg status
[ "$(status_of pg status "$cluster")" = 0 ]
[ "$(status_of pg status no-such-cluster)" = 1 ]
[ "$(status_of pg status --no-such-option)" = 2 ]
pg status --output json | jq --exit-status '.ready and (.members | length == 3) and ([.members[] | select(.role == "primary")] | length == 1)' > /dev/null
grep --quiet "$cluster-pgbouncer.$namespace.svc" <<< "$(pg connect)"

# -- belongs to what is passed on to psql.
row=(-c 'select 6 * 7, pg_is_in_recovery()')
[ "$(pg psql "${row[@]}" < /dev/null | grep --count '42 | f')" = 1 ]
[ "$(pg psql --primary "${row[@]}" < /dev/null | grep --count '42 | f')" = 1 ]
[ "$(pg psql --replica "${row[@]}" < /dev/null | grep --count '42 | t')" = 1 ]
[ "$(pg psql --superuser -c 'select current_user' < /dev/null | grep --count postgres)" = 1 ]
[ "$(pg psql --exec "${row[@]}" < /dev/null | grep --count '42 | f')" = 1 ]
[ "$(echo 'select 40 + 2 as answer' | pg psql | grep --count 42)" = 1 ]
[ "$(echo 'select 40 + 2 as answer' | pg psql --exec | grep --count 42)" = 1 ]
[ "$(status_of pg psql -c 'select 1/0')" = 1 ]

backup=by-hand-$RANDOM
pg backup --type incr --name "$backup" --wait --timeout 180
grep "^$backup .*Succeeded" <<< "$(pg backups)"
[ "$(status_of pg backup --repo repo4)" = 1 ]
restores=$(kubectl get pg-restore --output name)
# Without --yes, and without a terminal to ask on, nothing is destroyed.
[ "$(status_of pg restore --backup "$backup")" = 1 ]
[ "$(kubectl get pg-restore --output name)" = "$restores" ]

[ "$(pg logs --tail 3 | cut --delimiter=']' --fields=1 | sort --unique | wc -l)" = 3 ]
[ -n "$(pg logs --role primary --tail 20)" ]
[ -n "$(pg logs --role pooler --tail 1)" ]
