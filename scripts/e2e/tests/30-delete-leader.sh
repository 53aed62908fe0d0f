# shellcheck shell=bash disable=SC2154 # names come from scripts/demo-environment
# deletion of the leader's Pod, gently and with grace 0: another leads, the old one rejoins, no acknowledged row is lost
ensure_cluster
start_writing
for grace in 300 0; do
    leader=$(role primary)
    uid=$(kubectl get pod "$leader" --output 'jsonpath={.metadata.uid}')
    force=()
    [ $grace != 0 ] || force=(--force)
    kubectl delete pod "$leader" --grace-period $grace --wait=false "${force[@]}"
    wait_for "the Pod is another" 120 bash -c "[ \"\$(kubectl --namespace $namespace get pod $leader --output 'jsonpath={.metadata.uid}')\" != $uid ]"
    count=$(written)
    wait_for "rows are written again" 90 written_since "$count"
    wait_for "$cluster is ready" 180 is_ready
    wait_for "three members" 120 members_are 3
done
archive_keeps_up
stop_writing
