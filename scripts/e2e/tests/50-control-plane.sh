# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# kill -9 of the operator and of the local control plane while a client writes: the cluster goes on
ensure_cluster
start_writing
operator=$(kubectl get pods --selector pgv2.percona.com/control-plane=postgres-operator --output 'jsonpath={.items[0].metadata.name}')
kubectl delete pod "$operator" --grace-period 0 --force
wait_for "the operator runs again" 60 kubectl rollout status deployment/percona-postgresql-operator --timeout 1s
kill -9 "$(head -n 1 "$EGRET_DATA/egret.pid")"
"$egret" local up
count=$(written)
wait_for "rows are written again" 90 written_since "$count"
wait_for "$cluster is ready" 180 is_ready
wait_for "three members" 120 members_are 3
stop_writing
