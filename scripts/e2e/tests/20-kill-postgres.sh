# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# kill -9 of the leader's postgres while a client writes: no acknowledged row is lost, and the cluster is ready again
ensure_cluster
start_writing
leader=$(role primary)
echo "leader: $leader"
kubectl exec "$leader" --container database -- bash -c "kill -9 $(postgres_of "$leader")"
count=$(written)
wait_for "rows are written again" 90 written_since "$count"
wait_for "$cluster is ready" 180 is_ready
wait_for "three members" 120 members_are 3
archive_keeps_up
stop_writing
