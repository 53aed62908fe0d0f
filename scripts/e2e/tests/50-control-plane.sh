# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# kill -9 of the operator during a failover, and of the local control plane, while a client writes: the cluster goes on
ensure_cluster
start_writing
leader=$(role primary)
kubectl delete pod "$leader" --grace-period 0 --force
kill_operator
rows=$(written)
wait_for "rows are written again" 90 written_since "$rows"
wait_for "the operator runs again" 60 kubectl rollout status deployment/percona-postgresql-operator --timeout 1s
wait_for "three members" 120 members_are 3
wait_for "$cluster is ready" 180 is_ready
kill -9 "$(head -n 1 "$EGRET_DATA/egret.pid")"
"$egret" local up
rows=$(written)
wait_for "rows are written again" 90 written_since "$rows"
wait_for "$cluster is ready" 180 is_ready
wait_for "three members" 120 members_are 3
archive_keeps_up
stop_writing
