# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment and the library
# What the benchmarks of backups and restores are written with. Sourced by them, from the root of the repository.
# Environment: BENCH_DATA_MB, size of the database (default 5120); BENCH_PAIRS, how often each side is measured (default 5).
. scripts/demo-environment
. scripts/e2e/library.sh
. scripts/e2e/repositories.sh
# shellcheck disable=SC2034 # for those that source this
data_mb=${BENCH_DATA_MB:-5120} pairs=${BENCH_PAIRS:-5}
mkdir -p out/bench

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# A cluster of that many instances and one pooler, with a full backup: bench_cluster REPLICAS [REPOSITORY [GLOBAL [CONFIGURATION]]], JSON.
bench_cluster() {
    local volume='{"name": "repo1", "volume": {"volumeClaimSpec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}}}}'
    local globals='{"repo1-retention-full": "2"}'
    command kubectl patch --local --filename deploy/cr.yaml --type json --output json --patch "[
        {\"op\": \"replace\", \"path\": \"/spec/instances/0/replicas\", \"value\": $1},
        {\"op\": \"replace\", \"path\": \"/spec/proxy/pgBouncer/replicas\", \"value\": 1},
        {\"op\": \"add\", \"path\": \"/spec/backups/pgbackrest/global\", \"value\": ${3:-$globals}},
        {\"op\": \"add\", \"path\": \"/spec/backups/pgbackrest/configuration\", \"value\": ${4:-[]}},
        {\"op\": \"replace\", \"path\": \"/spec/backups/pgbackrest/repos\", \"value\": [${2:-$volume}]}]" | kubectl apply --filename - > /dev/null
    wait_for "$cluster is ready" 300 is_ready > /dev/null
    wait_for "the first backup is made" 300 backed_up > /dev/null
}

# Removes the cluster with its volumes and the records of backups.
remove_cluster() {
    kubectl patch pg "$cluster" --type merge --patch '{"metadata": {"finalizers": ["percona.com/delete-pvc"]}}' > /dev/null
    kubectl delete pg "$cluster" --timeout 180s > /dev/null
    kubectl delete pg-backup,pg-restore --all > /dev/null
    kubectl delete pvc --selector "postgres-operator.crunchydata.com/cluster=$cluster" > /dev/null
}

# A command in the container of the leader: in_database COMMAND
in_database() { kubectl exec "$(role primary)" --container database -- bash -c "$1"; }
# A command in the repository host: in_host COMMAND
in_host() { kubectl exec "$cluster-repo-host-0" --container pgbackrest -- bash -c "$1"; }

# Fills the database: a unit of pgbench's scale is 15 MB.
fill() {
    in_database "pgbench --initialize --init-steps=dtgvp --quiet --scale=$((data_mb / 15 + 1)) postgres" > /dev/null 2>&1
    sql checkpoint
    echo "# $(sql "select pg_size_pretty(sum(pg_database_size(oid))) from pg_database"), PostgreSQL $(sql 'show server_version')"
}

# Median and worst of the ratios of pairs in a file of two columns, in ms: report_pairs FILE TITLE BASELINE GOAL
report_pairs() {
    python3 - "$@" <<'PY'
import statistics, sys
path, title, baseline, goal = sys.argv[1:]
pairs = [tuple(map(float, line.split())) for line in open(path)]
ratios = [one / two for one, two in pairs]
print(f"{title:<46} {statistics.median(p[0] for p in pairs) / 1000:8.2f} s   {baseline} {statistics.median(p[1] for p in pairs) / 1000:.2f} s, "
      f"ratio {statistics.median(ratios):.2f} (worst {max(ratios):.2f}, {len(pairs)} pairs); at most {goal}")
PY
}
